// SPDX-License-Identifier: Apache-2.0
// 4. Where it breaks: queues by hour against their targets, bottlenecks, missed connections and why.
import { block, nothing } from '../block';
import type { HourMark } from '../charts/hours';
import { clock, hoursChart } from '../charts/hours';
import type { Context } from '../context';
import { say, sideOf } from '../context';
import type { Row } from '../data';
import { fixed, whole } from '../figures';
import { happened, indicatorBlock } from '../indicators';
import type { Column } from '../table';
import { dataTable } from '../table';

const placesShown = 14;

export function breaks(context: Context): (HTMLElement | null)[] {
  const { result } = context;
  return [
    queuesByHour(context),
    queues(context),
    bottlenecks(context),
    indicatorBlock(context, {
      id: 'missed',
      title: say(context, 'Missed connections, and why', '衔接失误及原因'),
      note: say(
        context,
        'Share of all planned connections between flights or intercity trains.',
        '占全部计划衔接（航班或城际列车之间）的比例。',
      ),
      items: result.indicators(
        (one) => (one.id === 'missed_connection_rate' || one.id === 'missed_by_cause') && happened(one),
      ),
    }),
    indicatorBlock(context, {
      id: 'missed-departures',
      title: say(context, 'Missed first departures, and why', '首程误乘及原因'),
      items: result.indicators(
        (one) =>
          (one.id === 'missed_departure_rate' || one.id === 'missed_departures_by_cause') && happened(one),
      ),
    }),
    failing(context),
    fullVehicles(context),
    indicatorBlock(context, {
      id: 'runs',
      title: say(context, 'Runs cancelled and late', '班次取消与晚点'),
      items: result.indicators(
        (one) => (one.id === 'runs_cancelled' || one.id === 'runs_late') && happened(one),
      ),
    }),
  ];
}

// ---- queues ------------------------------------------------------------------------------------

export function checkpointName(context: Context, id: string): string {
  const row = context.result.rows('queues', sideOf(context)).find((one) => one.text('checkpoint') === id);
  if (!row) return id;
  return (context.lang === 'zh' ? row.text('name_zh') : '') || row.text('name') || id;
}

function names(context: Context): Map<string, string> {
  return new Map(
    context.result
      .rows('queues', sideOf(context))
      .map((row) => [
        row.text('checkpoint'),
        (context.lang === 'zh' ? row.text('name_zh') : '') || row.text('name'),
      ]),
  );
}

const share = (part: number | null, of: number): number | null =>
  part === null || of === 0 ? null : part / of;
const percent = (value: number | null): string => (value === null ? '–' : `${fixed(100 * value, 2)} %`);
const minutes = (seconds: number | null): number | null => (seconds === null ? null : seconds / 60);
const shownMinutes = (value: number | null): string => (value === null ? '–' : fixed(value, 1));

function queuesByHour(context: Context): HTMLElement {
  const { result } = context;
  const side = sideOf(context);
  const title = say(context, 'Waits by hour of the day', '逐时等候');
  const rows = result.rows('queue_hours', side).filter((row) => row.amount('served_people') > 0);
  const total = new Map<string, number>();
  for (const row of rows)
    total.set(
      row.text('checkpoint'),
      (total.get(row.text('checkpoint')) ?? 0) + row.amount('wait_person_seconds'),
    );
  const worst = [...total]
    .filter(([, wait]) => wait > 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, placesShown)
    .map(([id]) => id);
  if (worst.length === 0)
    return block(context, {
      title,
      extra: [nothing(say(context, 'Nobody waited at any checkpoint.', '各查验点均无人等候。'))],
    });
  const named = names(context);
  const labels = worst.map((id) => named.get(id) || id);
  const at = new Map(worst.map((id, index) => [id, index]));
  const marks: HourMark[] = [];
  for (const row of rows) {
    const place = at.get(row.text('checkpoint'));
    const p95 = minutes(row.number('wait_p95_seconds'));
    if (place === undefined || p95 === null) continue;
    const missed = row.number('target_met') === 0;
    marks.push({
      row: place,
      hour: row.amount('hour'),
      value: p95,
      missed,
      lines: [
        say(
          context,
          `95 of 100 wait ${fixed(p95, 1)} min or less`,
          `95% 的旅客等候不超过 ${fixed(p95, 1)} 分钟`,
        ),
        say(
          context,
          `${whole(row.amount('served_people') / result.dayCount(side))} travellers a day`,
          `日均 ${whole(row.amount('served_people') / result.dayCount(side))} 人`,
        ),
        ...(missed ? [say(context, '× target missed', '× 未达目标')] : []),
      ],
    });
  }
  return block(context, {
    title,
    note: say(
      context,
      `The wait that 95 of 100 travellers do not exceed, minutes; × where more than 5 % waited longer than the checkpoint's target. The ${worst.length} places with the most waiting of ${total.size} with desks; baggage belts stand in the next table.`,
      `95% 的旅客不超过的等候时间（分钟）；× 表示超过 5% 的旅客等候超过目标。所列为设柜台处中等候最多的 ${worst.length} 处，共 ${total.size} 处；行李转盘见下一表。`,
    ),
    chart: hoursChart(
      labels,
      marks,
      say(
        context,
        `Chart: ${title}. The table below has the same figures.`,
        `图：${title}。下方表格列出相同数值。`,
      ),
      say(context, 'min', '分钟'),
    ),
    table: hourTable(context, rows, named, title),
  });
}

