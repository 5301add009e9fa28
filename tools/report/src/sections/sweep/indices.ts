// SPDX-License-Identifier: Apache-2.0
// Of designs for sensitivity: Sobol' indices and Morris's elementary effects.
import { block } from '../../block';
import type { IntervalMark } from '../../charts/intervals';
import { intervalChart } from '../../charts/intervals';
import { say } from '../../context';
import type { SweepEstimate, SweepOutput } from '../../data';
import { change, changeUnit, figure, fixed, interval, scaled } from '../../figures';
import type { Column } from '../../table';
import { dataTable } from '../../table';
import { chartLabel, leftOut, rangeColumn } from './shared';
import type { Reads } from './words';
import { bounds, factorName, outputName, rangeOf } from './words';

export function sobol(reads: Reads, output: SweepOutput, index: number): HTMLElement | null {
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

export function morris(reads: Reads, output: SweepOutput, index: number): HTMLElement | null {
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
