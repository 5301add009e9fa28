// SPDX-License-Identifier: Apache-2.0
// On what a sweep rests: how it was made, and what varies.
import { block } from '../../block';
import { say } from '../../context';
import type { SweepFactor } from '../../data';
import { h, name } from '../../dom';
import { dataTable } from '../../table';
import type { Reads } from './words';
import { inEither } from './words';

const designs: Record<string, [string, string]> = {
  full_factorial: ['full factorial', '全因子设计'],
  one_at_a_time: ['one factor at a time', '逐因素设计'],
  latin_hypercube: ['Latin hypercube', '拉丁超立方'],
  sobol: ['Sobol’ sequence', 'Sobol’ 序列'],
  saltelli: ['Saltelli design', 'Saltelli 设计'],
  morris: ['Morris design', 'Morris 设计'],
  custom: ['table of cells', '自定义单元表'],
  fractional_factorial: ['fractional factorial', '部分因子设计'],
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
