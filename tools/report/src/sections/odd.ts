// SPDX-License-Identifier: Apache-2.0
// 8. The model described as two checklists ask, filled from the result: ODD (Overview, Design concepts, Details:
// Grimm et al. 2020), its seven elements in order, and STRESS-DES (Monks et al. 2019), its six sections. What holds
// for every scenario is said shortly here and in full in docs/models.
import { block } from '../block';
import type { Context } from '../context';
import { say, sideOf } from '../context';
import type { Origin } from '../data';
import { h } from '../dom';
import { dataTable } from '../table';
import { confidence, titleOf } from '../words';

interface Element {
  list: 'ODD' | 'STRESS-DES';
  element: string;
  text: string;
}

// What the result knows of the scenario that is shown.
interface Known {
  title: string;
  id: string;
  days: string;
  replications: number;
  seed: string;
  sample: string;
  places: number;
  links: number;
  segments: number;
  checkpoints: number;
  connections: number;
  assumptions: number;
  grades: string;
  ranges: number;
  files: number;
  changes: number;
  rounds: number;
  drawn: boolean;
  goals: number;
  program: string;
  libraries: string;
  command: string;
}

const counted = (rows: { text: (column: string) => string }[], column: string): number =>
  new Set(rows.map((row) => row.text(column))).size;

function known(context: Context): Known {
  const { result } = context;
  const side = sideOf(context);
  const head = side === 'base' && result.base ? result.base : result.scenario;
  const { summary, manifest } = result;
  const of = (table: string) => result.rows(table, side);
  const origin: Origin | undefined = (side ? manifest[side] : manifest.scenario) ?? manifest.scenario;
  const grades = new Map<string, number>();
  for (const row of of('assumptions'))
    grades.set(row.text('confidence'), (grades.get(row.text('confidence')) ?? 0) + 1);
  const made = manifest.made_by;
  const libraries = made['libraries'];
  const planned = of('connections').reduce((sum, row) => sum + row.amount('planned_people'), 0);
  return {
    title: titleOf(context, head),
    id: head.id,
    days: say(
      context,
      `${head.days === 1 ? '1 day' : `${head.days} days`} counted, from ${head.first_day}`,
      `自 ${head.first_day} 起计入 ${head.days} 日`,
    ),
    replications: summary.replications,
    seed: summary.seed,
    sample: `${Number((100 * head.sample).toPrecision(4))} %`,
    places: of('places').length,
    links: side ? of('links').length : result.total('links'),
    segments: counted(of('counts'), 'segment'),
    checkpoints: of('queues').length,
    connections: Math.round(planned / result.dayCount(side)),
    assumptions: of('assumptions').length,
    grades: [...grades]
      .map(([grade, n]) => `${confidence(context, grade)} ${n}`)
      .join(say(context, ', ', '，')),
    ranges: of('assumptions').filter((row) => row.number('low') !== null && row.number('high') !== null).length,
    files: origin?.inputs.length ?? 0,
    changes: of('changes').length,
    rounds: of('learning').length,
    drawn: summary.parameters_drawn,
    goals: of('goals').length,
    program: `stopover ${String(made['version'] ?? '')}, ${String(made['commit'] ?? '')}, ${String(made['compiler'] ?? '')}`,
    libraries:
      libraries !== null && typeof libraries === 'object'
        ? Object.entries(libraries)
            .map(([name, version]) => `${name} ${String(version)}`)
            .join(', ')
        : '',
    command: manifest.command,
  };
}

type Both = [element: [string, string], text: [string, string]];

function oddOf(k: Known): Both[] {
  return [
    [
      ['1 Purpose and patterns', '1 目的与模式'],
      [
        `To estimate for “${k.title}” (${k.id}) how many passengers of a gateway city transfer, how many stay and what they spend, which connections fail, and what a plan changes. It is held against ${k.goals} goals; patterns that parts of the model reproduce stand in docs/validation.`,
        `针对“${k.title}”（${k.id}），估计口岸城市中有多少旅客中转、停留及其消费，哪些衔接失败，以及方案带来的变化。对照目标 ${k.goals} 项；模型各部分所再现的模式见 docs/validation。`,
      ],
    ],
    [
      ['2 Entities, state variables, scales', '2 实体、状态变量与尺度'],
      [
        `Parties of ${k.segments} market segments (nationality, size, value of time, plans); vehicles with places; ${k.checkpoints} checkpoints with desks and queues; ${k.places} places and ${k.links} links. Time runs in milliseconds; ${k.days}. Space is the network, without streets.`,
        `${k.segments} 个客群的同行组（国籍、人数、时间价值、计划）；有座位的车辆；${k.checkpoints} 个有窗口与队列的查验点；${k.places} 个地点、${k.links} 条区段。时间精确到毫秒；${k.days}。空间为网络，不含街道。`,
      ],
    ],
    [
      ['3 Process overview and scheduling', '3 过程与调度'],
      [
        `Demand is drawn by day; each party chooses among real journeys; the day sweep moves all through queues, walks and vehicles in order of time (about ${k.connections} planned connections a day); missed runs lead to another way. ${k.rounds} rounds of learning come before the replications.`,
        `按日生成需求；各同行组在真实路径中选择；日扫描按时间顺序推进排队、步行与乘车（日均约 ${k.connections} 次计划衔接）；误乘者改走他路。重复之前学习 ${k.rounds} 轮。`,
      ],
    ],
    [
      ['4 Design concepts', '4 设计概念'],
      [
        'Basic principles: random utility, exact queues. Emergence: waits, full vehicles, missed connections, transfer rates. Adaptation and objectives: parties maximise utility over journeys, stays and products. Learning: of lateness and crowding. Prediction: expected times, not the day’s luck. Sensing: fares, times, rules; not what is sold out. Interaction: by desks and places. Stochasticity: volumes, tastes, walks, service times, delays, by counter-based draws. Collectives: parties. Observation: integer tallies of everybody.',
        '基本原理：随机效用与精确排队。涌现：等候、满员、误接、中转率。适应与目标：同行组就路径、停留、产品最大化效用。学习：晚点与拥挤。预测：期望时间，不预知当日随机性。感知：票价、时间、规则，不知售罄。相互作用：经由窗口与座位。随机性：客流、偏好、步行、办理、晚点，均为计数器随机数。集合体：同行组。观测：全体旅客的整数计数。',
      ],
    ],
    [
      ['5 Initialisation', '5 初始化'],
      [
        `The network is empty at the start; warm-up days are simulated and not counted. Seed ${k.seed}.`,
        `初始网络为空；预热日照常模拟但不计入。随机种子 ${k.seed}。`,
      ],
    ],
    [
      ['6 Input data', '6 输入数据'],
      [
        `${k.files} files, each with its SHA-256 (below); ${k.assumptions} figures with source and confidence: ${k.grades}.`,
        `${k.files} 个文件，逐一列出 SHA-256（见下）；${k.assumptions} 项数值注明来源与可信度：${k.grades}。`,
      ],
    ],
    [
      ['7 Submodels', '7 子模型'],
      [
        'Demand, choice and plans, entry rules, visits, products, journeys, day sweep, disruption, learning, spending, economy, estimates: a page each in docs/models with formulas, sources and limits.',
        '需求、选择与计划、入境规则、游览、产品、路径、日扫描、扰动、学习、消费、经济、估计：docs/models 各有一页，含公式、来源与局限。',
      ],
    ],
  ];
}

