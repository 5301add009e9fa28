// SPDX-License-Identifier: Apache-2.0
// 3. Rates and spending by segment; of a comparison the paired differences.
import type { Context } from '../context';
import { say } from '../context';
import type { Indicator } from '../data';
import { h, uniqueId } from '../dom';
import { block } from '../block';
import type { Group } from '../indicators';
import { afterColon, happened, indicatorBlock, indicatorTable } from '../indicators';
import { segmentName } from './flows';

export function rates(context: Context): (HTMLElement | null)[] {
  const { result } = context;
  const of = (...ids: string[]): Indicator[] =>
    result.indicators((one) => ids.includes(one.id) && happened(one));
  const groups: Group[] = [
    {
      id: 'headline-rates',
      title: say(context, 'Rates', '比率'),
      note: legend(context),
      items: result.indicators((one) => one.headline && one.unit === 'share'),
    },
    {
      id: 'gateway',
      title: say(context, 'At the gateway', '本口岸'),
      items: result.indicators(
        (one) =>
          one.group === 'all' &&
          [
            'handled',
            'transfer',
            'stopover',
            'air_rail',
            'may_enter',
            'entered',
            'stepped_out',
            'nights',
            'stranded',
            'unserved',
          ].includes(one.id),
      ),
      chart: false,
    },
    {
      id: 'gateway-share',
      title: say(
        context,
        'Through passengers who connect at the gateway, by segment',
        '经本口岸中转的过境旅客占比，按客群',
      ),
      items: of('gateway_share'),
      label: (one) => segmentName(context, one.group),
    },
    {
      id: 'step-out',
      title: say(context, 'Likely to step out between flights, by segment', '转机间短暂出机场的概率，按客群'),
      note: say(
        context,
        'By how likely each passenger chooses it: what few do has a narrower interval so.',
        '按各旅客的选择概率计：少见的选择因此区间更窄。',
      ),
      items: of('likely_step_out_rate'),
      label: (one) => (one.group === 'all' ? say(context, 'all', '全部') : segmentName(context, one.group)),
    },
    {
      id: 'likely-stopover',
      title: say(
        context,
        'Likely to stay nights between flights, by segment',
        '转机间过夜停留的概率，按客群',
      ),
      items: of('likely_stopover_rate'),
      label: (one) => (one.group === 'all' ? say(context, 'all', '全部') : segmentName(context, one.group)),
    },
    { id: 'persons', title: say(context, 'Travellers by segment', '分客群旅客'), items: of('persons') },
    {
      id: 'access',
      title: say(context, 'Land access to the airports', '机场集疏运'),
      items: of('airport_access'),
      label: afterColon(context),
    },
    {
      id: 'spending-category',
      title: say(context, 'Direct spending by category', '直接消费，按类别'),
      items: of('spending_by_category'),
      label: afterColon(context),
    },
    {
      id: 'spending-visitor',
      title: say(context, 'Direct spending by kind of visitor', '直接消费，按旅客类型'),
      items: of('spending').filter((one) => one.group !== 'all'),
      label: afterColon(context),
    },
    {
      id: 'spending-person',
      title: say(context, 'Direct spending a person', '人均直接消费'),
      items: of('spending_per_person'),
      label: afterColon(context),
    },
    {
      id: 'economy',
      title: say(context, 'What the spending makes', '消费的经济带动'),
      items: of('economy'),
      chart: false,
    },
    {
      id: 'origin',
      title: say(context, 'Gained from other ways, and new trips', '转移客流与新增出行'),
      note: say(
        context,
        'Of what is gained or lost: by people who travel in both scenarios and choose otherwise, and by people who travel in one only.',
        '增减之中：两情景均出行但选择改变者，与仅在一个情景出行者。',
      ),
      items: result.isComparison ? of('diverted', 'new_trips') : [],
      chart: false,
      shown: 20,
    },
  ];
  return [...groups.map((group) => indicatorBlock(context, group)), every(context)];
}

export const legend = (context: Context): string =>
  context.result.isComparison
    ? say(
        context,
        'Dot: paired difference, the same luck in both. Thick bar: simulation interval; thin line: total interval. Hollow and grey: no detectable difference.',
        '圆点：配对差值（两情景随机数相同）。粗条：模拟区间；细线：总区间。空心灰色：无可检出差异。',
      )
    : say(
        context,
        'Dot: estimate, hollow without an interval. Thick bar: 95 % interval of the simulation error; thin line: total 95 % interval, with the ranges of parameters.',
        '圆点：估计值，无区间则为空心。粗条：模拟误差 95% 区间；细线：含参数取值范围的总 95% 区间。',
      );

// All of them, found by a word.
function every(context: Context): HTMLElement {
  const { result } = context;
  const all = result.summary.indicators;
  const title = say(context, `All ${all.length} indicators`, `全部 ${all.length} 项指标`);
  const place = h('div');
  const input = h('input', { type: 'search', id: uniqueId('find') });
  const fill = (): void => {
    const word = input.value.trim().toLowerCase();
    const items =
      word === ''
        ? all
        : all.filter((one) =>
            `${one.id} ${one.group} ${one.name.en} ${one.name.zh}`.toLowerCase().includes(word),
          );
    place.replaceChildren(
      indicatorTable(context, { id: 'all-indicators', title, items, shown: 15 }),
    );
  };
  input.addEventListener('input', fill);
  fill();
  return block(context, {
    title,
    extra: [
      h('p', { class: 'find' }, h('label', { for: input.id }, say(context, 'Find', '查找')), ' ', input),
      place,
    ],
  });
}
