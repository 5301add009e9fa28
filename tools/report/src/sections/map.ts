// SPDX-License-Identifier: Apache-2.0
// 2. Flows on the map: the gateway, its surroundings and the world, by mode of transport.
import { block } from '../block';
import type { MapLine, MapPlace, MapView } from '../charts/map';
import { boxOf, mapChart, svg } from '../charts/map';
import type { Context } from '../context';
import { say, sideOf } from '../context';
import type { Row, Side } from '../data';
import { h } from '../dom';
import { fixed } from '../figures';
import type { Point } from '../land';
import { modeName, modeOf, modes } from '../modes';
import type { Column } from '../table';
import { dataTable } from '../table';
import { people } from '../words';

interface Place {
  id: string;
  label: string;
  kind: string;
  at: Point;
  inGateway: boolean;
}
// One direction of one mode.
interface Link {
  from: Place;
  to: Place;
  mode: string;
  runs: number | null; // a day; none of a road
  perDay: number; // people on the side that is shown
  sides: Record<Side, number | null> | null; // of a comparison; null: not on the page
}

function placesOf(context: Context): Map<string, Place> {
  const out = new Map<string, Place>();
  for (const row of context.result.rows('places')) {
    const id = row.text('place');
    if (out.has(id) && row.text('side') !== context.side) continue;
    out.set(id, {
      id,
      label: (context.lang === 'zh' ? row.text('name_zh') : '') || row.text('name') || id,
      kind: row.text('kind'),
      at: [row.amount('longitude_degrees'), row.amount('latitude_degrees')],
      inGateway: row.number('in_gateway') === 1,
    });
  }
  return out;
}

// Of a comparison also what the side that is shown does not have, such as a line that a plan takes away.
function linksOf(context: Context, places: Map<string, Place>): Link[] {
  const { result } = context;
  const key = (row: Row): string => [row.text('from_place'), row.text('to_place'), row.text('mode')].join('\n');
  const shown = sideOf(context);
  const days = (shown === 'base' ? result.base : result.scenario)?.days ?? 1;
  // What the page does not hold may be any figure, not 0.
  const absent = result.total('links') > result.held('links') ? null : 0;
  const perDay = (row: Row | undefined, side?: Side): number | null =>
    row ? row.amount('people') / result.dayCount(side) : absent;
  const byKey = (side?: Side): Map<string, Row> =>
    new Map(result.rows('links', side).map((row) => [key(row), row]));
  const mine = byKey(shown);
  const base = result.isComparison ? byKey('base') : null;
  const variant = result.isComparison ? byKey('variant') : null;
  const all = new Map([...mine, ...(base ?? []), ...(variant ?? [])]);
  return [...all].flatMap(([id, row]) => {
    const from = places.get(row.text('from_place'));
    const to = places.get(row.text('to_place'));
    if (!from || !to) return [];
    const own = mine.get(id);
    const runs = own?.number('scheduled_runs') ?? null;
    return [
      {
        from,
        to,
        mode: row.text('mode'),
        runs: runs === null ? null : runs / days,
        perDay: own ? (perDay(own, shown) ?? 0) : 0,
        sides:
          base && variant
            ? { base: perDay(base.get(id), 'base'), variant: perDay(variant.get(id), 'variant') }
            : null,
      },
    ];
  });
}

// Both directions as one line.
interface Pair {
  a: Place;
  b: Place;
  mode: string;
  there: number;
  back: number;
}
function pairsOf(links: Link[]): Pair[] {
  const out = new Map<string, Pair>();
  for (const link of links) {
    const forward = link.from.id < link.to.id;
    const [a, b] = forward ? [link.from, link.to] : [link.to, link.from];
    const key = [a.id, b.id, link.mode].join('\n');
    const pair = out.get(key) ?? { a, b, mode: link.mode, there: 0, back: 0 };
    if (forward) pair.there += link.perDay;
    else pair.back += link.perDay;
    out.set(key, pair);
  }
  return [...out.values()].filter((pair) => pair.there + pair.back > 0);
}

function linesOf(context: Context, pairs: Pair[]): MapLine[] {
  const beside = new Map<string, number>();
  const order = [...pairs].sort((x, y) => y.there + y.back - (x.there + x.back));
  return order.map((pair) => {
    const place = `${pair.a.id}\n${pair.b.id}`;
    const nth = beside.get(place) ?? 0;
    beside.set(place, nth + 1);
    const drawn = modeOf(pair.mode);
    const unit = say(context, 'people/day', '人/日');
    return {
      from: pair.a.at,
      to: pair.b.at,
      colour: drawn?.colour ?? '#999999',
      dash: drawn?.dash ?? '',
      value: pair.there + pair.back,
      side: nth % 2 === 1 ? (nth + 1) / 2 : -nth / 2,
      title: modeName(pair.mode, context.lang),
      lines: [
        `${pair.a.label} → ${pair.b.label}: ${people(pair.there)} ${unit}`,
        `${pair.b.label} → ${pair.a.label}: ${people(pair.back)} ${unit}`,
      ],
    };
  });
}

