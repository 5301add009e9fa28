// SPDX-License-Identifier: Apache-2.0
// 7. A sweep: which factor moves which figure, by how much, with intervals; and on what it rests.
import { block, nothing } from '../block';
import type { IntervalMark } from '../charts/intervals';
import { intervalChart } from '../charts/intervals';
import type { Reader } from '../context';
import { say } from '../context';
import type { Sweep, SweepEstimate, SweepFactor, SweepOutput, SweepResult } from '../data';
import { h, name } from '../dom';
import { change, changeInterval, changeUnit, figure, fixed, interval, scaled, unitName } from '../figures';
import type { Column } from '../table';
import { dataTable } from '../table';

type Reads = Reader & { result: SweepResult };

const mostMarks = 14;

const inEither = (reader: Reader, english: string, chinese: string, id: string): string =>
  (reader.lang === 'zh' ? chinese : '') || english || id;

export const sweepTitle = (reader: Reader, sweep: Sweep): string =>
  inEither(reader, sweep.title, sweep.title_zh, sweep.id);

const outputName = (reader: Reader, output: SweepOutput): string =>
  inEither(reader, output.name, output.name_zh, output.id);

function factorName(reads: Reads, id: string): string {
  const found = reads.result.sweep.factors.find((one) => one.id === id);
  return found ? inEither(reads, found.name, found.name_zh, id) : id;
}

const rangeOf = (one: SweepEstimate): { low: number; high: number } | null =>
  one.low === null || one.high === null ? null : { low: one.low, high: one.high };

const bounds = (reader: Reader): string => say(reader, '95 % interval', '95 % 区间');

// An interval as one column; in the CSV file each end is one.
function rangeColumn<Item>(
  reader: Reader,
  title: string,
  of: (item: Item) => SweepEstimate,
  show: (item: Item) => string,
): Column<Item> {
  return {
    title,
    numeric: true,
    value: (item) => of(item).low,
    show,
    saved: [
      { title: `${title} ${say(reader, 'low', '下限')}`, value: (item) => of(item).low },
      { title: `${title} ${say(reader, 'high', '上限')}`, value: (item) => of(item).high },
    ],
  };
}

export function sweepEffects(reads: Reads): (HTMLElement | null)[] {
  const { sweep } = reads.result;
  if (sweep.outputs.length === 0)
    return [nothing(say(reads, 'The sweep has no output.', '该扫描没有输出指标。'))];
  return [
    h('p', { class: 'answer', id: 'conclusion' }, ...sentence(reads)),
    cautions(reads),
    ...sweep.outputs.flatMap((output, index) => [
      sobol(reads, output, index),
      morris(reads, output, index),
      mainEffects(reads, output, index),
      cells(reads, output, index),
    ]),
  ];
}

// ---- the sentence ------------------------------------------------------------------------------

interface Leader {
  factor: string;
  by: string;
}

// The factor that moves the first output most, by the strongest analysis that the design allows.
function leaderOf(reads: Reads, output: SweepOutput): Leader | null {
  const unit = changeUnit(output.unit, reads.lang);
  const most = <T>(items: T[], size: (item: T) => number): T | undefined =>
    [...items].sort((a, b) => size(b) - size(a))[0];
  if (output.sobol) {
    const top = most(output.sobol.factors, (one) => one.total.value);
    return top
      ? {
          factor: top.factor,
          by: say(
            reads,
            `total share of variance ${fixed(top.total.value, 2)}`,
            `方差总份额 ${fixed(top.total.value, 2)}`,
          ),
        }
      : null;
  }
  if (output.morris) {
    const top = most(output.morris.factors, (one) => one.mu_star.value);
    return top
      ? {
          factor: top.factor,
          by: say(
            reads,
            `mean elementary effect ${figure(output.unit, top.mu_star.value)} ${unit}`,
            `平均基本效应 ${figure(output.unit, top.mu_star.value)} ${unit}`,
          ),
        }
      : null;
  }
  const told = output.main_effects.filter((one) =>
    one.levels.some(({ effect }) => (effect.low ?? 0) > 0 || (effect.high ?? 0) < 0),
  );
  const top = most(told, spread);
  return top
    ? {
        factor: top.factor,
        by: say(
          reads,
          `its levels lie ${figure(output.unit, spread(top))} ${unit} apart`,
          `各水平相差 ${figure(output.unit, spread(top))} ${unit}`,
        ),
      }
    : null;
}

