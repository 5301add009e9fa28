// SPDX-License-Identifier: Apache-2.0
// A map of places and of what moves between them: land, water and the network, nothing else. No boundary of a
// state or a region is drawn, and none is in the data.
//
// WGS-84 degrees on an equirectangular projection about the middle of the view. Lines join stops straight; the
// further way around the Earth is never taken.
import { keepDrawn, shortened } from '../chart';
import { append, h } from '../dom';
import type { Box, Point } from '../land';
import { fineBox, fineLand, worldLand } from '../land';

export interface MapPlace {
  id: string;
  label: string;
  at: Point;
  value: number; // the larger, the sooner it is named
  lines: string[]; // said of it under the pointer
}
export interface MapLine {
  from: Point;
  to: Point;
  colour: string;
  dash: string;
  value: number; // its width
  side: number; // beside other lines of the same two places: 0, 1, -1, 2, …
  title: string;
  lines: string[];
}
export interface MapView {
  box: Box;
  places: MapPlace[];
  lines: MapLine[];
}

const svgNames = 'http://www.w3.org/2000/svg';
type SvgAttributes = Record<string, string | number>;

export function svg(tag: string, attributes: SvgAttributes, ...children: Element[]): SVGElement {
  const element = document.createElementNS(svgNames, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  append(element, children);
  return element;
}

const widest = 9; // pixels
const mostNames = 44;
const fontSize = 12;

class Projection {
  private readonly middle: number;
  private readonly cos: number;
  private readonly scale: number;
  private readonly top: number;

  constructor(
    box: Box,
    readonly width: number,
    readonly height: number,
  ) {
    const [west, south, east, north] = box;
    this.middle = (west + east) / 2;
    this.cos = Math.cos((((south + north) / 2) * Math.PI) / 180);
    this.scale = Math.min(width / ((east - west) * this.cos), height / (north - south));
    this.top = (south + north) / 2 + height / 2 / this.scale;
  }
  at([lon, lat]: Point): Point {
    return [this.width / 2 + (lon - this.middle) * this.cos * this.scale, (this.top - lat) * this.scale];
  }
  // The same place at the longitude nearest to the middle.
  near([lon, lat]: Point): Point {
    return [lon - 360 * Math.round((lon - this.middle) / 360), lat];
  }
  get box(): Box {
    const half = this.width / 2 / this.scale / this.cos;
    return [this.middle - half, this.top - this.height / this.scale, this.middle + half, this.top];
  }
  get metres(): number {
    return 111_195 / this.scale; // a pixel, of latitude
  }
}

// The smallest view of the points that has room around them and this shape.
export function boxOf(points: Point[], least = 0.2): Box {
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const room = (from: number, to: number): [number, number] => {
    const half = Math.max((to - from) * 0.58, least);
    return [(from + to) / 2 - half, (from + to) / 2 + half];
  };
  const [left, right] = room(west, east);
  const [bottom, top] = room(south, north);
  return [left, Math.max(bottom, -85), right, Math.min(top, 85)];
}

// Height by width: as wide as the view is, within what looks like a map.
function shapeOf([west, south, east, north]: Box): number {
  const cos = Math.cos((((south + north) / 2) * Math.PI) / 180);
  return Math.min(0.62, Math.max(0.42, (north - south) / ((east - west) * cos)));
}

const overlap = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
const within = (a: Box, b: Box): boolean => a[0] >= b[0] && a[2] <= b[2] && a[1] >= b[1] && a[3] <= b[3];

function pathOf(rings: Point[][], to: Projection, shift = 0): string {
  const round = (value: number): string => value.toFixed(1);
  return rings
    .map((ring) => {
      const points = ring.map(([lon, lat]) => to.at([lon + shift, lat]).map(round).join(' '));
      return `M${points.join('L')}Z`;
    })
    .join('');
}

function ground(to: Projection): SVGElement[] {
  const out = [svg('rect', { width: to.width, height: to.height, class: 'water' })];
  const fine = fineBox();
  const finely = overlap(to.box, fine) && (fine[2] - fine[0]) * 6 > to.box[2] - to.box[0];
  if (!within(to.box, fine) || !finely)
    for (const shift of [-360, 0, 360])
      out.push(
        svg('path', { d: pathOf(worldLand(), to, shift), class: 'land', 'fill-rule': 'evenodd' }),
      );
  if (finely) {
    const [left, top] = to.at([fine[0], fine[3]]);
    const [right, bottom] = to.at([fine[2], fine[1]]);
    out.push(
      svg('rect', { x: left, y: top, width: right - left, height: bottom - top, class: 'water' }),
      svg('path', { d: pathOf(fineLand(), to), class: 'land', 'fill-rule': 'evenodd' }),
    );
  }
  return out;
}

// A length that is short to say, about a fifth of the width.
function scaleBar(to: Projection): SVGElement[] {
  const most = to.metres * Math.min(160, to.width / 4);
  const power = 10 ** Math.floor(Math.log10(most));
  const length = [5, 2, 1].map((n) => n * power).find((one) => one <= most) ?? power;
  const pixels = length / to.metres;
  const y = to.height - 14;
  const text = svg('text', { x: 14, y: y - 6, class: 'label', 'font-size': 11 });
  text.textContent = length >= 1000 ? `${length / 1000} km` : `${length} m`;
  return [svg('path', { d: `M14 ${y - 3}v3h${pixels}v-3`, class: 'scale' }), text];
}

function drawnLine(line: MapLine, to: Projection, most: number, index: number): SVGElement {
  const [x1, y1] = to.at(to.near(line.from));
  const [x2, y2] = to.at(to.near(line.to));
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [dx, dy] = [(-(y2 - y1) / length) * 4 * line.side, ((x2 - x1) / length) * 4 * line.side];
  const middle = `${(x1 + x2) / 2 + 2 * dx} ${(y1 + y2) / 2 + 2 * dy}`;
  return svg('path', {
    d: `M${x1} ${y1}Q${middle} ${x2} ${y2}`,
    fill: 'none',
    stroke: line.colour,
    'stroke-width': (1 + (widest - 1) * Math.sqrt(line.value / most)).toFixed(2),
    'stroke-dasharray': line.dash,
    'stroke-opacity': 0.75,
    'stroke-linecap': line.dash ? 'butt' : 'round',
    'data-line': index,
  });
}

interface Box2 {
  x: number;
  y: number;
  width: number;
  height: number;
}
const meet = (a: Box2, b: Box2): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

// Names where there is room, those of most people first.
function names(places: MapPlace[], to: Projection): SVGElement[] {
  const taken: Box2[] = [{ x: 0, y: to.height - 36, width: 180, height: 36 }];
  const out: SVGElement[] = [];
  for (const place of [...places].sort((a, b) => b.value - a.value)) {
    if (out.length === mostNames) break;
    const [x, y] = to.at(to.near(place.at));
    const text = shortened(place.label, 26);
    const wide = [...text].reduce((sum, one) => sum + (one > '\u2e7f' ? fontSize : fontSize * 0.56), 0);
    const spots: [number, number][] = [
      [x + 7, y - fontSize / 2],
      [x - 7 - wide, y - fontSize / 2],
      [x - wide / 2, y - fontSize - 7],
      [x - wide / 2, y + 6],
    ];
    const spot = spots.find(([left, top]) => {
      const own = { x: left - 2, y: top - 1, width: wide + 4, height: fontSize + 3 };
      const inside = left > 2 && left + wide < to.width - 2 && top > 2 && top + fontSize < to.height - 2;
      return inside && !taken.some((one) => meet(own, one));
    });
    if (!spot) continue;
    taken.push({ x: spot[0] - 2, y: spot[1] - 1, width: wide + 4, height: fontSize + 3 });
    const label = svg('text', {
      x: spot[0],
      y: spot[1] + fontSize - 1.5,
      class: 'label',
      'font-size': fontSize,
    });
    label.textContent = text;
    out.push(label);
  }
  return out;
}

const inSight = (place: MapPlace, to: Projection): boolean => {
  const [x, y] = to.at(to.near(place.at));
  return x > -4 && y > -4 && x < to.width + 4 && y < to.height + 4;
};

function picture(view: MapView, width: number, height: number): SVGElement {
  const to = new Projection(view.box, width, height);
  const most = Math.max(...view.lines.map((line) => line.value), 1e-9);
  const seen = view.places.filter((place) => inSight(place, to));
  const dots = view.places.map((place, index) => {
    const [cx, cy] = to.at(to.near(place.at));
    return svg('circle', { cx, cy, r: 3.5, class: 'place', 'data-place': index });
  });
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    ...ground(to),
    ...view.lines.map((line, index) => drawnLine(line, to, most, index)),
    ...dots,
    ...names(seen, to),
    ...scaleBar(to),
  );
}

