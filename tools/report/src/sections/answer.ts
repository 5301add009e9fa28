// SPDX-License-Identifier: Apache-2.0
// 1. What was asked, and the answer in one sentence with its interval; the goals.
import { block, nothing } from '../block';
import type { Context } from '../context';
import { deciding, inLang, nameOf, say } from '../context';
import type { Indicator, Row, ScenarioHead, Side, Summary } from '../data';
import { h, name } from '../dom';
import { change, changeInterval, changeUnit, figure, interval, unitName } from '../figures';
import { differs, happened, indicatorBlock, verdict } from '../indicators';
import { dataTable } from '../table';
import { goals } from './goals';
import { confidence, learnings, sideColumn, titleOf } from '../words';
import { legend } from './rates';

const steadyReplications = 10;
const othersShown = 20;
const mostListed = 3;

export function answer(context: Context): (HTMLElement | null)[] {
  const headlines = context.result.indicators((one) => one.headline);
  return [
    h('p', { class: 'answer', id: 'conclusion' }, ...sentence(context, headlines)),
    cautions(context),
    context.result.isComparison ? null : tiles(context, headlines),
    context.result.isComparison ? differences(context, headlines) : null,
    asked(context),
    goals(context),
    context.result.isComparison ? others(context) : null,
  ];
}

// ---- the sentence ------------------------------------------------------------------------------

function between(context: Context, one: Indicator): string {
  const range = deciding(one);
  if (!range) return say(context, 'no interval from one replication', '单次重复，无区间');
  const kind = one.total ? '' : say(context, ', by luck alone', '，仅就随机性');
  const shown = (
    context.result.isComparison ? changeInterval(one.unit, range) : interval(one.unit, range)
  ).replace('…', say(context, 'to', '至'));
  return say(context, `95\u00a0% interval ${shown}${kind}`, `95\u00a0% 区间 ${shown}${kind}`);
}

function sentence(context: Context, headlines: Indicator[]): (Node | string)[] {
  return context.result.isComparison ? compared(context, headlines) : told(context);
}

function told(context: Context): (Node | string)[] {
  const transfer = context.result.indicator('air_transfer_rate');
  const rail = context.result.indicator('air_rail_rate');
  if (!transfer || !rail) return [say(context, 'The figures stand below.', '数值如下。')];
  const percent = (one: Indicator): Node => h('strong', {}, `${figure(one.unit, one.value)} %`);
  return context.lang === 'zh'
    ? [
        '航空中转率为 ',
        percent(transfer),
        `（${between(context, transfer)}），空铁联运中转率为 `,
        percent(rail),
        `（${between(context, rail)}）。`,
      ]
    : [
        'The air transfer rate is ',
        percent(transfer),
        ` (${between(context, transfer)}), the air–rail transfer rate `,
        percent(rail),
        ` (${between(context, rail)}).`,
      ];
}

// By the first headline: which one is told does not depend on what came out.
function compared(context: Context, headlines: Indicator[]): (Node | string)[] {
  const first = headlines[0];
  if (!first) return [say(context, 'The differences stand below.', '差值如下。')];
  const by = h(
    'strong',
    {},
    `${change(first.unit, first.difference)} ${changeUnit(first.unit, context.lang)}`,
  );
  if (verdict(first) === 'untold') return untold(context, first, by);
  const differing = headlines.filter(differs);
  const differ = differing.length;
  const listed = differing
    .filter((one) => one !== first)
    .slice(0, mostListed)
    .map(
      (one) =>
        `${nameOf(context, one)} ${change(one.unit, one.difference)} ${changeUnit(one.unit, context.lang)}`,
    );
  const some = listed.length < differ ? say(context, 'among them ', '其中') : '';
  const named =
    listed.length === 0
      ? ''
      : say(context, ` (${some}${listed.join('; ')})`, `（${some}${listed.join('；')}）`);
  const same = headlines.filter((one) => verdict(one) === 'same').length;
  const nameText = nameOf(context, first);
  const range = `（${between(context, first)}）`;
  if (context.lang === 'zh') {
    const start = verdict(first) === 'same' ? `${nameText}无可检出差异：` : `${nameText}变化 `;
    return [
      start,
      by,
      `${range}。在 ${headlines.length} 项主要指标中，${differ} 项有差异${named}，${same} 项无可检出差异。`,
    ];
  }
  const start =
    verdict(first) === 'same'
      ? `No detectable difference in the ${lower(nameText)}: `
      : `The ${lower(nameText)} changes by `;
  return [
    start,
    by,
    ` (${between(context, first)}). Of ${headlines.length} headline indicators ${differ} differ${named}, ${same} show no detectable difference.`,
  ];
}