const spread = (one: SweepOutput['main_effects'][number]): number => {
  const values = one.levels.map((level) => level.effect.value);
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
};

function sentence(reads: Reads): (Node | string)[] {
  const { sweep } = reads.result;
  const [output] = sweep.outputs;
  const leader = output ? leaderOf(reads, output) : null;
  if (!output || !leader)
    return [
      say(
        reads,
        `${sweep.cells} cells were computed; of no factor an effect on the first figure can be told from none. The figures stand below.`,
        `共计算 ${sweep.cells} 个单元；尚无因素对首项指标的影响可与零区分。数值如下。`,
      ),
    ];
  const factor = h('strong', { class: 'wraps' }, name(factorName(reads, leader.factor)));
  return reads.lang === 'zh'
    ? ['对“', name(outputName(reads, output)), '”影响最大的是', factor, `（${leader.by}）。`]
    : ['What moves “', name(outputName(reads, output)), '” most is ', factor, ` (${leader.by}).`];
}

function cautions(reads: Reads): HTMLElement | null {
  const { sweep } = reads.result;
  const texts: string[] = [];
  if (sweep.missing > 0)
    texts.push(
      say(
        reads,
        `${sweep.missing} of ${sweep.cells} cells are missing: what follows is of the others.`,
        `${sweep.cells} 个单元中缺 ${sweep.missing} 个，以下仅据其余单元。`,
      ),
    );
  if (sweep.failed > 0)
    texts.push(
      say(
        reads,
        `${sweep.failed} cells failed and are left out.`,
        `${sweep.failed} 个单元计算失败，未计入。`,
      ),
    );
  if (sweep.replications < 10)
    texts.push(
      say(
        reads,
        `Few replications (${sweep.replications}) a cell: intervals are unsteady.`,
        `每单元重复次数较少（${sweep.replications} 次），区间不稳定。`,
      ),
    );
  if (texts.length === 0) return null;
  return h(
    'div',
    { class: 'caution', role: 'note' },
    h('strong', {}, say(reads, 'Read with care', '阅读须知')),
    h('ul', {}, ...texts.map((text) => h('li', {}, text))),
  );
}

// ---- parts -------------------------------------------------------------------------------------

const chartLabel = (reader: Reader, title: string): string =>
  say(
    reader,
    `Chart: ${title}. The table below has the same figures.`,
    `图：${title}。下方表格列出相同数值。`,
  );

const leftOut = (reader: Reader, n: number): string =>
  n === 0 ? '' : say(reader, ` ${n} were left out: a cell of them failed.`, ` 另有 ${n} 组因单元失败未计入。`);

function sobol(reads: Reads, output: SweepOutput, index: number): HTMLElement | null {
  const { sobol: found } = output;
  if (!found) return null;
  type Item = (typeof found.factors)[number];
  const items = [...found.factors].sort((a, b) => b.total.value - a.total.value);
  const title = say(
    reads,
    `${outputName(reads, output)}: share of variance by factor`,
    `${outputName(reads, output)}：各因素的方差份额`,
  );
  const shown = (one: SweepEstimate): string => {
    const range = rangeOf(one);
    return range ? `${fixed(range.low, 3)} … ${fixed(range.high, 3)}` : '–';
  };
  const marks: IntervalMark[] = items.flatMap((one) =>
    (['first', 'total'] as const).map((kind) => {
      const word = kind === 'first' ? say(reads, 'alone', '单独') : say(reads, 'total', '总');
      return {
        label: `${factorName(reads, one.factor)} · ${word}`,
        value: one[kind].value,
        simulation: rangeOf(one[kind]),
        total: null,
        faint: kind === 'first',
        lines: [fixed(one[kind].value, 3), `${bounds(reads)}: ${shown(one[kind])}`],
      };
    }),
  );
  const column = (kind: 'first' | 'total', heading: string): Column<Item>[] => [
    { title: heading, numeric: true, places: 3, value: (one) => one[kind].value },
    rangeColumn(reads, `${heading}, ${bounds(reads)}`, (one) => one[kind], (one) => shown(one[kind])),
  ];
  return block(reads, {
    title,
    note: say(
      reads,
      `Sobol’ indices from ${found.rows} rows: what a factor explains alone (hollow), and with all that it does together with others (full).${leftOut(reads, found.left_out)}`,
      `Sobol’ 指数，共 ${found.rows} 行样本：空心为单独解释的份额，实心含与其他因素的交互。${leftOut(reads, found.left_out)}`,
    ),
    chart: intervalChart(
      marks,
      chartLabel(reads, title),
      say(reads, 'share of variance', '方差份额'),
      true,
    ),
    table: dataTable<Item>(reads, {
      id: `sobol-${index}`,
      caption: title,
      items,
      columns: [
        { title: say(reads, 'factor', '因素'), value: (one) => factorName(reads, one.factor) },
        ...column('first', say(reads, 'alone', '单独')),
        ...column('total', say(reads, 'total', '总')),
      ],
    }),
  });
}

