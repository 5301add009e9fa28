// SPDX-License-Identifier: Apache-2.0
// 8. Evidence: on what it rests, how it was made, how to make it again.
import { block } from '../block';
import type { Context } from '../context';
import { say, sideOf } from '../context';
import type { InputFile, Origin, Row } from '../data';
import { h, name } from '../dom';
import { fixed, whole } from '../figures';
import { dataTable } from '../table';
import { confidence, learnings } from '../words';
import { odd } from './odd';

export function evidence(context: Context): (HTMLElement | null)[] {
  return [
    assumptions(context),
    method(context),
    odd(context),
    learning(context),
    repeat(context),
    inputs(context),
  ];
}

function assumptions(context: Context): HTMLElement {
  const title = say(context, 'Assumptions and sources, weakest first', '假设与来源，由弱到强');
  const items = context.result.rows('assumptions', sideOf(context));
  const counted = new Map<string, number>();
  for (const row of items)
    counted.set(row.text('confidence'), (counted.get(row.text('confidence')) ?? 0) + 1);
  const parts = [...counted]
    .map(([grade, n]) => `${confidence(context, grade)} ${n}`)
    .join(say(context, ', ', '，'));
  const range = (row: Row): string =>
    row.number('low') === null || row.number('high') === null
      ? ''
      : ` (${String(row.number('low'))} … ${String(row.number('high'))})`;
  return block(context, {
    title,
    note: say(
      context,
      `Every figure of the scenario with its source and confidence: ${parts}. How far the answer moves with each is not yet told here; the total interval has the ranges of parameters in it.`,
      `情景中每个数值的来源与可信度：${parts}。各项对结论的影响幅度此处尚未列出；总区间已含参数取值范围。`,
    ),
    table: dataTable<Row>(context, {
      id: 'assumptions',
      caption: title,
      items,
      shown: 20,
      columns: [
        { title: '#', numeric: true, value: (row) => row.number('rank') },
        {
          title: say(context, 'confidence', '可信度'),
          value: (row) => confidence(context, row.text('confidence')),
        },
        {
          title: say(context, 'what', '对象'),
          value: (row) =>
            [row.text('kind'), row.text('id'), row.text('part')].filter((text) => text !== '').join(' '),
        },
        {
          title: say(context, 'value (range)', '取值（范围）'),
          value: (row) => row.cell('value'),
          show: (row) =>
            row.text('value') === '' ? '–' : `${row.text('value')}${range(row)} ${row.text('unit')}`,
        },
        { title: say(context, 'source', '来源'), value: (row) => row.text('source') },
        { title: say(context, 'note', '备注'), value: (row) => row.text('note') },
        {
          title: say(context, 'file', '文件'),
          value: (row) =>
            row.number('line') ? `${row.text('file')}:${String(row.number('line'))}` : row.text('file'),
        },
      ],
    }),
  });
}

function method(context: Context): HTMLElement {
  const { summary } = context.result;
  const methods = [...new Set(summary.indicators.map((one) => one.method).filter((text) => text !== ''))];
  const paragraphs = [
    say(
      context,
      `Every passenger is simulated over one timetable of flights, trains and city lines, queue by queue. ${summary.replications} replications with other luck each; random numbers are functions of seed ${summary.seed}, replication, party and purpose, so that the same scenario and seed give the same bytes on any machine.`,
      `逐人模拟航班、列车与市内线路组成的时刻表，逐个队列推进。共 ${summary.replications} 次重复，各次随机性不同；随机数由种子 ${summary.seed}、重复序号、同行组与用途决定，同一情景与种子在任何机器上结果逐字节相同。`,
    ),
    say(
      context,
      'Two intervals, both 95 %. Simulation: the luck of the replications. Total: simulation error and the ranges of parameters, of mean spending and of volumes. Structure and network are in neither. Decide by the total one.',
      '两种 95% 区间。模拟区间：只含重复间的随机性。总区间：含模拟误差、参数取值范围、人均消费与客流总量的取值范围。模型结构与网络的不确定性均不在两者之内。判定以总区间为准。',
    ),
    context.result.isComparison
      ? say(
          context,
          'Both scenarios ran with the same luck: the same party meets the same delays in both. A difference is told only where neither interval holds zero; otherwise the page says “no detectable difference”, which is not the same as “no difference”.',
          '两个情景使用相同随机数：同一同行组在两情景中遭遇相同的随机性。仅当两种区间均不含零时才判为有差异；否则称“无可检出差异”，这并不等于“没有差异”。',
        )
      : '',
    methods.length > 0
      ? say(context, `Intervals by: ${methods.join('; ')}.`, `区间算法：${methods.join('；')}。`)
      : '',
  ];
  return block(context, {
    title: say(context, 'Method', '方法'),
    extra: paragraphs.filter((text) => text !== '').map((text) => h('p', {}, text)),
  });
}

