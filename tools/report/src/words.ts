// SPDX-License-Identifier: Apache-2.0
// Words and columns that several parts of the report use.
import type { Context, Reader } from './context';
import { inLang, say } from './context';
import type { Learning, Row, ScenarioHead, Side, Summary } from './data';
import { fixed, whole } from './figures';
import type { Column } from './table';

export const titleOf = (reader: Reader, head: Pick<ScenarioHead, 'id' | 'title'>): string =>
  inLang(reader, head.title) || head.id;

export const sideColumn = (context: Context): Column<Row> => ({
  title: say(context, 'side', '情景'),
  tight: true,
  value: (row) => (row.text('side') === 'base' ? say(context, 'base', '基础') : say(context, 'variant', '对比')),
});

const grades: Record<string, string> = {
  assumption: '假设',
  'general-knowledge': '常识',
  derived: '推算',
  low: '低',
  medium: '中',
  high: '高',
};
export const confidence = (context: Context, text: string): string =>
  context.lang === 'zh' ? (grades[text] ?? text) : text;

export const people = (value: number): string => (value >= 100 ? whole(value) : fixed(value, 1));

interface SideLearning {
  side: Side | null; // none of a run
  one: Learning;
}
export function learnings(learning: Summary['learning']): SideLearning[] {
  if (!learning) return [];
  if ('rounds' in learning) return [{ side: null, one: learning }];
  const { base, variant } = learning;
  return [
    ...(base ? [{ side: 'base' as const, one: base }] : []),
    ...(variant ? [{ side: 'variant' as const, one: variant }] : []),
  ];
}
