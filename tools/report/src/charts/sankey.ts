// SPDX-License-Identifier: Apache-2.0
// Flows from left to right. Every node carries its name and its figure, so that no colour has to be told
// from another.
import type { EChartsCoreOption } from 'echarts/core';
import type { Colours } from '../chart';
import { chart, okabeIto, shortened, tip } from '../chart';

export interface FlowNode {
  id: string;
  label: string;
  column: number;
}
export interface Flow {
  from: string;
  to: string;
  value: number;
}

export function sankey(
  nodes: FlowNode[],
  flows: Flow[],
  label: string,
  figure: (value: number) => string,
): HTMLElement {
  const drawnFlows = flows.filter((flow) => flow.value > 0);
  const used = nodes.filter((node) =>
    drawnFlows.some((flow) => flow.from === node.id || flow.to === node.id),
  );
  const columns = Math.max(...used.map((node) => node.column)) + 1;
  const tallest = Math.max(
    ...Array.from({ length: columns }, (_, column) => used.filter((node) => node.column === column).length),
  );
  return chart({
    label,
    height: Math.max(280, tallest * 34 + 40),
    option: (colours, width) => option(used, drawnFlows, figure, colours, width, columns),
  });
}

function option(
  nodes: FlowNode[],
  flows: Flow[],
  figure: (value: number) => string,
  colours: Colours,
  width: number,
  columns: number,
): EChartsCoreOption {
  const labels = new Map(nodes.map((node) => [node.id, node.label]));
  const narrow = width < 560;
  const room = Math.max(96, Math.min(260, Math.floor(width / (columns + 0.4))));
  const wide = [...labels.values()].some((text) => /[\u3000-\u9fff]/.test(text));
  // Between two columns there is more room than beside the last.
  const between = columns < 2 ? room : (width - room) / (columns - 1);
  const letters = (column: number): number =>
    Math.floor((Math.min(360, column === columns - 1 ? room : between) - 20) / (wide ? 12.5 : 6.6));
  const columnOf = new Map(nodes.map((node) => [node.id, node.column]));
  const named = (id: string): string => labels.get(id) ?? id;
  return {
    tooltip: {
      trigger: 'item',
      confine: true,
      formatter: (item: {
        dataType?: string;
        name: string;
        value: number;
        data: { source?: string; target?: string };
      }) =>
        item.dataType === 'edge'
          ? tip(`${named(item.data.source ?? '')} → ${named(item.data.target ?? '')}`, figure(item.value))
          : tip(named(item.name), figure(item.value)),
    },
    series: [
      {
        type: 'sankey',
        left: 2,
        right: room,
        top: 8,
        bottom: 8,
        nodeWidth: 10,
        nodeGap: narrow ? 12 : 14,
        nodeAlign: 'left',
        draggable: false,
        layoutIterations: 32,
        emphasis: { focus: 'adjacency' },
        lineStyle: { color: 'source', opacity: 0.28, curveness: 0.5 },
        label: {
          color: colours.text,
          fontSize: narrow ? 10 : 12,
          formatter: (item: { name: string; value: number }) =>
            `{figure|${figure(item.value)}} ${shortened(named(item.name).replace(/[{}|]/g, ' '), letters(columnOf.get(item.name) ?? 0) - figure(item.value).length)}`,
          rich: { figure: { fontWeight: 'bold', fontSize: narrow ? 10 : 12, color: colours.text } },
        },
        data: nodes.map((node, index) => ({
          name: node.id,
          depth: node.column,
          itemStyle: { color: okabeIto[index % okabeIto.length], borderWidth: 0 },
        })),
        links: flows.map((flow) => ({ source: flow.from, target: flow.to, value: flow.value })),
      },
    ],
  };
}
