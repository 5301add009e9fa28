// SPDX-License-Identifier: Apache-2.0
// 7. A sweep: which factor moves which figure, by how much, with intervals; and on what it rests.
import { nothing } from '../block';
import { say } from '../context';
import { h } from '../dom';
import { cells, mainEffects } from './sweep/effects';
import { morris, sobol } from './sweep/indices';
import { sentence } from './sweep/leader';
import type { Reads } from './sweep/words';

export { sweepEvidence } from './sweep/evidence';
export { sweepTitle } from './sweep/words';

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
