// SPDX-License-Identifier: Apache-2.0
// Of the other designs: main effects of levels, and each cell against the base.
import { block } from '../../block';
import type { IntervalMark } from '../../charts/intervals';
import { intervalChart } from '../../charts/intervals';
import type { Reader } from '../../context';
import { say } from '../../context';
import type { SweepEstimate, SweepOutput } from '../../data';
import { change, changeInterval, changeUnit, figure, scaled, unitName } from '../../figures';
import type { Column } from '../../table';
import { dataTable } from '../../table';
import { spread } from './leader';
import { chartLabel, leftOut, rangeColumn } from './shared';
import type { Reads } from './words';
import { bounds, factorName, outputName, rangeOf } from './words';

const mostMarks = 14;

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
export function mainEffects(reads: Reads, output: SweepOutput, index: number): HTMLElement | null {
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
export function cells(reads: Reads, output: SweepOutput, index: number): HTMLElement | null {
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
