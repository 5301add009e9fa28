// SPDX-License-Identifier: Apache-2.0
// A part of the page: a heading, a sentence that says what is seen, a chart, and its table.
import type { Reader } from './context';
import { say } from './context';
import { h, uniqueId } from './dom';

export interface Block {
  title: string;
  note?: string | undefined;
  chart?: HTMLElement | null | undefined;
  table?: HTMLElement | null | undefined; // behind a chart it opens on demand
  open?: boolean | undefined; // it is open from the start
  extra?: (HTMLElement | null)[];
}

export function block(context: Reader, parts: Block): HTMLElement {
  const id = uniqueId('part');
  const table =
    parts.chart && parts.table
      ? h(
          'details',
          { class: 'twin', open: parts.open },
          h('summary', {}, say(context, 'Table of these figures', '数据表')),
          parts.table,
        )
      : parts.table;
  return h(
    'section',
    { class: 'block', 'aria-labelledby': id },
    h('h3', { id }, parts.title),
    parts.note ? h('p', { class: 'note' }, parts.note) : null,
    parts.chart ?? null,
    table ?? null,
    ...(parts.extra ?? []),
  );
}

export const nothing = (text: string): HTMLElement => h('p', { class: 'nothing' }, text);