function hourTable(context: Context, items: Row[], named: Map<string, string>, caption: string): HTMLElement {
  const days = context.result.dayCount(sideOf(context));
  const columns: Column<Row>[] = [
    {
      title: say(context, 'checkpoint', '查验点'),
      value: (row) => named.get(row.text('checkpoint')) || row.text('checkpoint'),
    },
    {
      title: say(context, 'hour', '小时'),
      numeric: true,
      value: (row) => row.number('hour'),
      show: (row) => clock(row.amount('hour')),
    },
    {
      title: say(context, 'travellers a day', '日均旅客'),
      numeric: true,
      value: (row) => row.amount('served_people') / days,
      places: 1,
    },
    {
      title: say(context, 'mean wait, min', '平均等候（分钟）'),
      numeric: true,
      value: (row) => minutes(share(row.number('wait_person_seconds'), row.amount('served_people'))),
      places: 1,
    },
    {
      title: say(context, '95 % wait, min', '95 分位等候（分钟）'),
      numeric: true,
      value: (row) => minutes(row.number('wait_p95_seconds')),
      places: 1,
    },
    {
      title: say(context, 'over target', '超过目标'),
      numeric: true,
      value: (row) => share(row.number('over_target_people'), row.amount('served_people')),
      show: (row) => percent(share(row.number('over_target_people'), row.amount('served_people'))),
    },
    {
      title: say(context, 'target', '目标'),
      value: (row) => targetWord(context, row),
    },
    {
      title: say(context, 'people in queue', '平均排队人数'),
      numeric: true,
      value: (row) => row.number('mean_queue_people'),
      places: 1,
    },
    {
      title: say(context, 'desks busy', '柜台利用率'),
      numeric: true,
      value: (row) => row.number('utilisation'),
      show: (row) =>
        row.number('utilisation') === null ? '–' : `${fixed(100 * row.amount('utilisation'), 0)} %`,
    },
  ];
  return dataTable(context, { id: 'queue-hours', caption, items, columns, shown: 24 });
}

function targetWord(context: Context, row: Row): string {
  switch (row.number('target_met')) {
    case 1:
      return `✓ ${say(context, 'met', '达到')}`;
    case 0:
      return `✗ ${say(context, 'missed', '未达')}`;
    default:
      return '–';
  }
}