type ViewId = 'city' | 'region' | 'world';
// Degrees from the middle of the gateway: what a view may have to hold. Lines lead out of it to what is further.
const cityReach = 0.9;
const regionReach = 4;

function viewNames(context: Context): Record<ViewId, string> {
  return {
    city: say(context, 'gateway', '口岸城市'),
    region: say(context, 'surroundings', '周边地区'),
    world: say(context, 'everything', '全部'),
  };
}

const middleOf = (points: Point[]): Point => {
  const mean = (of: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  return [mean(([lon]) => lon), mean(([, lat]) => lat)];
};

class Atlas {
  private readonly hub: Place[];
  private readonly surface: Place[];
  private readonly used: Place[];

  constructor(
    private readonly context: Context,
    private readonly links: Link[],
    places: Place[],
  ) {
    this.hub = places.filter((place) => place.inGateway);
    const ends = (wanted: Link[]): Place[] => [
      ...new Set(wanted.filter((link) => link.perDay > 0).flatMap((link) => [link.from, link.to])),
    ];
    this.used = [...new Set([...ends(links), ...this.hub])];
    this.surface = [...new Set([...ends(links.filter((link) => link.mode !== 'AIR')), ...this.hub])];
  }

  get middle(): Point {
    return middleOf((this.hub.length > 0 ? this.hub : this.used).map((place) => place.at));
  }
  // Those that show something that another does not.
  get views(): ViewId[] {
    const out: ViewId[] = this.hub.length > 1 ? ['city'] : [];
    if (this.surface.length > this.hub.length) out.push('region');
    if (this.used.length > this.surface.length || out.length === 0) out.push('world');
    return out;
  }

  view(id: ViewId, hidden: ReadonlySet<string>): MapView {
    const [lon, lat] = this.middle;
    const within =
      (reach: number) =>
      (place: Place): boolean =>
        Math.abs(place.at[0] - lon) < reach && Math.abs(place.at[1] - lat) < reach;
    const places = {
      city: this.hub.filter(within(cityReach)),
      region: this.surface.filter(within(regionReach)),
      world: this.used,
    }[id];
    // About the gateway, whichever way around the Earth is nearer.
    const around = ([x, y]: Point): Point => [x - 360 * Math.round((x - lon) / 360), y];
    const pairs = pairsOf(this.links.filter((link) => !hidden.has(link.mode)));
    const drawn = id === 'world' ? pairs : pairs.filter((pair) => pair.mode !== 'AIR');
    const load = new Map<string, number>();
    for (const pair of drawn)
      for (const end of [pair.a, pair.b])
        load.set(end.id, (load.get(end.id) ?? 0) + pair.there + pair.back);
    return {
      box: boxOf((places.length > 0 ? places : this.used).map((place) => around(place.at))),
      places: (id === 'world' ? this.used : this.surface).map((place) => this.mark(place, load)),
      lines: linesOf(this.context, drawn),
    };
  }

  private mark(place: Place, load: Map<string, number>): MapPlace {
    const value = load.get(place.id) ?? 0;
    return {
      id: place.id,
      label: place.label,
      at: place.at,
      value,
      lines: [
        `${people(value)} ${say(this.context, 'people/day on the lines here', '人/日（经过此处各线）')}`,
        `${place.at[0].toFixed(3)}°, ${place.at[1].toFixed(3)}° WGS-84`,
      ],
    };
  }
}

const button = (text: Node | string, pressed: boolean, click: () => void): HTMLButtonElement =>
  h('button', { type: 'button', 'aria-pressed': String(pressed), click }, text);

function swatch(id: string): HTMLElement {
  const drawn = modeOf(id);
  const line = svg('path', {
    d: 'M0 4h26',
    stroke: drawn?.colour ?? '#999999',
    'stroke-width': 4,
    'stroke-dasharray': drawn?.dash ?? '',
  });
  return h('span', { class: 'swatch' }, svg('svg', { width: 26, height: 8, 'aria-hidden': 'true' }, line));
}

export function flowMap(context: Context): HTMLElement | null {
  const places = placesOf(context);
  const links = linksOf(context, places);
  if (places.size === 0 || links.length === 0) return null;
  const atlas = new Atlas(context, links, [...places.values()]);
  const title = say(context, 'Flows on the map, by mode', '分方式客流图');
  const hidden = new Set<string>();
  const choices = atlas.views;
  let chosen: ViewId = choices.includes('region') ? 'region' : (choices[0] ?? 'world');
  const map = mapChart(
    say(
      context,
      `Map: ${title}. The table below has the same figures.`,
      `地图：${title}。下方表格列出相同数值。`,
    ),
    atlas.view(chosen, hidden),
  );
  const redraw = (): void => map.show(atlas.view(chosen, hidden));
  const labels = viewNames(context);
  const viewButtons = choices.map((id) =>
    button(labels[id], id === chosen, () => {
      chosen = id;
      viewButtons.forEach((one, index) => one.setAttribute('aria-pressed', String(choices[index] === id)));
      redraw();
    }),
  );
  const there = new Set(links.filter((link) => link.perDay > 0).map((link) => link.mode));
  const legend = modes
    .filter((mode) => there.has(mode.id))
    .map((mode) => {
      const one = button(swatch(mode.id), true, () => {
        if (!hidden.delete(mode.id)) hidden.add(mode.id);
        one.setAttribute('aria-pressed', String(!hidden.has(mode.id)));
        redraw();
      });
      one.append(modeName(mode.id, context.lang));
      return one;
    });
  return block(context, {
    title,
    note: say(
      context,
      'Simulated travellers a usual day (of the sample, not scaled up), both directions in one line; other passengers of trains and roads are not shown. Flights are drawn in the widest view. Coordinates are WGS-84; lines join stops straight and are no tracks. Land: Natural Earth. No boundary is drawn, and the map says nothing about territory.',
      '日均模拟旅客人次（样本值，未放大），双向合并为一条线；列车与道路上的其他乘客不在内。航班仅在最大范围视图中绘出。坐标系为 WGS-84；线条为站间直线，并非实际线位。陆地数据：Natural Earth。图中不绘任何行政或国家界线，不代表任何领土主张。',
    ),
    chart: h(
      'div',
      {},
      h(
        'div',
        { class: 'map-tools' },
        choices.length > 1
          ? h(
              'div',
              { class: 'choices', role: 'group', 'aria-label': say(context, 'Part of the map', '地图范围') },
              ...viewButtons,
            )
          : null,
        h(
          'div',
          { class: 'choices', role: 'group', 'aria-label': say(context, 'Modes shown', '显示的方式') },
          ...legend,
        ),
      ),
      map.element,
    ),
    table: linkTable(context, title, links),
    extra: [placeTable(context, [...places.values()])],
  });
}

function linkTable(context: Context, caption: string, links: Link[]): HTMLElement {
  const end = (which: 'from' | 'to', heading: string): Column<Link> => ({
    title: heading,
    value: (link) => link[which].label,
    saved: [
      { title: heading, value: (link) => link[which].label },
      { title: `${which}_place`, value: (link) => link[which].id },
      { title: `${which}_longitude_degrees`, value: (link) => link[which].at[0] },
      { title: `${which}_latitude_degrees`, value: (link) => link[which].at[1] },
    ],
  });
  const amount = (heading: string, value: (link: Link) => number | null): Column<Link> => ({
    title: heading,
    unit: say(context, 'people/day', '人/日'),
    numeric: true,
    places: 1,
    value,
  });
  const { result } = context;
  const cut =
    result.total('links') > result.held('links')
      ? say(
          context,
          `The page holds the ${result.held('links')} with most people of ${result.total('links')}; the result has all.`,
          `共 ${result.total('links')} 条，页面仅含人数最多的 ${result.held('links')} 条；结果文件中有全部。`,
        )
      : null;
  return dataTable<Link>(context, {
    id: 'map-links',
    caption,
    items: links,
    shown: 15,
    cut,
    columns: [
      end('from', say(context, 'from', '起点')),
      end('to', say(context, 'to', '终点')),
      { title: say(context, 'mode', '方式'), tight: true, value: (link) => modeName(link.mode, context.lang) },
      {
        title: say(context, 'runs', '班次'),
        unit: say(context, 'a day', '日均'),
        numeric: true,
        value: (link) => link.runs,
        show: (link) => (link.runs === null ? '–' : fixed(link.runs, 1)),
      },
      ...(result.isComparison
        ? [
            amount(say(context, 'base', '基础'), (link) => link.sides?.base ?? null),
            amount(say(context, 'variant', '对比'), (link) => link.sides?.variant ?? null),
          ]
        : [amount(say(context, 'travellers', '旅客'), (link) => link.perDay)]),
    ],
  });
}

function placeTable(context: Context, places: Place[]): HTMLElement {
  const caption = say(context, 'Places and their coordinates', '地点及坐标');
  return h(
    'details',
    { class: 'twin' },
    h('summary', {}, caption),
    dataTable<Place>(context, {
      id: 'map-places',
      caption,
      items: places,
      shown: 15,
      columns: [
        { title: say(context, 'place', '地点'), value: (place) => place.label },
        { title: say(context, 'id', '标识'), tight: true, value: (place) => place.id },
        { title: say(context, 'kind', '类型'), tight: true, value: (place) => place.kind },
        {
          title: say(context, 'longitude', '经度'),
          unit: '° WGS-84',
          numeric: true,
          places: 4,
          value: (place) => place.at[0],
        },
        {
          title: say(context, 'latitude', '纬度'),
          unit: '° WGS-84',
          numeric: true,
          places: 4,
          value: (place) => place.at[1],
        },
      ],
    }),
  );
}
