// SPDX-License-Identifier: Apache-2.0
// node tools/report/picture.mjs PAGE.html PICTURE.png [TAB]: the top of a report as a picture, for documents
// (docs/guide/report.png is one). Needs tools/report/build --test and Debian's chromium.
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';

const [page, picture, tab = 'answer'] = process.argv.slice(2);
if (!page || !picture) {
  console.error('usage: node tools/report/picture.mjs PAGE.html PICTURE.png [TAB]');
  process.exit(2);
}

const quiet = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];
const browser = await chromium.launch({
  executablePath: process.env.STOPOVER_CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid() === 0 ? [...quiet, '--no-sandbox'] : quiet,
});
const window = await browser.newPage({ viewport: { width: 1120, height: 760 }, locale: 'en-GB' });
await window.goto(`file://${resolve(page)}#part-${tab}`);
await window.waitForSelector('#conclusion, .chart svg');
await window.screenshot({ path: resolve(picture) });
await browser.close();
