// SPDX-License-Identifier: Apache-2.0
// Elements. Text is always set as text, never as markup: names come from scenarios, which anyone writes.

type Child = Node | string | null | undefined | false;
type Handler = (event: Event) => void;
export type Attributes = Record<string, string | number | boolean | null | undefined | Handler>;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

export function append(element: Element, children: readonly Child[]): void {
  for (const child of children)
    if (child !== null && child !== undefined && child !== false) element.append(child);
}

// A name of the scenario: in its own direction of writing, whatever stands around it.
export const name = (text: string): HTMLElement => h('bdi', {}, text);

let last = 0;
export const uniqueId = (prefix: string): string => `${prefix}-${++last}`;

// A file for the person who reads. The mark makes Excel read UTF-8.
export function offerDownload(fileName: string, text: string, kind = 'text/csv'): void {
  const blob = new Blob(['\ufeff', text], { type: `${kind};charset=utf-8` });
  const url = URL.createObjectURL(blob);
  const link = h('a', { href: url, download: fileName });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
