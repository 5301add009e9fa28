// SPDX-License-Identifier: Apache-2.0
// What the reader has chosen: language, result, and of a comparison the side whose flows and queues are shown.
import type { Indicator, Lang, Result, Side, Words } from './data';

// Who reads: all that words depend on.
export interface Reader {
  lang: Lang;
}

export interface Context extends Reader {
  result: Result;
  side: Side;
}

// Both languages stand side by side wherever something is said.
export const say = (reader: Reader, en: string, zh: string): string => (reader.lang === 'zh' ? zh : en);

export const inLang = (reader: Reader, words: Words): string =>
  (reader.lang === 'zh' ? words.zh : words.en) || words.en || words.zh;

export const nameOf = (context: Context, one: Indicator): string => inLang(context, one.name) || one.group;

// The rows that the chosen side has; of a run all.
export const sideOf = (context: Context): Side | undefined =>
  context.result.isComparison ? context.side : undefined;

// The interval that decides: the total one where there is one.
export const deciding = (one: Indicator): Indicator['total'] => one.total ?? one.simulation;

const gains = new Set([
  'product_visitors',
  'product_nights',
  'product_transfers',
  'product_saved',
  'product_spending',
  'product_return',
]);
// What may be below zero in a run: gains against the world without. Everything else is counted.
export const isGain = (one: Indicator): boolean => gains.has(one.id);
