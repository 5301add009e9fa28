// SPDX-License-Identifier: Apache-2.0
// Results and pages that the built program makes for the test of the page, and what its database says.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const hostile = {
  script: '</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">',
  quotes: `"quotes" 'and' & \`ticks\` {figure|x} \${1} %s \\u003c`,
  long: 'L'.repeat(200),
  rtl: 'مطار شنغهاي \u202eevil',
  formula: '=HYPERLINK("http://example.invalid")',
};

const quoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

// A plan whose every name tries something.
function hostileScenario(folder) {
  mkdirSync(folder, { recursive: true });
  const provenance = `provenance { source: ${quoted(hostile.script)} confidence: "assumption" }`;
  writeFileSync(
    join(folder, 'scenario.txtpb'),
    `id: "hostile" title: ${quoted(`${hostile.script} ${hostile.long}`)} title_zh: ${quoted(hostile.rtl)} base: "minimal"
change {
  id: "names" reason: ${quoted(hostile.quotes)} ${provenance}
  alter {
    segment { id: "thrifty" name: ${quoted(hostile.script)} name_zh: ${quoted(hostile.rtl)} }
    segment { id: "visitors" name: ${quoted(hostile.long)} name_zh: ${quoted(hostile.long)} }
    segment { id: "curious" name: ${quoted(hostile.formula)} name_zh: ${quoted(hostile.formula)} }
    hub { id: "port" checkpoint { id: "entry" name: ${quoted(hostile.script)} name_zh: ${quoted(hostile.quotes)} } }
  }
}
change {
  id: "goals" reason: "goals" ${provenance}
  add {
    goal {
      id: "rate" name: ${quoted(hostile.quotes)} name_zh: ${quoted(hostile.script)} indicator: "air_transfer_rate"
      unit: "share" value: 0.01 year: 2027 ${provenance}
    }
    goal { id: "ships" name: "Ships" unit: "people/year" value: 7 reason: ${quoted(hostile.script)} ${provenance} }
  }
}
`,
  );
  return folder;
}

// A plan that takes a line away.
function shorterScenario(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'scenario.txtpb'),
    `id: "shorter" title: "No train to the delta" base: "minimal"
change {
  id: "no-train" reason: "test" provenance { source: "test" confidence: "assumption" }
  remove { line: "intercity" }
}
`,
  );
  return folder;
}

// Three designs on one base, whose names try something.
const sweepText = (id, design, outputs) => `id: "${id}" title: ${quoted(hostile.script)} title_zh: ${quoted(hostile.rtl)}
base: "minimal"
factor {
  id: "desks" name: ${quoted(hostile.quotes)} name_zh: ${quoted(hostile.script)} unit: "desks"
  field: "checkpoint[permit].staffing[*].desks" whole { low: 1 high: 2 }
}
factor {
  id: "service" name: "Service time" field: "checkpoint[*].service.mean_seconds" how: TIMES
  uniform { low: 0.5 high: 4 } level: 0.5 level: 4
}
design { ${design} seed: 1 }
replications: 3
${outputs}
`;
export const designs = {
  factorial: 'full_factorial {}',
  saltelli: 'saltelli { rows: 16 }',
  morris: 'morris { trajectories: 4 levels: 4 }',
};
const outputs = 'output { id: "missed_connection_rate" } output { id: "mean_wait" group: "permit" }';

function makeSweeps(stopover, at) {
  for (const [id, design] of Object.entries(designs)) {
    writeFileSync(at(`${id}.txtpb`), sweepText(id, design, outputs));
    stopover('sweep', 'run', at(`${id}.txtpb`), '-o', at(`${id}-cells`));
    stopover('sweep', 'merge', at(`${id}-cells`), '-o', at(id));
    stopover('report', at(id), '-o', at(`${id}.html`), '--lang', 'en');
  }
}

export function makeResults(program, folder) {
  const stopover = (...words) =>
    execFileSync(program, words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const at = (name) => join(folder, name);
  stopover('run', 'minimal', '-r', '6', '-o', at('run'));
  stopover('compare', 'minimal', 'minimal-tour', '-r', '12', '-o', at('compare'));
  stopover('compare', 'minimal-tour', 'minimal', '-r', '1', '-o', at('once'));
  stopover('compare', 'minimal', shorterScenario(at('shorter-scenario')), '-r', '2', '-o', at('shorter'));
  const small = ['--sample', '0.02', '-r', '2', '--no-drawn', '--learn', '0'];
  stopover('run', 'shanghai/2024-products', ...small, '-o', at('products'));
  stopover('run', hostileScenario(at('hostile-scenario')), '-r', '2', '-o', at('hostile'));
  stopover('report', at('run'), '-o', at('run.html'));
  stopover('report', at('compare'), '-o', at('compare.html'), '--lang', 'zh');
  stopover('report', at('hostile'), '-o', at('hostile.html'), '--lang', 'en');
  stopover('report', at('shorter'), '-o', at('shorter.html'), '--lang', 'en');
  stopover('report', at('once'), '-o', at('once.html'), '--lang', 'en');
  stopover('report', at('products'), '-o', at('products.html'), '--lang', 'en');
  stopover('report', at('run'), at('compare'), '-o', at('both.html'));
  makeSweeps(stopover, at);
  stopover('report', at('factorial'), at('run'), '-o', at('mixed.html'), '--lang', 'en');
  return at;
}

// Rows of a result's database, read by a program that is not ours.
export const sql = (result, query) =>
  JSON.parse(
    execFileSync('sqlite3', ['-readonly', '-json', join(result, 'results.sqlite'), query], {
      encoding: 'utf8',
    }) || '[]',
  );

export const summaryOf = (result) => JSON.parse(readFileSync(join(result, 'summary.json'), 'utf8'));

// Both ends of an interval within what can be: shares to 1, nothing below 0.
export const within = (unit, low, high) =>
  [low, high]
    .map((end) => (end === null ? null : Math.min(Math.max(end, 0), unit === 'share' ? 1 : Infinity)))
    .map((end) => printed(unit, end))
    .join(' … ');

// How `stopover run` prints a value: written anew here, so that the page is not its own judge.
export function printed(unit, value, signed = false) {
  if (value === null) return '–';
  const places = unit.endsWith('/year')
    ? 0
    : ['share', 'minutes', 'yuan/yuan'].includes(unit)
      ? 2
      : unit.startsWith('yuan')
        ? 0
        : 1;
  const rounded = Number((unit === 'share' ? 100 * value : value).toFixed(places));
  const digits = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  }).format(Math.abs(rounded));
  return `${rounded < 0 ? '−' : signed && rounded > 0 ? '+' : ''}${digits}`;
}