function queues(context: Context): HTMLElement | null {
  const { result } = context;
  const side = sideOf(context);
  const days = result.dayCount(side);
  // The indicator where there is one: its ratio is corrected for the few replications it is made of.
  const told = (row: Row, id: string): number | null =>
    result.valueOf(result.indicator(id, row.text('checkpoint')), side);
  const mean = (row: Row): number | null =>
    told(row, 'mean_wait') ?? minutes(share(row.number('wait_person_seconds'), row.amount('people')));
  const over = (row: Row): number | null =>
    told(row, 'over_wait_target') ?? share(row.number('over_target_people'), row.amount('people'));
  const items = result
    .rows('queues', side)
    .filter((row) => row.amount('people') > 0 && row.amount('wait_person_seconds') > 0)
    .sort((a, b) => (mean(b) ?? 0) - (mean(a) ?? 0));
  if (items.length === 0) return null;
  const title = say(context, 'Checkpoints, the longest mean wait first', '各查验点，平均等候最长者在前');
  return block(context, {
    title,
    note: say(
      context,
      'Minutes of quantiles are lower edges: 3 stands for 3:00 to 3:59. At a baggage belt the wait is that for the last bag.',
      '分位数为整分钟下沿：3 表示 3:00 至 3:59。行李转盘处为等到最后一件行李的时间。',
    ),
    table: dataTable<Row>(context, {
      id: 'queues',
      caption: title,
      items,
      shown: 15,
      columns: [
        {
          title: say(context, 'checkpoint', '查验点'),
          value: (row) =>
            (context.lang === 'zh' ? row.text('name_zh') : '') || row.text('name') || row.text('checkpoint'),
        },
        {
          title: say(context, 'people a day', '日均人数'),
          numeric: true,
          value: (row) => row.amount('people') / days,
          places: 1,
        },
        { title: say(context, 'mean wait, min', '平均等候（分钟）'), numeric: true, value: mean, places: 2 },
        {
          title: say(context, '90 %, min', '90 分位（分钟）'),
          numeric: true,
          value: (row) => row.number('wait_p90_minutes'),
        },
        {
          title: say(context, '95 %, min', '95 分位（分钟）'),
          numeric: true,
          value: (row) => row.number('wait_p95_minutes'),
        },
        {
          title: say(context, 'target, min', '目标（分钟）'),
          numeric: true,
          value: (row) => minutes(row.number('wait_target_seconds')),
          show: (row) => shownMinutes(minutes(row.number('wait_target_seconds'))),
        },
        {
          title: say(context, 'over target', '超过目标'),
          numeric: true,
          value: over,
          show: (row) => percent(over(row)),
        },
      ],
    }),
  });
}

// ---- bottlenecks -------------------------------------------------------------------------------

function bottlenecks(context: Context): HTMLElement | null {
  const { result } = context;
  const items = result.rows('bottlenecks');
  if (items.length === 0) return null;
  const named = names(context);
  const days = result.dayCount();
  const trial = (row: Row, column: string): number | null => {
    const lost = row.number(column);
    const replications = row.number('trial_replications');
    return lost === null || !replications ? null : lost / 3600 / (replications * result.scenario.days);
  };
  const again = Math.max(...items.map((row) => row.amount('trial_replications')));
  const trials = say(
    context,
    ` The last two columns: ${again} of ${result.summary.replications} replications simulated again, as staffed and with one more desk in the worst hour; hold them against each other only.`,
    `末两列：${result.summary.replications} 次重复中的 ${again} 次重新模拟，分别为现有柜台与最差一小时增设一个柜台；仅可相互比较。`,
  );
  const title = say(context, 'Bottlenecks: where most time is lost', '瓶颈：时间损失最大之处');
  return block(context, {
    title,
    note: say(
      context,
      `Hours lost a usual day by everyone in the queue, travellers of the background too, or by who is left behind.${again > 0 ? trials : ''}`,
      `日均损失的人小时，含排队的全部人员（背景旅客亦计入），或未能上车者的损失。${again > 0 ? trials : ''}`,
    ),
    table: dataTable<Row>(context, {
      id: 'bottlenecks',
      caption: title,
      items,
      columns: [
        { title: '#', numeric: true, value: (row) => row.number('rank') },
        { title: say(context, 'where', '位置'), value: (row) => named.get(row.text('id')) || row.text('id') },
        {
          title: say(context, 'worst hour', '最差小时'),
          numeric: true,
          value: (row) => row.number('hour'),
          show: (row) => clock(row.amount('hour')),
        },
        {
          title: say(context, 'lost a day, person-hours', '日均损失（人小时）'),
          numeric: true,
          value: (row) => row.amount('lost_person_seconds') / 3600 / days,
          places: 1,
        },
        {
          title: say(context, 'of these in the worst hour', '其中最差一小时'),
          numeric: true,
          value: (row) => row.amount('lost_in_hour_person_seconds') / 3600 / days,
          places: 1,
        },
        {
          title: say(context, 'as staffed, again', '现有柜台（重算）'),
          numeric: true,
          value: (row) => trial(row, 'trial_lost_person_seconds'),
          places: 1,
        },
        {
          title: say(context, 'with one more desk', '增设一个柜台'),
          numeric: true,
          value: (row) => trial(row, 'trial_lost_with_desk_person_seconds'),
          places: 1,
        },
      ],
    }),
  });
}