function stressOf(k: Known): Both[] {
  return [
    [
      ['1 Objectives', '1 目标'],
      [
        'As ODD 1. Outputs: every indicator under “Rates and spending” with numerator and denominator. Experimentation: one scenario, or two under the same luck.',
        '同 ODD 1。输出：“比率与消费”中的全部指标及其分子、分母。实验：单情景，或两情景使用相同随机数。',
      ],
    ],
    [
      ['2 Logic', '2 逻辑'],
      [
        `As ODD 2–4 and 7. Scenario logic: ${k.changes} changes on its bases, each with a reason (under “Answer”).`,
        `同 ODD 2–4、7。情景逻辑：在基础上作 ${k.changes} 项变更，各附理由（见“结论”）。`,
      ],
    ],
    [
      ['3 Data', '3 数据'],
      [
        `As ODD 6. ${k.ranges} figures have a range. Assumptions stand above, weakest first.`,
        `同 ODD 6。${k.ranges} 项数值给出范围。假设列于上方，由弱到强。`,
      ],
    ],
    [
      ['4 Experimentation', '4 实验'],
      [
        `${k.replications} replications; ${k.days}; ${k.sample} of the parties. ${k.drawn ? 'Each is run again with parameters drawn from their ranges, for the total interval.' : 'Parameters were not drawn.'} Student and jackknife intervals over replications.`,
        `${k.replications} 次重复；${k.days}；模拟 ${k.sample} 的同行组。${k.drawn ? '每次另按参数范围抽样重算，用于总区间。' : '未抽取参数。'}区间为重复间的 Student 与刀切区间。`,
      ],
    ],
    [
      ['5 Implementation', '5 实现'],
      [
        `${k.program}. Libraries: ${k.libraries}. Random numbers: Philox (Salmon et al. 2011), keyed by seed, replication, entity, purpose and draw. The same bytes for any number of threads.`,
        `${k.program}。库：${k.libraries}。随机数：Philox（Salmon 等，2011），以种子、重复、实体、用途与序号为键。任意线程数逐字节相同。`,
      ],
    ],
    [
      ['6 Code access', '6 代码获取'],
      [
        `Apache-2.0; \`stopover --cite\` prints how to cite. Repeat by: ${k.command}`,
        `Apache-2.0；\`stopover --cite\` 给出引用方式。重现命令：${k.command}`,
      ],
    ],
  ];
}

export function odd(context: Context): HTMLElement {
  const k = known(context);
  const elements = (list: Element['list'], all: Both[]): Element[] =>
    all.map(([element, text]) => ({
      list,
      element: say(context, ...element),
      text: say(context, ...text),
    }));
  const items = [...elements('ODD', oddOf(k)), ...elements('STRESS-DES', stressOf(k))];
  const title = say(context, 'The model by ODD and STRESS', '按 ODD 与 STRESS 描述模型');
  return block(context, {
    title,
    note: say(
      context,
      'Filled from the result: ODD (Grimm et al. 2020) and STRESS-DES (Monks et al. 2019).',
      '据结果填写：ODD（Grimm 等，2020）与 STRESS-DES（Monks 等，2019）。',
    ),
    table: h(
      'div',
      { class: 'sheet' },
      dataTable<Element>(context, {
        id: 'odd',
        caption: title,
        items,
        columns: [
          { title: say(context, 'list', '清单'), tight: true, value: (one) => one.list },
          { title: say(context, 'element', '要素'), value: (one) => one.element },
          { title: say(context, 'of this result', '本结果'), value: (one) => one.text },
        ],
      }),
    ),
  });
}