function morris(reads: Reads, output: SweepOutput, index: number): HTMLElement | null {
  const { morris: found } = output;
  if (!found) return null;
  type Item = (typeof found.factors)[number];
  const items = [...found.factors].sort((a, b) => b.mu_star.value - a.mu_star.value);
  const title = say(
    reads,
    `${outputName(reads, output)}: elementary effects`,
    `${outputName(reads, output)}：基本效应`,
  );
  const unit = changeUnit(output.unit, reads.lang);
  const shown = (one: Item): string => interval(output.unit, rangeOf(one.mu_star), true);
  const marks: IntervalMark[] = items.map((one) => {
    const range = rangeOf(one.mu_star);
    return {
      label: factorName(reads, one.factor),
      value: scaled(output.unit, one.mu_star.value),
      simulation: range
        ? { low: scaled(output.unit, range.low), high: scaled(output.unit, range.high) }
        : null,
      total: null,
      lines: [`μ* ${figure(output.unit, one.mu_star.value)} ${unit}`, `${bounds(reads)}: ${shown(one)}`],
    };
  });
  return block(reads, {
    title,
    note: say(
      reads,
      `Screening by Morris, ${found.trajectories} trajectories: μ* is the mean size of a change, μ with its sign; a large σ says that the effect depends on the other factors or is not straight.${leftOut(reads, found.left_out)}`,
      `Morris 筛选，${found.trajectories} 条轨迹：μ* 为变化的平均大小，μ 带符号；σ 大表示效应随其他因素而变或非线性。${leftOut(reads, found.left_out)}`,
    ),
    chart: intervalChart(marks, chartLabel(reads, title), unit, true),
    table: dataTable<Item>(reads, {
      id: `morris-${index}`,
      caption: title,
      items,
      columns: [
        { title: say(reads, 'factor', '因素'), value: (one) => factorName(reads, one.factor) },
        {
          title: 'μ*',
          unit,
          numeric: true,
          value: (one) => one.mu_star.value,
          show: (one) => figure(output.unit, one.mu_star.value),
        },
        rangeColumn(reads, `μ*, ${bounds(reads)}`, (one) => one.mu_star, shown),
        {
          title: 'μ',
          unit,
          numeric: true,
          value: (one) => one.mu,
          show: (one) => change(output.unit, one.mu),
        },
        {
          title: 'σ',
          unit,
          numeric: true,
          value: (one) => one.sigma,
          show: (one) => figure(output.unit, one.sigma),
        },
      ],
    }),
  });
}

// Of levels, factor by factor: how many the chart shows, the first factor always.
function wholeFactors(levels: number[]): number {
  let shown = 0;
  for (const count of levels) {
    if (shown > 0 && shown + count > mostMarks) break;
    shown += count;
  }
  return shown;
}

const chartCut = (reader: Reader, all: number, drawn = mostMarks): string =>
  all > drawn
    ? say(
        reader,
        ` The chart shows the first ${drawn} of ${all}.`,
        ` 图中仅绘前 ${drawn} 项，共 ${all} 项。`,
      )
    : '';

