// SPDX-License-Identifier: Apache-2.0
// 2. Flows: from whom to what became of them.
import { block, nothing } from '../block';
import type { Flow, FlowNode } from '../charts/sankey';
import { sankey } from '../charts/sankey';
import type { Context } from '../context';
import { inLang, say, sideOf } from '../context';
import { fixed } from '../figures';
import { dataTable } from '../table';
import { people } from '../words';
import { flowMap } from './map';

// Counts of one segment, a usual day.
export interface SegmentCounts {
  id: string;
  label: string;
  of: (count: string) => number;
}

const mostSegments = 12;

// "US leisure" of the indicator "persons" of the segment.
export function segmentName(context: Context, id: string): string {
  const one = context.result.indicator('persons', id);
  return one ? inLang(context, one.name) || id : id;
}

export function segmentCounts(context: Context): SegmentCounts[] {
  const side = sideOf(context);
  const days = context.result.dayCount(side);
  const bySegment = new Map<string, Map<string, number>>();
  for (const row of context.result.rows('counts', side)) {
    const id = row.text('segment');
    const counts = bySegment.get(id) ?? new Map<string, number>();
    counts.set(row.text('count_id'), row.amount('total') / days);
    bySegment.set(id, counts);
  }
  return [...bySegment].map(([id, counts]) => ({
    id,
    label: segmentName(context, id),
    of: (count) => counts.get(count) ?? 0,
  }));
}

// The largest by a count, the rest as one.
function pooled(context: Context, all: SegmentCounts[], count: string): SegmentCounts[] {
  const order = all.filter((one) => one.of(count) > 0).sort((a, b) => b.of(count) - a.of(count));
  if (order.length <= mostSegments) return order;
  const rest = order.slice(mostSegments - 1);
  return [
    ...order.slice(0, mostSegments - 1),
    {
      id: '\nrest',
      label: say(context, `${rest.length} other segments`, `其他 ${rest.length} 个客群`),
      of: (wanted) => rest.reduce((sum, one) => sum + one.of(wanted), 0),
    },
  ];
}

export function flows(context: Context): (HTMLElement | null)[] {
  const segments = segmentCounts(context);
  if (segments.length === 0)
    return [nothing(say(context, 'The result holds no counts.', '结果中没有计数。'))];
  return [flowMap(context), handled(context, segments), through(context, segments), outcomes(context, segments)];
}

interface Drawn {
  id: string;
  title: string;
  note: string;
  nodes: FlowNode[];
  flows: Flow[];
  unit: string;
}

function flowBlock(context: Context, drawn: Drawn): HTMLElement | null {
  if (!drawn.flows.some((flow) => flow.value > 0)) return null;
  const named = new Map(drawn.nodes.map((node) => [node.id, node.label]));
  return block(context, {
    title: drawn.title,
    note: drawn.note,
    chart: sankey(
      drawn.nodes,
      drawn.flows,
      say(
        context,
        `Flow chart: ${drawn.title}. The table below has the same figures.`,
        `流向图：${drawn.title}。下方表格列出相同数值。`,
      ),
      people,
    ),
    table: dataTable<Flow>(context, {
      id: drawn.id,
      caption: drawn.title,
      items: drawn.flows.filter((flow) => flow.value > 0),
      shown: 40,
      columns: [
        { title: say(context, 'from', '来自'), value: (flow) => named.get(flow.from) ?? flow.from },
        { title: say(context, 'to', '去往'), value: (flow) => named.get(flow.to) ?? flow.to },
        {
          title: say(context, 'amount', '数量'),
          unit: drawn.unit,
          numeric: true,
          value: (flow) => flow.value,
          places: 1,
        },
      ],
    }),
  });
}

// Passengers handled: each movement is half of a transfer, or begins or ends a journey here.
function handled(context: Context, all: SegmentCounts[]): HTMLElement | null {
  const segments = pooled(context, all, 'handled');
  const outcomesOf: { id: string; label: string; of: (one: SegmentCounts) => number }[] = [
    {
      id: '>transfer',
      label: say(context, 'Air transfer within 24 h', '航空中转（24 小时内）'),
      of: (one) => 2 * one.of('transfer'),
    },
    { id: '>air_rail', label: say(context, 'Air–rail', '空铁联运'), of: (one) => one.of('air_rail') },
    {
      id: '>other',
      label: say(context, 'Other ways to and from the airport', '其他方式进出机场'),
      of: (one) => one.of('air_movements') - one.of('air_rail'),
    },
  ];
  return flowBlock(context, {
    id: 'flows-handled',
    title: say(context, 'Passengers handled at the airports', '机场吞吐量的去向'),
    note: say(
      context,
      'Movements a usual day, by segment. A transfer passenger is handled twice, arriving and departing, and stands so here. Stopovers of 24 hours or more are among the last two.',
      '日均人次，按客群。中转旅客进港、出港各计一次。24 小时及以上的经停游览计入后两类。',
    ),
    unit: say(context, 'movements/day', '人次/日'),
    nodes: [
      ...segments.map((one) => ({ id: one.id, label: one.label, column: 0 })),
      ...outcomesOf.map((one) => ({ id: one.id, label: one.label, column: 1 })),
    ],
    flows: segments.flatMap((one) =>
      outcomesOf.map((to) => ({ from: one.id, to: to.id, value: to.of(one) })),
    ),
  });
}

