// SPDX-License-Identifier: Apache-2.0
// A group of indicators as chart and table: values of a run, paired differences of a comparison.
import type { Context } from './context';
import { deciding, inLang, isGain, nameOf, say } from './context';
import type { Indicator } from './data';
import { h, name } from './dom';
import { change, changeInterval, changeUnit, figure, interval, possible, scaled, unitName } from './figures';
import { block, nothing } from './block';
import { intervalChart } from './charts/intervals';
import type { IntervalMark } from './charts/intervals';
import type { Column } from './table';
import { dataTable } from './table';

export interface Group {
  id: string;
  title: string;
  note?: string;
  items: Indicator[];
  chart?: boolean; // false: the table alone
  open?: boolean; // the table behind the chart is open
  shown?: number;
  label?: (one: Indicator) => string; // shorter than its name, where the title says the rest
}

export type Verdict = 'higher' | 'lower' | 'same' | 'untold';

export function verdict(one: Indicator): Verdict {
  if (!deciding(one)) return 'untold';
  if (!one.distinguishable) return 'same';
  return (one.difference ?? 0) >= 0 ? 'higher' : 'lower';
}

export const differs = (one: Indicator): boolean => ['higher', 'lower'].includes(verdict(one));

export function verdictText(context: Context, one: Indicator): string {
  const luck = one.total ? '' : say(context, ' (by luck alone)', '（仅就随机性）');
  switch (verdict(one)) {
    case 'higher':
      return `▲ ${say(context, 'higher', '上升')}${luck}`;
    case 'lower':
      return `▼ ${say(context, 'lower', '下降')}${luck}`;
    case 'same':
      return `${say(context, 'no detectable difference', '无可检出差异')}${luck}`;
    case 'untold':
      return say(context, 'no interval: cannot be told', '无区间，无法判定');
  }
}

const bounds = (context: Context): { simulation: string; total: string } => ({
  simulation: say(context, '95 % simulation', '95 % 模拟区间'),
  total: say(context, '95 % total', '95 % 总区间'),
});

// Shown as one; in the CSV file each end is a column.
function rangeColumn(
  context: Context,
  title: string,
  of: (one: Indicator) => Indicator['total'],
  show: (one: Indicator, range: Indicator['total']) => string,
): Column<Indicator> {
  const low = (one: Indicator): number | null => of(one)?.low ?? null;
  const high = (one: Indicator): number | null => of(one)?.high ?? null;
  return {
    title,
    numeric: true,
    value: low,
    show: (one) => show(one, of(one)),
    saved: [
      { title: `${title} ${say(context, 'low', '下限')}`, value: low },
      { title: `${title} ${say(context, 'high', '上限')}`, value: high },
    ],
  };
}

// The file has values as the result has them: a share is a fraction there.
function unitColumn(context: Context, show: (unit: string) => string): Column<Indicator> {
  const title = say(context, 'unit', '单位');
  return { title, tight: true, value: (one) => show(one.unit), saved: [{ title, value: (one) => one.unit }] };
}

// A rate names of what it is a rate, under its name.
function nameColumn(context: Context, group: Group): Column<Indicator> {
  const { label } = group;
  const title = say(context, 'indicator', '指标');
  if (label) return { title, value: label };
  return {
    title,
    value: (one) => nameOf(context, one),
    show: (one) =>
      h(
        'span',
        {},
        name(nameOf(context, one)),
        one.unit === 'share' && one.numerator && one.denominator
          ? h(
              'small',
              { class: 'of' },
              name(`${inLang(context, one.numerator)} / ${inLang(context, one.denominator)}`),
            )
          : null,
      ),
  };
}

const runInterval = (one: Indicator, range: Indicator['total']): string =>
  interval(one.unit, range, isGain(one));
const pairedInterval = (one: Indicator, range: Indicator['total']): string => changeInterval(one.unit, range);

function runColumns(context: Context, group: Group): Column<Indicator>[] {
  const { simulation, total } = bounds(context);
  return [
    nameColumn(context, group),
    {
      title: say(context, 'value', '数值'),
      numeric: true,
      value: (one) => one.value ?? null,
      show: (one) => figure(one.unit, one.value),
    },
    unitColumn(context, (unit) => unitName(unit, context.lang)),
    rangeColumn(context, simulation, (one) => one.simulation, runInterval),
    rangeColumn(context, total, (one) => one.total, runInterval),
  ];
}

// Rates themselves in per cent, their differences in points.
const tableUnit = (context: Context, unit: string): string =>
  unit === 'share' ? say(context, '%, points', '%、百分点') : changeUnit(unit, context.lang);

