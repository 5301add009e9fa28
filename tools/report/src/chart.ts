// SPDX-License-Identifier: Apache-2.0
// One chart: Apache ECharts as SVG, drawn when it is first seen, again when the window or the colours change.
// It is a picture to a screen reader: the table beside it is its text.
import { BarChart, CustomChart, HeatmapChart, SankeyChart } from 'echarts/charts';
import { GridComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { h } from './dom';

use([
  BarChart,
  CustomChart,
  HeatmapChart,
  SankeyChart,
  GridComponent,
  TooltipComponent,
  VisualMapComponent,
  SVGRenderer,
]);

export interface Colours {
  text: string;
  muted: string;
  line: string;
  back: string;
  accent: string;
  dark: boolean;
}

// Okabe and Ito (2008): told apart with any kind of colour vision.
export const okabeIto = [
  '#0072B2',
  '#E69F00',
  '#009E73',
  '#CC79A7',
  '#56B4E9',
  '#D55E00',
  '#999999',
  '#F0E442',
];

export function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const of = (property: string): string => style.getPropertyValue(property).trim();
  return {
    text: of('--text'),
    muted: of('--muted'),
    line: of('--line'),
    back: of('--back'),
    accent: of('--accent'),
    dark: style.getPropertyValue('--dark').trim() === '1',
  };
}

export const fonts =
  'system-ui, -apple-system, "Segoe UI", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

export interface ChartOptions {
  label: string; // what a screen reader says instead
  height: number; // pixels
  option: (colours: Colours, width: number) => EChartsCoreOption;
}

interface Live {
  draw: () => void;
  end: () => void;
}
let live: Live[] = [];

// Drawn now, and again whenever `host` has another width; `end` when the page is made anew.
export function keepDrawn(host: HTMLElement, draw: () => void, end: () => void = () => {}): void {
  const sizes = new ResizeObserver(() => draw());
  sizes.observe(host);
  live.push({
    draw,
    end: () => {
      sizes.disconnect();
      end();
    },
  });
}

export function chart(options: ChartOptions): HTMLElement {
  const host = h('div', { class: 'chart', role: 'img', 'aria-label': options.label });
  host.style.height = `${options.height}px`;
  let drawn: ECharts | null = null;
  const draw = (): void => {
    const width = host.clientWidth;
    if (width === 0) return; // not seen
    drawn ??= init(host, null, { renderer: 'svg', height: options.height });
    drawn.resize({ width, height: options.height });
    drawn.setOption(
      { animation: false, textStyle: { fontFamily: fonts }, ...options.option(colours(), width) },
      { notMerge: true },
    );
  };
  keepDrawn(host, draw, () => drawn?.dispose());
  return host;
}

export function forgetCharts(): void {
  for (const one of live) one.end();
  live = [];
}
export function redrawCharts(): void {
  for (const one of live) one.draw();
}

// What is shown of a mark under the pointer. Elements, not markup.
export function tip(title: string, ...lines: string[]): HTMLElement {
  return h(
    'div',
    { class: 'tip' },
    h('strong', {}, h('bdi', {}, title)),
    ...lines.map((line) => h('div', {}, line)),
  );
}

// About as many characters of a label as fit; the table has it whole.
export function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
