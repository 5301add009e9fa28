// SPDX-License-Identifier: Apache-2.0
// Hours of the day by place: darker is worse; a mark where a target is missed, so that colour alone says nothing.
import type { EChartsCoreOption } from 'echarts/core';
import type { Colours } from '../chart';
import { chart, shortened, tip } from '../chart';

export interface HourMark {
  row: number; // of `labels`
  hour: number;
  value: number;
  missed: boolean;
  lines: string[];
}

export function hoursChart(labels: string[], marks: HourMark[], label: string, unit: string): HTMLElement {
  return chart({
    label,
    height: labels.length * 26 + 96,
    option: (colours, width) => option(labels, marks, unit, colours, width),
  });
}

// Cividis (Nuñez et al. 2018): the same order for every kind of colour vision; what is worse stands out more.
const scale = ['#fdea9b', '#d3c164', '#a59c74', '#7d7c78', '#575d6d', '#2f3f6c', '#00204d'];

function option(
  labels: string[],
  marks: HourMark[],
  unit: string,
  colours: Colours,
  width: number,
): EChartsCoreOption {
  const room = Math.round(Math.min(280, width * 0.36));
  const letters = Math.floor(room / (/[\u3000-\u9fff]/.test(labels[0] ?? '') ? 12.5 : 6.6));
  const most = Math.max(1, ...marks.map((mark) => mark.value));
  const narrow = width < 560;
  return {
    grid: { left: room + 10, right: 8, top: 8, bottom: 84 },
    tooltip: {
      trigger: 'item',
      confine: true,
      formatter: (item: { dataIndex: number }) => {
        const mark = marks[item.dataIndex];
        return mark ? tip(`${labels[mark.row] ?? ''} · ${clock(mark.hour)}`, ...mark.lines) : '';
      },
    },
    visualMap: {
      min: 0,
      max: most,
      dimension: 2,
      calculable: false,
      orient: 'horizontal',
      left: room + 10,
      bottom: 4,
      itemHeight: narrow ? 90 : 160,
      itemWidth: 12,
      text: [`${most.toFixed(most < 10 ? 1 : 0)} ${unit}`, '0'],
      textStyle: { color: colours.muted },
      inRange: { color: colours.dark ? [...scale].reverse().slice(1) : scale },
    },
    xAxis: {
      type: 'category',
      data: Array.from({ length: 24 }, (_, hour) => clock(hour)),
      axisLabel: { color: colours.muted, interval: narrow ? 5 : 2 },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      splitArea: { show: false },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: labels.map((_, index) => String(index)),
      axisLabel: {
        color: colours.text,
        fontSize: 12,
        formatter: (index: string) => shortened(labels[Number(index)] ?? '', letters),
      },
      axisTick: { show: false },
      axisLine: { show: false },
    },
    series: [
      {
        type: 'heatmap',
        data: marks.map((mark) => [mark.hour, mark.row, mark.value]),
        itemStyle: { borderColor: colours.back, borderWidth: 1 },
        label: {
          show: true,
          fontSize: 10,
          fontWeight: 'bold',
          formatter: (item: { dataIndex: number }) => (marks[item.dataIndex]?.missed ? '×' : ''),
          color: '#fff',
          textBorderColor: '#000',
          textBorderWidth: 2,
        },
      },
    ],
  };
}

export const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