function comparisonColumns(context: Context, group: Group): Column<Indicator>[] {
  const { simulation, total } = bounds(context);
  return [
    nameColumn(context, group),
    {
      title: say(context, 'base', '基础'),
      numeric: true,
      value: (one) => one.base ?? null,
      show: (one) => figure(one.unit, one.base),
    },
    {
      title: say(context, 'variant', '对比'),
      numeric: true,
      value: (one) => one.variant ?? null,
      show: (one) => figure(one.unit, one.variant),
    },
    {
      title: say(context, 'difference', '差值'),
      numeric: true,
      value: (one) => one.difference ?? null,
      show: (one) => change(one.unit, one.difference),
    },
    unitColumn(context, (unit) => tableUnit(context, unit)),
    rangeColumn(context, simulation, (one) => one.simulation, pairedInterval),
    rangeColumn(context, total, (one) => one.total, pairedInterval),
    {
      title: say(context, 'verdict', '判定'),
      value: (one) => verdictText(context, one),
      show: (one) => h('span', { class: `verdict ${verdict(one)}` }, verdictText(context, one)),
    },
  ];
}

export function indicatorTable(context: Context, group: Group): HTMLElement {
  return dataTable(context, {
    id: group.id,
    caption: group.title,
    columns: context.result.isComparison ? comparisonColumns(context, group) : runColumns(context, group),
    items: group.items,
    ...(group.shown === undefined ? {} : { shown: group.shown }),
  });
}

function mark(context: Context, group: Group, one: Indicator): IntervalMark {
  const compared = context.result.isComparison;
  const value = (compared ? one.difference : one.value) ?? 0;
  const of = (range: Indicator['total']): IntervalMark['total'] => {
    if (!range) return null;
    const { low, high } = compared || isGain(one) ? range : possible(one.unit, range);
    return { low: scaled(one.unit, low), high: scaled(one.unit, high) };
  };
  const show = compared ? pairedInterval : runInterval;
  const { simulation, total } = bounds(context);
  const unit = compared ? changeUnit(one.unit, context.lang) : unitName(one.unit, context.lang);
  const lines = [
    `${compared ? change(one.unit, value) : figure(one.unit, value)} ${unit}`,
    `${simulation}: ${show(one, one.simulation)}`,
    `${total}: ${show(one, one.total)}`,
  ];
  if (compared) lines.push(verdictText(context, one));
  return {
    label: group.label?.(one) ?? nameOf(context, one),
    value: scaled(one.unit, value),
    simulation: of(one.simulation),
    total: of(one.total),
    faint: !deciding(one) || (compared && !differs(one)),
    lines,
  };
}

const mostMarks = 40;

export function indicatorChart(context: Context, group: Group): HTMLElement | null {
  const unit = group.items[0]?.unit ?? '';
  if (group.items.length === 0 || group.items.some((one) => one.unit !== unit)) return null;
  const compared = context.result.isComparison;
  if (compared && group.items.every((one) => one.difference === 0))
    return nothing(say(context, 'The same in both scenarios, each of these.', '两个情景中各项均相同。'));
  const unitText = compared ? changeUnit(unit, context.lang) : unitName(unit, context.lang);
  const marks = group.items.slice(0, mostMarks).map((one) => mark(context, group, one));
  const label = say(
    context,
    `Chart: ${group.title}, ${marks.length} marks with intervals. The table below has the same figures.`,
    `图：${group.title}，共 ${marks.length} 项及其区间。下方表格列出相同数值。`,
  );
  return intervalChart(marks, label, unitText, compared || group.items.some(isGain));
}

export function indicatorBlock(context: Context, wanted: Group): HTMLElement | null {
  if (wanted.items.length === 0) return null;
  const group = { ...wanted, title: differenceTitle(context, wanted.title) };
  return block(context, {
    title: group.title,
    note: group.note,
    chart: group.chart === false ? null : indicatorChart(context, group),
    table: indicatorTable(context, group),
    open: group.open,
  });
}

// Of a comparison marks and tables are of differences: it says so in heading, chart and table.
const differenceTitle = (context: Context, title: string): string =>
  context.result.isComparison
    ? say(context, `${title}, variant minus base`, `${title}（对比减基础）`)
    : title;

// "Land access to the airports: rail" under a title that says what it is of.
export const afterColon =
  (context: Context) =>
  (one: Indicator): string =>
    nameOf(context, one).replace(/^[^:：]*[:：]\s*/, '');

// What did not happen in either scenario says nothing.
export const happened = (one: Indicator): boolean =>
  (one.value ?? 0) !== 0 || (one.base ?? 0) !== 0 || (one.variant ?? 0) !== 0;
