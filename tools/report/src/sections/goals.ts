// SPDX-License-Identifier: Apache-2.0
// 1. The answer held against the goals of the plan.
import { block, nothing } from '../block';
import type { Context } from '../context';
import { say } from '../context';
import type { Row } from '../data';
import { h, name } from '../dom';
import { figure, fixed, possible, unitName } from '../figures';
import type { Column } from '../table';
import { dataTable } from '../table';
import { sideColumn } from '../words';

export function goals(context: Context): HTMLElement {
  const { result } = context;
  const title = say(context, 'Scorecard against the goals', '目标对照');
  const items = result.rows('goals');
  if (items.length === 0)
    return block(context, {
      title,
      extra: [nothing(say(context, 'The scenario names no goals.', '该情景未列目标。'))],
    });
  return block(context, {
    title,
    note: note(context, items),
    table: dataTable<Row>(context, { id: 'goals', caption: title, items, columns: columns(context) }),
  });
}

const isPart = (row: Row): boolean => row.number('part') === 1;

function note(context: Context, items: Row[]): string {
  const kind = context.result.summary.parameters_drawn
    ? say(context, 'with the total interval', '附总区间')
    : say(context, 'with the simulation interval, of luck alone', '附模拟区间（仅就随机性）');
  const footnote = items.some(isPart)
    ? say(
        context,
        ' *: what is simulated is a part of it; the distance and the verdict are from the last published figure.',
        '*：模拟值只是其中一部分，差距与判定按最近公布数值计算。',
      )
    : '';
  return say(
    context,
    `Simulated: a year made of the simulated days, ${kind}. “Cannot be told”: the interval holds the goal, or the plan names no figure, or no run can speak to it.${footnote}`,
    `模拟值：由模拟日折算为年，${kind}。“无法判定”：区间含目标值，或规划未给数值，或模型不涉及。${footnote}`,
  );
}

// What a plan says in billions is read in billions, 亿 in Chinese; data-value has the yuan.
function shown(context: Context, row: Row, value: number | null): string {
  const parts = context.lang === 'zh' ? 1e8 : 1e9;
  return value !== null && row.text('unit') === 'yuan/year'
    ? fixed(value / parts, 1)
    : figure(row.text('unit'), value);
}

function shownRange(context: Context, row: Row): string {
  const low = row.number('simulated_low');
  const high = row.number('simulated_high');
  if (low === null || high === null) return '–';
  const range = possible(row.text('unit'), { low, high });
  return `${shown(context, row, range.low)} … ${shown(context, row, range.high)}`;
}

function amount(
  context: Context,
  title: string,
  column: string,
  around: (text: string, row: Row) => string = (text) => text,
): Column<Row> {
  return {
    title,
    numeric: true,
    value: (row) => row.number(column),
    show: (row) => around(shown(context, row, row.number(column)), row),
  };
}

function columns(context: Context): Column<Row>[] {
  const named = (row: Row): string =>
    (context.lang === 'zh' ? row.text('name_zh') : '') || row.text('name') || row.text('goal');
  const year = (row: Row, column: string): string =>
    row.number(column) === null ? '' : ` (${String(row.number(column))})`;
  return [
    {
      title: say(context, 'goal', '目标'),
      value: named,
      show: (row) => name(named(row) + (isPart(row) ? ' *' : '')),
    },
    ...(context.result.isComparison ? [sideColumn(context)] : []),
    amount(
      context,
      say(context, 'wanted (year)', '目标值（年份）'),
      'wanted',
      (text, row) => `${row.number('at_most') === 1 ? '≤ ' : ''}${text}${year(row, 'year')}`,
    ),
    amount(context, say(context, 'simulated', '模拟值'), 'simulated'),
    {
      title: say(context, '95 %', '95 % 区间'),
      numeric: true,
      value: (row) => row.number('simulated_low'),
      saved: [
        { title: say(context, '95 % low', '95 % 下限'), value: (row) => row.number('simulated_low') },
        { title: say(context, '95 % high', '95 % 上限'), value: (row) => row.number('simulated_high') },
      ],
      show: (row) => shownRange(context, row),
    },
    amount(
      context,
      say(context, 'last published', '最近公布'),
      'observed',
      (text, row) => `${text}${year(row, 'observed_year')}`,
    ),
    amount(context, say(context, 'still to go', '差距'), 'to_go'),
    unitColumn(context),
    verdictColumn(context),
  ];
}

function unitColumn(context: Context): Column<Row> {
  const title = say(context, 'unit', '单位');
  const big = say(context, 'bn yuan/year', '亿元/年');
  return {
    title,
    tight: true,
    value: (row) => (row.text('unit') === 'yuan/year' ? big : unitName(row.text('unit'), context.lang)),
    saved: [{ title, value: (row) => row.text('unit') }],
  };
}

function verdictColumn(context: Context): Column<Row> {
  return {
    title: say(context, 'verdict', '判定'),
    value: (row) => reached(context, row),
    show: (row) => {
      const why = (context.lang === 'zh' ? row.text('reason_zh') : '') || row.text('reason');
      return why
        ? h('span', {}, reached(context, row), h('br'), h('small', {}, name(why)))
        : reached(context, row);
    },
  };
}

function reached(context: Context, row: Row): string {
  switch (row.text('reached')) {
    case 'yes':
      return `✓ ${say(context, 'reached', '达到')}`;
    case 'no':
      return `✗ ${say(context, 'not reached', '未达到')}`;
    default:
      return `– ${say(context, 'cannot be told', '无法判定')}`;
  }
}