export interface MapChart {
  element: HTMLElement;
  show: (view: MapView) => void;
}

export function mapChart(label: string, first: MapView): MapChart {
  const host = h('div', { class: 'chart map', role: 'img', 'aria-label': label });
  const said = h('div', { class: 'map-tip tip', hidden: true });
  let view = first;
  const draw = (): void => {
    const width = host.clientWidth;
    if (width === 0) return; // not seen
    const height = Math.round(Math.min(620, Math.max(260, width * shapeOf(view.box))));
    host.replaceChildren(picture(view, width, height), said);
    said.hidden = true;
  };
  const tell = (event: PointerEvent): void => {
    const mark = event.target instanceof SVGElement ? event.target.dataset : {};
    const found = mark['place'] ? view.places[Number(mark['place'])] : view.lines[Number(mark['line'] ?? -1)];
    said.hidden = !found;
    if (!found) return;
    said.replaceChildren(
      h('strong', {}, h('bdi', {}, 'label' in found ? found.label : found.title)),
      ...found.lines.map((line) => h('div', {}, line)),
    );
    const { left, top, width } = host.getBoundingClientRect();
    const x = Math.min(Math.max(event.clientX - left + 12, 4), Math.max(4, width - said.offsetWidth - 4));
    said.style.left = `${x}px`;
    said.style.top = `${event.clientY - top + 14}px`;
  };
  host.addEventListener('pointermove', tell);
  host.addEventListener('pointerdown', tell);
  host.addEventListener('pointerleave', () => (said.hidden = true));
  keepDrawn(host, draw);
  return {
    element: host,
    show: (next) => {
      view = next;
      draw();
    },
  };
}