// A tornado: the factor whose levels lie furthest apart stands first.
function mainEffects(reads: Reads, output: SweepOutput, index: number): HTMLElement | null {
  const order = [...output.main_effects].sort((a, b) => spread(b) - spread(a));
  const items = order.flatMap((one) => one.levels.map((level) => ({ factor: one.factor, ...level })));
  if (items.length === 0) return null;
  type Item = (typeof items)[number];
  const title = say(
    reads,
    `${outputName(reads, output)}: effect of each level`,
    `${outputName(reads, output)}：各水平的主效应`,
  );
  const out = order.reduce((sum, one) => sum + one.left_out, 0);
  const drawn = wholeFactors(order.map((one) => one.levels.length));
  return block(reads, {
    title,
    note: say(
      reads,
      `Mean of the cells of a level against the mean of all; the factor whose levels lie furthest apart first.${leftOut(reads, out)}${chartCut(reads, items.length, drawn)}`,
      `某水平各单元的均值与总体均值之差；各水平相差最大的因素在前。${leftOut(reads, out)}${chartCut(reads, items.length, drawn)}`,
    ),
    chart: effectChart(
      reads,
      title,
      output,
      items.slice(0, drawn).map((one) => ({
        label: `${factorName(reads, one.factor)} = ${one.level}`,
        effect: one.effect,
      })),
    ),
    table: dataTable<Item>(reads, {
      id: `main-effects-${index}`,
      caption: title,
      items,
      columns: [
        { title: say(reads, 'factor', '因素'), value: (one) => factorName(reads, one.factor) },
        { title: say(reads, 'level', '水平'), tight: true, value: (one) => one.level },
        { title: say(reads, 'cells', '单元数'), numeric: true, value: (one) => one.cells },
        ...effectColumns<Item>(reads, output, say(reads, 'main effect', '主效应'), (one) => one.effect),
      ],
    }),
  });
}

interface Effect {
  label: string;
  effect: SweepEstimate;
}

function effectChart(reads: Reads, title: string, output: SweepOutput, effects: Effect[]): HTMLElement {
  const unit = changeUnit(output.unit, reads.lang);
  const marks: IntervalMark[] = effects.map(({ label, effect }) => {
    const range = rangeOf(effect);
    return {
      label,
      value: scaled(output.unit, effect.value),
      simulation: range
        ? { low: scaled(output.unit, range.low), high: scaled(output.unit, range.high) }
        : null,
      total: null,
      faint: !range || (range.low <= 0 && range.high >= 0),
      lines: [
        `${change(output.unit, effect.value)} ${unit}`,
        `${bounds(reads)}: ${changeInterval(output.unit, range)}`,
      ],
    };
  });
  return intervalChart(marks, chartLabel(reads, title), unit, true);
}

function effectColumns<Item>(
  reads: Reads,
  output: SweepOutput,
  heading: string,
  of: (item: Item) => SweepEstimate,
): Column<Item>[] {
  return [
    {
      title: heading,
      unit: changeUnit(output.unit, reads.lang),
      numeric: true,
      value: (item) => of(item).value,
      show: (item) => change(output.unit, of(item).value),
    },
    rangeColumn(reads, bounds(reads), of, (item) => changeInterval(output.unit, rangeOf(of(item)))),
  ];
}

