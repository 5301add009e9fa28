// SPDX-License-Identifier: Apache-2.0
// What the parts of a sweep's page share: columns of intervals, labels, notes.
import type { Reader } from '../../context';
import { say } from '../../context';
import type { SweepEstimate } from '../../data';
import type { Column } from '../../table';

// An interval as one column; in the CSV file each end is one.
export function rangeColumn<Item>(
  reader: Reader,
  title: string,
  of: (item: Item) => SweepEstimate,
  show: (item: Item) => string,
): Column<Item> {
  return {
    title,
    numeric: true,
    value: (item) => of(item).low,
    show,
    saved: [
      { title: `${title} ${say(reader, 'low', '下限')}`, value: (item) => of(item).low },
      { title: `${title} ${say(reader, 'high', '上限')}`, value: (item) => of(item).high },
    ],
  };
}

export const chartLabel = (reader: Reader, title: string): string =>
  say(
    reader,
    `Chart: ${title}. The table below has the same figures.`,
    `图：${title}。下方表格列出相同数值。`,
  );

export const leftOut = (reader: Reader, n: number): string =>
  n === 0 ? '' : say(reader, ` ${n} were left out: a cell of them failed.`, ` 另有 ${n} 组因单元失败未计入。`);