function learning(context: Context): HTMLElement | null {
  const all = learnings(context.result.summary.learning);
  if (all.length === 0) return null;
  const title = say(context, 'How far travellers expect what they meet', '旅客预期与实际的差距');
  const items = all.flatMap(({ one, side }) =>
    one.rounds.map((round, index) => ({ one, round, index, side })),
  );
  type Item = (typeof items)[number];
  const percent = (value: number, signed = false): string => `${fixed(100 * value, 2, signed)} %`;
  return block(context, {
    title,
    note: say(
      context,
      'Before the replications travellers learn how late and how crowded their ways are. Relative gap: hours that they would gain by choosing anew, as a share of hours travelled.',
      '重复之前，旅客先学习各路径的晚点与拥挤。相对间隙：重新选择可节省的小时数占出行总小时数的比例。',
    ),
    table: dataTable<Item>(context, {
      id: 'learning',
      caption: title,
      items,
      columns: [
        ...(context.result.isComparison
          ? [
              {
                title: say(context, 'side', '情景'),
                value: (item: Item) =>
                  item.side === 'base' ? say(context, 'base', '基础') : say(context, 'variant', '对比'),
              },
            ]
          : []),
        { title: say(context, 'round', '轮'), numeric: true, value: (item) => item.index + 1 },
        {
          title: say(context, 'relative gap', '相对间隙'),
          numeric: true,
          value: (item) => item.round.relative_gap,
          show: (item) => percent(item.round.relative_gap),
        },
        {
          title: say(context, 'tolerance', '容差'),
          numeric: true,
          value: (item) => item.one.tolerance,
          show: (item) => percent(item.one.tolerance),
        },
        {
          title: say(context, 'would choose otherwise', '会改变选择'),
          numeric: true,
          value: (item) => item.round.would_choose_otherwise,
          show: (item) => percent(item.round.would_choose_otherwise),
        },
        {
          title: say(context, 'air connections would change by', '航空中转变化'),
          numeric: true,
          value: (item) => item.round.transfer_shift.change,
          show: (item) => percent(item.round.transfer_shift.change, true),
        },
      ],
    }),
  });
}

const flat = (value: unknown): string =>
  value !== null && typeof value === 'object'
    ? Object.entries(value)
        .map(([key, part]) => `${key} ${flat(part)}`)
        .join(', ')
    : String(value);

function origins(context: Context): [string, Origin][] {
  const { manifest } = context.result;
  const list: [string, Origin | undefined][] = [
    [say(context, 'scenario', '情景'), manifest.scenario],
    [say(context, 'base', '基础'), manifest.base],
    [say(context, 'variant', '对比'), manifest.variant],
  ];
  return list.filter((pair): pair is [string, Origin] => pair[1] !== undefined);
}

function repeat(context: Context): HTMLElement {
  const { manifest } = context.result;
  const fact = (term: string, text: string): HTMLElement =>
    h('div', {}, h('dt', {}, term), h('dd', {}, name(text)));
  return block(context, {
    title: say(context, 'How to repeat it', '如何重现'),
    note: say(
      context,
      'The same version of the program on the same inputs gives the same bytes.',
      '同一版本的程序与相同输入给出逐字节相同的结果。',
    ),
    extra: [
      h('pre', { class: 'command', dir: 'ltr' }, h('code', {}, manifest.command)),
      h(
        'dl',
        { class: 'facts wide-facts' },
        ...origins(context).map(([side, origin]) =>
          fact(say(context, `hash of the ${side}`, `${side}哈希`), `${origin.id}  ${origin.hash}`),
        ),
        ...origins(context).map(([side, origin]) =>
          fact(say(context, `chain of the ${side}`, `${side}继承链`), origin.chain.join(' → ')),
        ),
        fact(say(context, 'SHA-256 of the manifest', '清单 SHA-256'), manifest.manifest_sha256),
        ...Object.entries(manifest.made_by).map(([key, value]) =>
          fact(key.replaceAll('_', ' '), flat(value)),
        ),
      ),
    ],
  });
}

function inputs(context: Context): HTMLElement {
  interface Item {
    side: string;
    file: InputFile;
  }
  const items: Item[] = origins(context).flatMap(([side, origin]) =>
    origin.inputs.map((file) => ({ side, file })),
  );
  const title = say(context, 'Files that were read', '读入的文件');
  return block(context, {
    title,
    table: dataTable<Item>(context, {
      id: 'inputs',
      caption: title,
      items,
      shown: 12,
      columns: [
        { title: say(context, 'of', '所属'), value: (item) => item.side },
        { title: say(context, 'file', '文件'), value: (item) => item.file.path ?? item.file.name ?? '' },
        {
          title: say(context, 'bytes', '字节'),
          numeric: true,
          value: (item) => item.file.bytes,
          show: (item) => whole(item.file.bytes),
        },
        {
          title: 'SHA-256',
          value: (item) => item.file.sha256,
          show: (item) => h('code', { class: 'hash' }, item.file.sha256),
        },
      ],
    }),
  });
}
