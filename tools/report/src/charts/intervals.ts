// SPDX-License-Identifier: Apache-2.0
// Values with both intervals: a thick bar for the simulation error, a thin line for the total, a dot.
import type {
  CustomSeriesRenderItemAPI,
  CustomSeriesRenderItemParams,
  CustomSeriesRenderItemReturn,
} from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import { chart, shortened, tip } from '../chart';
import type { Colours } from '../chart';
import type { Range } from '../data';

export interface IntervalMark {
  label: string;
  value: number;
  simulation: Range | null;
  total: Range | null;
  faint?: boolean; // nothing can be told: hollow
  lines: string[]; // of the tip
}

const row = 30;

export function intervalChart(
  marks: IntervalMark[],
  label: string,
  unit: string,
  zero: boolean,
): HTMLElement {
  return chart({
    label,
    height: marks.length * row + 64,
    option: (colours, width) => option(marks, unit, zero, colours, width),
  });
}

function option(
  marks: IntervalMark[],
  unit: string,
  zero: boolean,
  colours: Colours,
  width: number,
): EChartsCoreOption {
  const room = Math.round(Math.min(300, width * 0.42));
  const letters = Math.floor(room / (/[\u3000-\u9fff]/.test(marks[0]?.label ?? '') ? 12.5 : 6.6));
  return {
    grid: { left: room + 12, right: 24, top: 8, bottom: 44 },
    tooltip: {
      trigger: 'item',
      confine: true,
      formatter: (item: { dataIndex: number }) => {
        const mark = marks[item.dataIndex];
        return mark ? tip(mark.label, ...mark.lines) : '';
      },
    },
    xAxis: {
      type: 'value',
      name: unit,
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: colours.muted },
      axisLabel: { color: colours.muted, hideOverlap: true },
      splitLine: { lineStyle: { color: colours.line } },
      ...(zero ? {} : { min: 0 }), // either way zero is in sight
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: marks.map((_, index) => String(index)),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: {
        color: colours.text,
        fontSize: 12,
        formatter: (index: string) => shortened(marks[Number(index)]?.label ?? '', letters),
      },
    },
    series: [
      {
        type: 'custom',
        encode: { x: [1, 2, 3, 4, 5], y: 0 },
        data: marks.map((mark, index) => [
          index,
          mark.value,
          mark.simulation?.low ?? mark.value,
          mark.simulation?.high ?? mark.value,
          mark.total?.low ?? mark.value,
          mark.total?.high ?? mark.value,
        ]),
        renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) =>
          drawn(api, colours, zero, marks[Number(api.value(0))]?.faint ?? false),
      },
    ],
  };
}

function drawn(
  api: CustomSeriesRenderItemAPI,
  colours: Colours,
  zero: boolean,
  faint: boolean,
): CustomSeriesRenderItemReturn {
  const at = (dimension: number): [number, number] => {
    const [x = 0, y = 0] = api.coord([api.value(dimension), api.value(0)]);
    return [x, y];
  };
  const [x, y] = at(1);
  const colour = faint ? colours.muted : colours.accent;
  const [origin = x] = api.coord([0, api.value(0)]);
  const bar = (low: number, high: number, thick: number, opacity: number): CustomSeriesRenderItemReturn => {
    const [from] = at(low);
    const [to] = at(high);
    return {
      type: 'rect',
      shape: {
        x: from,
        y: y - thick / 2,
        width: Math.max(1, to - from),
        height: thick,
        r: thick > 4 ? 2 : 0,
      },
      style: { fill: colour, opacity },
    };
  };
  const zeroLine: CustomSeriesRenderItemReturn[] = zero
    ? [
        {
          type: 'line',
          shape: { x1: origin, x2: origin, y1: y - row / 2, y2: y + row / 2 },
          style: { stroke: colours.muted, lineWidth: 1 },
        },
      ]
    : [];
  const dot: CustomSeriesRenderItemReturn = {
    type: 'circle',
    shape: { cx: x, cy: y, r: 4 },
    style: { fill: faint ? colours.back : colour, stroke: colour, lineWidth: 2 },
  };
  const children = [...zeroLine, bar(4, 5, 2, 1), bar(2, 3, 10, 0.35), dot];
  return { type: 'group', children } as CustomSeriesRenderItemReturn;
}
