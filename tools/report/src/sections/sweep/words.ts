// SPDX-License-Identifier: Apache-2.0
// What a sweep, its factors and figures are called, and the ranges of its estimates.
import type { Reader } from '../../context';
import { say } from '../../context';
import type { Sweep, SweepEstimate, SweepOutput, SweepResult } from '../../data';

export type Reads = Reader & { result: SweepResult };

export const inEither = (reader: Reader, english: string, chinese: string, id: string): string =>
  (reader.lang === 'zh' ? chinese : '') || english || id;

export const sweepTitle = (reader: Reader, sweep: Sweep): string =>
  inEither(reader, sweep.title, sweep.title_zh, sweep.id);

export const outputName = (reader: Reader, output: SweepOutput): string =>
  inEither(reader, output.name, output.name_zh, output.id);

export function factorName(reads: Reads, id: string): string {
  const found = reads.result.sweep.factors.find((one) => one.id === id);
  return found ? inEither(reads, found.name, found.name_zh, id) : id;
}

export const rangeOf = (one: SweepEstimate): { low: number; high: number } | null =>
  one.low === null || one.high === null ? null : { low: one.low, high: one.high };

export const bounds = (reader: Reader): string => say(reader, '95 % interval', '95 % 区间');
