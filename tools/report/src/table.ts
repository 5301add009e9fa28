// SPDX-License-Identifier: Apache-2.0
// The table that stands behind every chart: sorted by any column, downloaded as CSV.
import type { Reader } from './context';
import { say } from './context';
import type { Cell } from './data';
import { h, name, offerDownload } from './dom';
import { fixed } from './figures';

export interface Column<Item> {
  title: string;
  unit?: string;
  value: (item: Item) => Cell; // exact: sorted by, downloaded, and in data-value
  show?: (item: Item) => string | Node; // as a person reads it
  saved?: { title: string; value: (item: Item) => Cell }[]; // instead of it in the CSV file
  numeric?: boolean;
  tight?: boolean; // short text, on one line
  places?: number; // of numbers without `show`
}

export interface TableOptions<Item> {
  id: string; // of the table, and of the file that is downloaded
  caption: string;
  columns: Column<Item>[];
  items: Item[];
  shown?: number; // rows before "show all"; 0: all
  cut?: string | null; // said where the page holds the first rows only
}

const heading = <Item>(column: Column<Item>): string =>
  column.unit ? `${column.title} (${column.unit})` : column.title;

// RFC 4180. What a spreadsheet would take for a formula is marked as text.
function csvField(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvText<Item>(columns: Column<Item>[], items: Item[]): string {
  const parts = columns.flatMap(
    (column) => column.saved ?? [{ title: heading(column), value: column.value }],
  );
  const lines = [parts.map((part) => csvField(part.title)).join(',')];
  for (const item of items) lines.push(parts.map((part) => csvField(part.value(item))).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function compare(a: Cell, b: Cell, lang: string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), lang);
}

// Empty cells last, whichever way.
function sorted<Item>(items: Item[], column: Column<Item>, down: boolean, lang: string): Item[] {
  return [...items].sort((x, y) => {
    const a = column.value(x);
    const b = column.value(y);
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return down ? compare(b, a, lang) : compare(a, b, lang);
  });
}

const kind = <Item>(column: Column<Item>): string | null =>
  column.numeric ? 'number' : column.tight ? 'tight' : null;

function cellOf<Item>(column: Column<Item>, item: Item): HTMLElement {
  const value = column.value(item);
  const attributes = { class: kind(column), 'data-value': value === null ? '' : String(value) };
  if (column.show) return h('td', attributes, column.show(item));
  if (value === null) return h('td', attributes, '–');
  if (typeof value === 'number') return h('td', attributes, fixed(value, column.places ?? 0));
  return h('td', attributes, name(value));
}

// On paper nothing can be pressed: short tables stand whole, of long ones it is said what is left out.
const mostOnPaper = 60;
let papers: ((on: boolean) => void)[] = [];
export function forgetTables(): void {
  papers = [];
}
export function tablesForPaper(on: boolean): void {
  for (const one of papers) one(on);
}

export function dataTable<Item>(context: Reader, options: TableOptions<Item>): HTMLElement {
  const { columns, items } = options;
  const body = h('tbody');
  let order = items;
  let all = !options.shown || items.length <= options.shown;
  let paper = false;
  const left = h('p', { class: 'on-paper' });
  const more = h('button', { type: 'button', class: 'quiet', click: () => reveal() });
  const fill = (): void => {
    const whole = all || (paper && items.length <= mostOnPaper);
    const rows = whole ? order : order.slice(0, options.shown);
    const cut = options.cut ?? '';
    left.textContent = whole
      ? cut
      : `${say(context, `First ${rows.length} of ${items.length} rows; the page on a screen has all.`, `共 ${items.length} 行，此处为前 ${rows.length} 行；屏幕上可查看全部。`)} ${cut}`.trim();
    body.replaceChildren(
      ...rows.map((item) => h('tr', {}, ...columns.map((column) => cellOf(column, item)))),
    );
    more.hidden = all;
  };
  const reveal = (): void => {
    all = true;
    fill();
  };
  more.textContent = say(context, `Show all ${items.length} rows`, `显示全部 ${items.length} 行`);

  const heads = columns.map((column, index) => {
    const sort = (): void => {
      const down = heads[index]?.getAttribute('aria-sort') === 'ascending';
      heads.forEach((head) => head.removeAttribute('aria-sort'));
      heads[index]?.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      order = sorted(items, column, down, context.lang);
      fill();
    };
    return h(
      'th',
      { scope: 'col', class: kind(column) },
      h('button', { type: 'button', click: sort }, heading(column)),
    );
  });
  const save = (): void => offerDownload(`${options.id}.csv`, csvText(columns, order));
  fill();
  papers.push((on) => {
    paper = on;
    fill();
  });
  return h(
    'div',
    { class: 'table' },
    h(
      'div',
      { class: 'wide', tabindex: 0, role: 'region', 'aria-label': options.caption },
      h(
        'table',
        { id: options.id },
        h('caption', {}, options.caption),
        h('thead', {}, h('tr', {}, ...heads)),
        body,
      ),
    ),
    h(
      'p',
      { class: 'tools' },
      more,
      h('button', { type: 'button', class: 'quiet', click: save }, say(context, 'Download CSV', '下载 CSV')),
      options.cut ? h('span', { class: 'muted' }, options.cut) : null,
    ),
    left,
  );
}
