// SPDX-License-Identifier: Apache-2.0
// What the command put into the page: results of `run` and `compare`, as docs/formats/results.md tells.

export type Lang = 'en' | 'zh';
export type Cell = string | number | null;
export type Words = { en: string; zh: string };
export type Range = { low: number; high: number };
export type Side = 'base' | 'variant';

export interface Indicator {
  id: string;
  group: string;
  unit: string;
  headline: boolean;
  name: Words;
  numerator: Words | null;
  denominator: Words | null;
  value?: number; // of a run
  base?: number; // these of a comparison
  variant?: number;
  difference?: number;
  p_value?: number | null;
  distinguishable?: boolean;
  simulation: Range | null;
  total: Range | null;
  n: number;
  method: string;
}

export interface ScenarioHead {
  id: string;
  title: Words;
  hash: string;
  chain: string[];
  first_day: string;
  days: number;
  sample: number;
}

interface Shift {
  change: number;
  standard_error: number;
}
export interface Learning {
  days_a_round: number;
  tolerance: number;
  settled: boolean;
  rounds: {
    relative_gap: number;
    would_choose_otherwise: number;
    transfer_shift: Shift;
    air_rail_shift: Shift;
  }[];
}
export interface Leaf {
  indicator: string;
  about: number;
  half_width: number;
  within: boolean;
}

export interface Summary {
  kind: 'run' | 'compare';
  seed: string;
  replications: number;
  parameters_drawn: boolean;
  interval_level: number;
  command: string;
  indicators: Indicator[];
  scenario?: ScenarioHead;
  base?: ScenarioHead;
  variant?: ScenarioHead;
  learning: Learning | { base: Learning | null; variant: Learning | null; leaves: Leaf[] } | null;
}

export interface InputFile {
  path?: string;
  name?: string;
  bytes: number;
  sha256: string;
}
export interface Origin {
  id: string;
  hash: string;
  chain: string[];
  inputs: InputFile[];
}
export interface Manifest {
  command: string;
  seed: string;
  made_by: Record<string, unknown>;
  scenario?: Origin;
  base?: Origin;
  variant?: Origin;
  manifest_sha256: string;
}

export interface TableColumn {
  name: string;
  unit: string;
  en: string;
  zh: string;
}
interface TableData {
  columns: TableColumn[];
  rows: Cell[][];
  total: number;
}
interface ResultData {
  summary: Summary;
  manifest: Manifest;
  tables: Record<string, TableData>;
}
// Of `sweep merge`: what `sweep analyse --json` tells, of each output the cells furthest from the base.
export interface SweepEstimate {
  value: number;
  standard_error?: number | null;
  low: number | null;
  high: number | null;
}
export interface SweepFactor {
  id: string;
  name: string;
  name_zh: string;
  unit: string;
  how: string;
  field: string;
}
export interface SweepOutput {
  id: string;
  group: string;
  unit: string;
  name: string;
  name_zh: string;
  base: SweepEstimate | null;
  effects: {
    cell: number;
    settings: string;
    value: number;
    difference: SweepEstimate;
    p_holm: number | null;
  }[];
  effects_total: number;
  main_effects: {
    factor: string;
    combinations: number;
    left_out: number;
    levels: { level: string; cells: number; effect: SweepEstimate }[];
  }[];
  sobol: {
    rows: number;
    left_out: number;
    factors: { factor: string; first: SweepEstimate; total: SweepEstimate }[];
  } | null;
  morris: {
    trajectories: number;
    left_out: number;
    factors: { factor: string; mu: number; mu_star: SweepEstimate; sigma: number | null }[];
  } | null;
}
export interface Sweep {
  id: string;
  title: string;
  title_zh: string;
  base: string;
  version: string;
  design: string;
  seed: string;
  replications: number;
  experiment: string;
  results_sha256: string;
  cells: number;
  missing: number;
  failed: number;
  factors: SweepFactor[];
  outputs: SweepOutput[];
}
interface SweepData {
  sweep: Sweep;
  manifest: Manifest;
}
export interface ReportData {
  format: number;
  language: Lang | null;
  results: (ResultData | SweepData)[];
}

// One row, by name of column. What a table does not have is empty.
export class Row {
  constructor(
    private readonly at: Map<string, number>,
    private readonly cells: Cell[],
  ) {}
  text(column: string): string {
    const cell = this.cell(column);
    return cell === null ? '' : String(cell);
  }
  number(column: string): number | null {
    const cell = this.cell(column);
    return typeof cell === 'number' ? cell : null;
  }
  amount(column: string): number {
    return this.number(column) ?? 0;
  }
  cell(column: string): Cell {
    const index = this.at.get(column);
    return index === undefined ? null : (this.cells[index] ?? null);
  }
}

export class Result {
  readonly summary: Summary;
  readonly manifest: Manifest;
  private readonly byKey = new Map<string, Indicator>();

  constructor(private readonly data: ResultData) {
    this.summary = data.summary;
    this.manifest = data.manifest;
    for (const one of data.summary.indicators) this.byKey.set(`${one.id}\n${one.group}`, one);
  }

  get isComparison(): boolean {
    return this.summary.kind === 'compare';
  }
  // The one that was run; of a comparison the variant.
  get scenario(): ScenarioHead {
    const found = this.summary.scenario ?? this.summary.variant;
    if (!found) throw new Error('summary.json names no scenario');
    return found;
  }
  get base(): ScenarioHead | null {
    return this.summary.base ?? null;
  }
  indicator(id: string, group = 'all'): Indicator | undefined {
    return this.byKey.get(`${id}\n${group}`);
  }
  indicators(wanted: (one: Indicator) => boolean): Indicator[] {
    return this.summary.indicators.filter(wanted);
  }
  // Of a comparison one side, both where `side` is absent.
  rows(table: string, side?: Side): Row[] {
    const data = this.data.tables[table];
    if (!data) return [];
    const at = new Map(data.columns.map((column, index) => [column.name, index]));
    const rows = data.rows.map((cells) => new Row(at, cells));
    return at.has('side') && side ? rows.filter((row) => row.text('side') === side) : rows;
  }
  // How many rows the result has, of which the page may hold the first.
  total(table: string): number {
    return this.data.tables[table]?.total ?? 0;
  }
  held(table: string): number {
    return this.data.tables[table]?.rows.length ?? 0;
  }
  // Of a comparison that of one side.
  valueOf(one: Indicator | undefined, side?: Side): number | null {
    if (!one) return null;
    return (side === undefined ? one.value : one[side]) ?? null;
  }
  column(table: string, column: string): TableColumn | undefined {
    return this.data.tables[table]?.columns.find((one) => one.name === column);
  }
  // Replications times counted days: what sums are divided by for a usual day.
  dayCount(side?: Side): number {
    const head = side === 'base' && this.base ? this.base : this.scenario;
    return Math.max(1, this.summary.replications * head.days);
  }
}

export class SweepResult {
  readonly sweep: Sweep;
  readonly manifest: Manifest;
  constructor(data: SweepData) {
    this.sweep = data.sweep;
    this.manifest = data.manifest;
  }
}

export interface Report {
  language: Lang | null;
  results: (Result | SweepResult)[];
}

export function readReport(): Report {
  const text = document.getElementById('stopover-data')?.textContent ?? '';
  if (text === '') throw new Error('this is the empty page; `stopover report` fills it');
  const data = JSON.parse(text) as ReportData;
  return {
    language: data.language,
    results: data.results.map((one) => ('sweep' in one ? new SweepResult(one) : new Result(one))),
  };
}