// Cell by cell against the base, the furthest first.
function cells(reads: Reads, output: SweepOutput, index: number): HTMLElement | null {
  const items = output.effects;
  if (items.length === 0) return null;
  type Item = (typeof items)[number];
  const title = say(
    reads,
    `${outputName(reads, output)}: cells against the base`,
    `${outputName(reads, output)}：各单元与基础情景之差`,
  );
  const base = output.base
    ? say(
        reads,
        ` The base has ${figure(output.unit, output.base.value)} ${unitName(output.unit, reads.lang)}.`,
        ` 基础情景为 ${figure(output.unit, output.base.value)} ${unitName(output.unit, reads.lang)}。`,
      )
    : '';
  const cut =
    output.effects_total > items.length
      ? say(
          reads,
          `The page holds the ${items.length} furthest of ${output.effects_total}.`,
          `共 ${output.effects_total} 个单元，页面仅含差异最大的 ${items.length} 个。`,
        )
      : null;
  return block(reads, {
    title,
    note: say(
      reads,
      `Under the same luck, the furthest first; hollow: no detectable difference.${base}${chartCut(reads, items.length)}`,
      `使用相同随机数，差异最大者在前；空心表示无可检出差异。${base}${chartCut(reads, items.length)}`,
    ),
    chart: effectChart(
      reads,
      title,
      output,
      items.slice(0, mostMarks).map((one) => ({ label: one.settings, effect: one.difference })),
    ),
    table: dataTable<Item>(reads, {
      id: `cells-${index}`,
      caption: title,
      items,
      shown: 15,
      cut,
      columns: [
        { title: say(reads, 'cell', '单元'), numeric: true, value: (one) => one.cell },
        { title: say(reads, 'settings', '取值'), value: (one) => one.settings },
        {
          title: say(reads, 'value', '数值'),
          unit: unitName(output.unit, reads.lang),
          numeric: true,
          value: (one) => one.value,
          show: (one) => figure(output.unit, one.value),
        },
        ...effectColumns<Item>(reads, output, say(reads, 'against base', '与基础之差'), (one) => one.difference),
        {
          title: say(reads, 'p (Holm)', 'p（Holm）'),
          numeric: true,
          places: 4,
          value: (one) => one.p_holm,
        },
      ],
    }),
  });
}

// ---- evidence ----------------------------------------------------------------------------------

const designs: Record<string, [string, string]> = {
  full_factorial: ['full factorial', '全因子设计'],
  one_at_a_time: ['one factor at a time', '逐因素设计'],
  latin_hypercube: ['Latin hypercube', '拉丁超立方'],
  sobol: ['Sobol’ sequence', 'Sobol’ 序列'],
  saltelli: ['Saltelli design', 'Saltelli 设计'],
  morris: ['Morris design', 'Morris 设计'],
  custom: ['table of cells', '自定义单元表'],
};

export function sweepEvidence(reads: Reads): (HTMLElement | null)[] {
  const { sweep } = reads.result;
  const fact = (term: string, text: string): HTMLElement =>
    h('div', {}, h('dt', {}, term), h('dd', {}, name(text)));
  const design = designs[sweep.design];
  const title = say(reads, 'What varies', '因素');
  return [
    block(reads, {
      title: say(reads, 'How it was made', '计算方式'),
      note: say(
        reads,
        'Intervals are of the simulation, of Sobol’ indices by resampling rows. Cells are computed with central parameters under the same luck.',
        '区间为模拟区间，Sobol’ 指数的区间由重抽样本行得到。各单元使用中心参数与相同随机数。',
      ),
      extra: [
        h(
          'dl',
          { class: 'facts' },
          fact(say(reads, 'base', '基础情景'), sweep.base),
          fact(
            say(reads, 'design', '设计'),
            design ? say(reads, design[0], design[1]) : sweep.design,
          ),
          fact(say(reads, 'cells', '单元数'), String(sweep.cells)),
          fact(say(reads, 'replications a cell', '每单元重复次数'), String(sweep.replications)),
          fact(say(reads, 'seed', '种子'), sweep.seed),
          fact(say(reads, 'program', '程序'), sweep.version),
        ),
        h(
          'dl',
          { class: 'facts wide-facts' },
          fact(say(reads, 'experiment (SHA-256)', '实验（SHA-256）'), sweep.experiment),
          fact(say(reads, 'all results (SHA-256)', '全部结果（SHA-256）'), sweep.results_sha256),
        ),
      ],
    }),
    block(reads, {
      title,
      table: dataTable<SweepFactor>(reads, {
        id: 'factors',
        caption: title,
        items: sweep.factors,
        columns: [
          {
            title: say(reads, 'factor', '因素'),
            value: (one) => inEither(reads, one.name, one.name_zh, one.id),
          },
          { title: say(reads, 'id', '标识'), tight: true, value: (one) => one.id },
          { title: say(reads, 'unit', '单位'), tight: true, value: (one) => one.unit },
          { title: say(reads, 'how', '方式'), tight: true, value: (one) => one.how },
          { title: say(reads, 'field', '字段'), value: (one) => one.field },
        ],
      }),
    }),
  ];
}
