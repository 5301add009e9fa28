// SPDX-License-Identifier: Apache-2.0
// Figures as `stopover run` prints them: decimals by unit, groups of three, never "-0.00".
import type { Lang, Range } from './data';

const unitNames: Record<string, [string, string]> = {
  share: ['%', '%'],
  'people/day': ['people/day', '人/日'],
  'person-nights/day': ['person-nights/day', '人夜/日'],
  'yuan/day': ['yuan/day', '元/日'],
  jobs: ['jobs', '个岗位'],
  'people/year': ['people/year', '人/年'],
  'yuan/year': ['yuan/year', '元/年'],
  'yuan/person': ['yuan/person', '元/人'],
  'yuan/person-night': ['yuan/person-night', '元/人夜'],
  'yuan/yuan': ['yuan/yuan', '元/元'],
  minutes: ['min', '分钟'],
  'runs/day': ['runs/day', '班次/日'],
  'hours/day': ['h/day', '小时/日'],
};

export const unitName = (unit: string, lang: Lang): string =>
  unitNames[unit]?.[lang === 'zh' ? 1 : 0] ?? unit;
// Of a difference: shares differ by points.
export const changeUnit = (unit: string, lang: Lang): string =>
  unit === 'share' ? (lang === 'zh' ? '百分点' : 'points') : unitName(unit, lang);

const isMoney = (unit: string): boolean => unit.startsWith('yuan');

export function decimals(unit: string): number {
  if (unit.endsWith('/year')) return 0;
  if (unit === 'share' || unit === 'minutes' || unit === 'yuan/yuan') return 2;
  return isMoney(unit) ? 0 : 1;
}

export const scaled = (unit: string, value: number): number => (unit === 'share' ? 100 * value : value);

export function fixed(value: number, places: number, signed = false): string {
  const text = Math.abs(value).toFixed(places);
  const [whole = '0', part] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const shown = part === undefined ? grouped : `${grouped}.${part}`;
  if (Number(text) === 0) return shown;
  return value < 0 ? `−${shown}` : signed ? `+${shown}` : shown;
}

export const figure = (unit: string, value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : fixed(scaled(unit, value), decimals(unit));
export const change = (unit: string, value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : fixed(scaled(unit, value), decimals(unit), true);
export const withUnit = (unit: string, value: number | null | undefined, lang: Lang): string =>
  value === null || value === undefined ? '–' : `${figure(unit, value)} ${unitName(unit, lang)}`;

// Shown within what can be: shares to 1, nothing below 0; the data has the interval as it is.
export function possible(unit: string, range: Range): Range {
  const most = unit === 'share' ? 1 : Infinity;
  const clamp = (x: number): number => Math.min(Math.max(x, 0), most);
  return { low: clamp(range.low), high: clamp(range.high) };
}

// `free`: may be below zero, as gains may.
export function interval(unit: string, range: Range | null, free = false): string {
  if (!range) return '–';
  const shown = free ? range : possible(unit, range);
  return `${figure(unit, shown.low)} … ${figure(unit, shown.high)}`;
}
export const changeInterval = (unit: string, range: Range | null): string =>
  range ? `${change(unit, range.low)} … ${change(unit, range.high)}` : '–';

export const whole = (value: number): string => fixed(value, 0);