// ---- connections and vehicles ------------------------------------------------------------------

const causes: [string, string, string][] = [
  ['missed_inbound_people', 'late inbound', '前程晚点'],
  ['missed_queue_people', 'queues', '排队'],
  ['missed_walk_people', 'walks, services, bags', '步行、办理与行李'],
  ['missed_closed_people', 'closed', '已关闭'],
  ['missed_seat_people', 'no place', '无余票'],
  ['missed_cancelled_people', 'cancelled', '取消'],
];

function cutText(context: Context, table: string): string | null {
  const { result } = context;
  const [held, total] = [result.held(table), result.total(table)];
  if (held >= total) return null;
  return say(
    context,
    `The worst ${held} of ${total}${result.isComparison ? ' of both scenarios' : ''}; all are in csv/${table}.csv.`,
    `此处为${result.isComparison ? '两情景共' : ''} ${total} 行中最严重的 ${held} 行；全部见 csv/${table}.csv。`,
  );
}

function failing(context: Context): HTMLElement | null {
  const { result } = context;
  const side = sideOf(context);
  const items = result.rows('failing_connections', side);
  if (items.length === 0) return null;
  const days = result.dayCount(side);
  const title = say(context, 'Connections that fail most', '失误最多的衔接');
  return block(context, {
    title,
    note: say(
      context,
      'People a usual day, by pair of services; ids are those of the scenario.',
      '日均人数，按前后班次；标识与情景一致。',
    ),
    table: dataTable<Row>(context, {
      id: 'failing-connections',
      caption: title,
      items,
      shown: 12,
      cut: cutText(context, 'failing_connections'),
      columns: [
        { title: say(context, 'at', '地点'), value: (row) => row.text('place') },
        { title: say(context, 'from', '前程'), value: (row) => row.text('from_service') },
        { title: say(context, 'to', '后程'), value: (row) => row.text('to_service') },
        {
          title: say(context, 'missed', '失误'),
          numeric: true,
          value: (row) => row.amount('missed_people') / days,
          places: 1,
        },
        ...causes.map(([column, en, zh]) => ({
          title: say(context, en, zh),
          numeric: true,
          places: 1,
          value: (row: Row) => row.amount(column) / days,
        })),
      ],
    }),
  });
}

function fullVehicles(context: Context): HTMLElement | null {
  const { result } = context;
  const side = sideOf(context);
  const items = result.rows('full_vehicles', side);
  if (items.length === 0) return null;
  const days = result.dayCount(side);
  const title = say(context, 'Services that leave people behind', '满员而有人未能上车的班次');
  const amount = (column: string, en: string, zh: string, by: number): Column<Row> => ({
    title: say(context, en, zh),
    numeric: true,
    places: 1,
    value: (row) => row.amount(column) / by,
  });
  return block(context, {
    title,
    note: say(context, 'A usual day, by hour of the planned departure.', '日均，按计划出发小时。'),
    table: dataTable<Row>(context, {
      id: 'full-vehicles',
      caption: title,
      items,
      shown: 12,
      cut: cutText(context, 'full_vehicles'),
      columns: [
        { title: say(context, 'service', '班次'), value: (row) => row.text('service') },
        {
          title: say(context, 'hour', '小时'),
          numeric: true,
          value: (row) => row.number('hour'),
          show: (row) => clock(row.amount('hour')),
        },
        amount('departures', 'full departures', '满员班次', days),
        amount('left_behind_people', 'left behind', '未上车', days),
        amount('rerouted_people', 'went another way', '改走他路', days),
        amount('stranded_people', 'found no later run', '无后续班次', days),
        amount('late_person_seconds', 'hours later in all', '合计晚点（人小时）', 3600 * days),
      ],
    }),
  });
}
