// SPDX-License-Identifier: Apache-2.0
// One HTML file from index.html, style.css and src/main.ts: script and style stand inside it, so that
// it opens by double click, without a network. The same sources and lock file give the same bytes.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { land } from './land.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const most = 1_200_000; // bytes; the rest of the 5 MB is for results

const bundle = async (entry) => {
  const made = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none', // the licences stand in index.html
    define: { STOPOVER_LAND: JSON.stringify(land()) },
    write: false,
    logLevel: 'warning',
  });
  return made.outputFiles[0].text.trim();
};

const script = await bundle('src/main.ts');
const style = await bundle('style.css');
if (/<\/(script|style)/i.test(script + style)) throw new Error('the bundle would end its own element');

// BSD and Apache ask that their texts go along; d3's is that of parts of ECharts.
const licences = [
  ['Apache ECharts, NOTICE', 'echarts/NOTICE'],
  ['Apache ECharts, LICENSE', 'echarts/LICENSE'],
  ['d3, of which ECharts holds parts', 'echarts/licenses/LICENSE-d3'],
  ['ZRender', 'zrender/LICENSE'],
  ['tslib', 'tslib/LICENSE.txt'],
  ['world-atlas, which carries the land of Natural Earth (public domain)', 'world-atlas/LICENSE'],
]
  .map(([of, file]) => `${of}:\n\n${readFileSync(join(here, 'node_modules', file), 'utf8').trim()}`)
  .join(`\n\n${'='.repeat(80)}\n\n`);
if (licences.includes('--')) throw new Error('a licence would end the comment that it stands in');

const page = readFileSync(join(here, 'index.html'), 'utf8')
  .replace('/*licences*/', () => licences)
  .replace('/*style*/', () => style)
  .replace('/*script*/', () => script);
if (page.length > most) throw new Error(`the page has ${page.length} characters, at most ${most}`);

mkdirSync(join(here, 'dist'), { recursive: true });
const target = join(here, 'dist', 'report.html');
writeFileSync(`${target}.partial`, page);
renameSync(`${target}.partial`, target);
console.log(`report page: ${target} (${Buffer.byteLength(page)} bytes)`);
