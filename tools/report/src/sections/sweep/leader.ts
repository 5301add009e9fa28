// SPDX-License-Identifier: Apache-2.0
// The sentence of a sweep: which factor moves its first figure most, if that can be told.
import { say } from '../../context';
import type { SweepEstimate, SweepOutput } from '../../data';
import { h, name } from '../../dom';
import { changeUnit, figure, fixed } from '../../figures';
import type { Reads } from './words';
import { factorName, outputName, rangeOf } from './words';

// How much a factor moves a figure, whichever way, with its interval; none: nothing can be told.
interface Mover {
  factor: string;
  size: number;
  low: number;
  high: number;
  by: string;
}

export const spread = (one: SweepOutput['main_effects'][number]): number => {
  const values = one.levels.map((level) => level.effect.value);
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
};

// The interval of a change's size; its low end is 0 where the change cannot be told from none.
function sizeOf(change: SweepEstimate): { low: number; high: number } {
  const range = rangeOf(change);
  if (!range) return { low: 0, high: Number.POSITIVE_INFINITY };
  const [near, far] = [Math.abs(range.low), Math.abs(range.high)].sort((a, b) => a - b);
  return { low: range.low > 0 || range.high < 0 ? (near ?? 0) : 0, high: far ?? 0 };
}

// By the strongest analysis that the design allows.
function moversOf(reads: Reads, output: SweepOutput): Mover[] {
  const unit = changeUnit(output.unit, reads.lang);
  const text = (value: number): string => `${figure(output.unit, value)} ${unit}`;
  if (output.sobol)
    return output.sobol.factors.map(({ factor, total }) => {
      const share = fixed(total.value, 2);
      const by = say(reads, `total share of variance ${share}`, `方差总份额 ${share}`);
      return { factor, size: total.value, ...sizeOf(total), by };
    });
  if (output.morris)
    return output.morris.factors.map(({ factor, mu_star: size }) => {
      const by = say(reads, `mean elementary effect ${text(size.value)}`, `平均基本效应 ${text(size.value)}`);
      return { factor, size: size.value, ...sizeOf(size), by };
    });
  return output.main_effects.map((one) => {
    const furthest = [...one.levels].sort((a, b) => Math.abs(b.effect.value) - Math.abs(a.effect.value))[0];
    const range = furthest ? sizeOf(furthest.effect) : { low: 0, high: 0 };
    const apart = text(spread(one));
    const by =
      reads.result.sweep.design === 'fractional_factorial'
        ? say(
            reads,
            `its levels lie ${apart} apart, with the interactions that the fraction cannot tell from it`,
            `各水平相差 ${apart}，含部分因子设计无法与之区分的交互作用`,
          )
        : say(reads, `its levels lie ${apart} apart`, `各水平相差 ${apart}`);
    return { factor: one.factor, size: spread(one), ...range, by };
  });
}

export function sentence(reads: Reads): (Node | string)[] {
  const { sweep } = reads.result;
  const [output] = sweep.outputs;
  const movers = output ? moversOf(reads, output) : [];
  const leader = movers.filter((one) => one.low > 0).sort((a, b) => b.size - a.size)[0];
  if (!output || !leader)
    return [
      say(
        reads,
        `${sweep.cells} cells were computed; of no factor an effect on the first figure can be told from none. The figures stand below.`,
        `共计算 ${sweep.cells} 个单元；尚无因素对首项指标的影响可与零区分。数值如下。`,
      ),
    ];
  const sure = movers.every((one) => one === leader || one.high < leader.low);
  const factor = h('strong', { class: 'wraps' }, name(factorName(reads, leader.factor)));
  const figureName = name(outputName(reads, output));
  if (reads.lang === 'zh')
    return sure
      ? ['对“', figureName, '”影响最大的是', factor, `（${leader.by}）。`]
      : ['按估计值，对“', figureName, '”影响最大的是', factor, `（${leader.by}）；区间有重叠，因素的先后尚不能确定。`];
  return sure
    ? ['What moves “', figureName, '” most is ', factor, ` (${leader.by}).`]
    : ['What moves “', figureName, '” most, by its estimate, is ', factor, ` (${leader.by}); intervals overlap, so the order of factors cannot be told.`];
}