// Of one replication: a difference is there, and may be chance.
function untold(context: Context, first: Indicator, by: Node): (Node | string)[] {
  const nameText = nameOf(context, first);
  return context.lang === 'zh'
    ? [`${nameText}是否变化无法判定：单次重复中相差 `, by, '，可能只是随机波动。']
    : [
        `Whether the ${lower(nameText)} changes cannot be told: in one replication the two are `,
        by,
        ' apart, which may be chance.',
      ];
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

// ---- what should be known before a figure is read ----------------------------------------------

function cautions(context: Context): HTMLElement | null {
  const { result } = context;
  const { summary } = result;
  const texts: string[] = [];
  const n = summary.replications;
  if (n < 2)
    texts.push(
      say(
        context,
        'One replication gives no interval, and nothing can be told from chance.',
        '单次重复无法给出区间，也无法与随机波动区分。',
      ),
    );
  else if (n < steadyReplications)
    texts.push(
      say(
        context,
        `Few replications (${n}): below ${steadyReplications} intervals, and verdicts by them, are unsteady.`,
        `重复次数较少（${n} 次）：少于 ${steadyReplications} 次时区间不稳定，据此的判定亦然。`,
      ),
    );
  if (!summary.parameters_drawn && n >= 2)
    texts.push(
      say(
        context,
        'Parameters were not drawn: intervals cover the luck of the replications alone.',
        '未抽取参数：区间只含重复间的随机性。',
      ),
    );
  if (result.scenario.sample < 1)
    texts.push(
      say(
        context,
        `A sample of ${Number((100 * result.scenario.sample).toPrecision(4))} % of the parties was simulated: people and yuan are those of the sample, not scaled up, and with fewer people queues are shorter and seats freer than in full.`,
        `仅模拟 ${Number((100 * result.scenario.sample).toPrecision(4))} % 的同行组：人数与金额为样本值，未放大；人少则排队更短、座位更宽松。`,
      ),
    );
  const { base } = result;
  if (base && (base.days !== result.scenario.days || base.first_day !== result.scenario.first_day))
    texts.push(
      say(
        context,
        'The two do not simulate the same days: a difference is that of the days too, of season and weekdays.',
        '两个情景模拟的日期不同：差值中还含日期本身（季节、星期）的差别。',
      ),
    );
  if (unsettled(summary.learning))
    texts.push(
      say(
        context,
        'Travellers had not finished learning: what they expect is not yet what they meet (see Evidence).',
        '旅客的学习尚未收敛：其预期与实际仍有差距（见“依据”）。',
      ),
    );
  if (texts.length === 0) return null;
  return h(
    'div',
    { class: 'caution', role: 'note' },
    h('strong', {}, say(context, 'Read with care', '阅读须知')),
    h('ul', {}, ...texts.map((text) => h('li', {}, text))),
  );
}

const unsettled = (learning: Summary['learning']): boolean => learnings(learning).some(({ one }) => !one.settled);

// ---- headlines ---------------------------------------------------------------------------------

function tiles(context: Context, headlines: Indicator[]): HTMLElement {
  const tile = (one: Indicator): HTMLElement =>
    h(
      'div',
      { class: 'tile' },
      h('dt', {}, nameOf(context, one)),
      h(
        'dd',
        {},
        h(
          'span',
          { class: 'figure', 'data-kpi': one.id, 'data-value': one.value ?? '' },
          figure(one.unit, one.value),
        ),
        h('span', { class: 'unit' }, ` ${unitName(one.unit, context.lang)}`),
        h(
          'span',
          { class: 'ranges' },
          h('span', {}, `${say(context, 'simulation', '模拟')} ${interval(one.unit, one.simulation)}`),
          h('span', {}, `${say(context, 'total', '总')} ${interval(one.unit, one.total)}`),
        ),
        one.denominator && one.numerator
          ? h(
              'span',
              { class: 'meaning' },
              `${inLang(context, one.numerator)} / ${inLang(context, one.denominator)}`,
            )
          : h('span', { class: 'meaning' }, one.numerator ? inLang(context, one.numerator) : ''),
      ),
    );
  return h(
    'section',
    { class: 'block', 'aria-label': say(context, 'Headline figures', '主要指标') },
    h('dl', { class: 'tiles' }, ...headlines.map(tile)),
  );
}

function differences(context: Context, headlines: Indicator[]): HTMLElement | null {
  const rates = headlines.filter((one) => one.unit === 'share');
  const amounts = headlines.filter((one) => one.unit !== 'share');
  return h(
    'div',
    {},
    indicatorBlock(context, {
      id: 'headline-differences',
      title: say(context, 'Headline differences', '主要差值'),
      note: legend(context),
      items: rates,
      open: true,
    }),
    amounts.length > 0
      ? indicatorBlock(context, {
          id: 'headline-amounts',
          title: say(context, 'Headline amounts', '主要金额'),
          items: amounts,
        })
      : null,
  );
}

function others(context: Context): HTMLElement | null {
  const { result } = context;
  const differ = result.indicators(differs);
  const rows = differ.filter(
    (one) => !one.headline && one.id !== 'diverted' && one.id !== 'new_trips' && happened(one),
  );
  const all = result.summary.indicators.length;
  const note = say(
    context,
    `${differ.length} of ${all} indicators differ; where nothing differed, up to one in twenty would look so by chance.`,
    `${all} 项指标中 ${differ.length} 项有差异；即使毫无差异，也会有至多二十分之一偶然显得不同。`,
  );
  return indicatorBlock(context, {
    id: 'other-differences',
    title: say(context, 'What else differs', '其他有差异的指标'),
    note,
    items: rows,
    chart: false,
    shown: othersShown,
  });
}

// ---- the question ------------------------------------------------------------------------------

function asked(context: Context): HTMLElement {
  const { result } = context;
  const scenario = result.scenario;
  const fact = (term: string, ...text: (Node | string)[]): HTMLElement =>
    h('div', {}, h('dt', {}, term), h('dd', {}, ...text));
  const named = (head: ScenarioHead): (Node | string)[] => [
    name(titleOf(context, head)),
    ' ',
    h('code', {}, name(head.id)),
  ];
  const facts = [
    ...(result.base ? [fact(say(context, 'Base', '基础情景'), ...named(result.base))] : []),
    fact(
      result.base ? say(context, 'Variant', '对比情景') : say(context, 'Scenario', '情景'),
      ...named(scenario),
    ),
    fact(
      say(context, 'Days counted', '计入日期'),
      say(
        context,
        `${scenario.days} from ${scenario.first_day}`,
        `自 ${scenario.first_day} 起 ${scenario.days} 日`,
      ),
    ),
    fact(
      say(context, 'Replications', '重复'),
      say(
        context,
        `${result.summary.replications}, seed ${result.summary.seed}`,
        `${result.summary.replications} 次，种子 ${result.summary.seed}`,
      ),
    ),
  ];
  return block(context, {
    title: say(context, 'What was asked', '所问'),
    note: result.base
      ? say(context, 'What does the variant change against the base?', '对比情景较基础情景有何变化？')
      : say(context, 'What happens in this scenario as it is written?', '此情景之下会发生什么？'),
    extra: [
      h('dl', { class: 'facts' }, ...facts),
      changes(context),
    ],
  });
}

function changes(context: Context): HTMLElement {
  const { result } = context;
  const items = changesOf(context);
  if (items.length === 0)
    return nothing(
      result.isComparison
        ? say(
            context,
            'No change of one is not in the other too: the files of the two scenarios themselves differ (see Evidence), or nothing does.',
            '两个情景的变更相同：差别在情景文件本身（见“依据”），或并无差别。',
          )
        : say(
            context,
            'The scenario stands by itself: it is no change of another.',
            '该情景独立成文，并非对其他情景的变更。',
          ),
    );
  return dataTable<Row>(context, {
    id: 'changes',
    caption: result.isComparison
      ? say(context, 'What one of the two changes and the other does not', '仅一方有的变更')
      : say(context, 'What the scenario changes, in order', '该情景的变更（按次序）'),
    items,
    shown: 12,
    columns: [
      { title: say(context, 'change', '变更'), value: (row) => row.text('id') },
      ...(result.isComparison ? [sideColumn(context)] : []),
      {
        title: say(context, 'why', '理由'),
        value: (row) => (context.lang === 'zh' ? row.text('reason_zh') : '') || row.text('reason'),
      },
      {
        title: say(context, 'confidence', '可信度'),
        value: (row) => confidence(context, row.text('confidence')),
      },
      { title: say(context, 'source', '来源'), value: (row) => row.text('source') },
    ],
  });
}

// Of a comparison those that one side alone has: what the variant leaves out counts as much.
function changesOf(context: Context): Row[] {
  const { result } = context;
  if (!result.isComparison) return result.rows('changes');
  const key = (row: Row): string => `${row.text('of_scenario')}\n${row.text('id')}`;
  const only = (side: Side, other: Side): Row[] => {
    const there = new Set(result.rows('changes', other).map(key));
    return result.rows('changes', side).filter((row) => !there.has(key(row)));
  };
  return [...only('variant', 'base'), ...only('base', 'variant')];
}