// Through passengers: which hub they plan to change at, and what those who change here plan to do.
function through(context: Context, all: SegmentCounts[]): HTMLElement | null {
  const { result } = context;
  const side = sideOf(context);
  const days = result.dayCount(side);
  const candidates = all.filter((one) => one.of('over_gateway') + one.of('over_rival') > 0);
  const total = candidates.reduce((sum, one) => sum + one.of('over_gateway'), 0);
  if (candidates.length === 0) return null;
  const visitors = new Map(
    result.rows('spending', side).map((row) => [row.text('visitor'), row.amount('visitors_people') / days]),
  );
  const stays = [
    {
      id: '>airside',
      label: say(context, 'Stay at the airport', '留在机场'),
      value: visitors.get('airside') ?? 0,
    },
    {
      id: '>step-out',
      label: say(context, 'Step out for the day', '短暂出机场'),
      value: visitors.get('step-out') ?? 0,
    },
    { id: '>stopover', label: say(context, 'Stay nights', '过夜停留'), value: visitors.get('stopover') ?? 0 },
  ];
  const added = stays.reduce((sum, one) => sum + one.value, 0);
  const agree = Math.abs(added - total) < 1e-6 * Math.max(1, total);
  const segments = pooled(context, candidates, 'persons');
  const gateway = {
    id: '>gateway',
    label: say(context, 'Connect at the gateway', '经本口岸中转'),
    column: 1,
  };
  return flowBlock(context, {
    id: 'flows-through',
    title: say(
      context,
      'Through passengers: where they connect, and whether they stay',
      '过境旅客：在何处中转、是否停留',
    ),
    note: say(
      context,
      'People a usual day, as they plan. What became of the connections stands under “Where it breaks”.',
      '日均人数，按出行计划。衔接结果见“薄弱环节”。',
    ),
    unit: say(context, 'people/day', '人/日'),
    nodes: [
      ...segments.map((one) => ({ id: one.id, label: one.label, column: 0 })),
      gateway,
      { id: '>rival', label: say(context, 'Connect at another hub', '经其他枢纽中转'), column: 1 },
      { id: '>direct', label: say(context, 'Direct, or another way', '直达或其他方式'), column: 1 },
      ...stays.map((one) => ({ id: one.id, label: one.label, column: 2 })),
    ],
    flows: [
      ...segments.flatMap((one) => [
        { from: one.id, to: gateway.id, value: one.of('over_gateway') },
        { from: one.id, to: '>rival', value: one.of('over_rival') },
        {
          from: one.id,
          to: '>direct',
          value: one.of('persons') - one.of('over_gateway') - one.of('over_rival'),
        },
      ]),
      ...(agree ? stays.map((one) => ({ from: gateway.id, to: one.id, value: one.value })) : []),
    ],
  });
}

function outcomes(context: Context, segments: SegmentCounts[]): HTMLElement {
  const title = say(context, 'What became of each segment', '各客群的结果');
  const column = (count: string, en: string, zh: string) => ({
    title: say(context, en, zh),
    numeric: true,
    value: (one: SegmentCounts) => one.of(count),
    show: (one: SegmentCounts) => (one.of(count) === 0 ? '0' : fixed(one.of(count), 1)),
  });
  return block(context, {
    title,
    note: say(
      context,
      'People a usual day; nights in person-nights, air–rail in movements.',
      '日均人数；过夜为人夜数，空铁联运为人次。',
    ),
    table: dataTable<SegmentCounts>(context, {
      id: 'segments',
      caption: title,
      items: segments,
      shown: 15,
      columns: [
        { title: say(context, 'segment', '客群'), value: (one) => one.label },
        column('persons', 'travelled', '出行'),
        column('handled', 'handled', '吞吐'),
        column('transfer', 'transferred', '中转'),
        column('stopover', 'stopover', '经停'),
        column('air_rail', 'air–rail', '空铁联运'),
        column('may_enter', 'may enter', '可入境'),
        column('entered', 'entered', '入境'),
        column('stepped_out', 'stepped out', '短暂出机场'),
        column('nights', 'nights', '过夜'),
        column('missed', 'missed', '衔接失误'),
        column('rebooked', 'rebooked', '改签'),
        column('stranded', 'stranded', '滞留'),
        column('unserved', 'without a way', '无路径'),
      ],
    }),
  });
}
