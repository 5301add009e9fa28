// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, and a page that remembers what it should not have done: errors, warnings, requests.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const tabs = ['answer', 'flows', 'rates', 'breaks', 'products', 'evidence'];

export async function launch(source) {
  const require = createRequire(join(source, 'tools/report/package.json'));
  const { chromium } = require('playwright-core');
  // Chromium's own talk to its makers is off; root may not use its sandbox.
  const quiet = [
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  return chromium.launch({
    executablePath: process.env.STOPOVER_CHROMIUM ?? '/usr/bin/chromium',
    args: process.getuid() === 0 ? [...quiet, '--no-sandbox'] : quiet,
  });
}

export async function open(browser, file, settings = {}) {
  const context = await browser.newContext({
    viewport: { width: 1200, height: 900 },
    locale: 'en-GB',
    acceptDownloads: true,
    ...settings,
  });
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (message) => wrong.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => wrong.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (request.url() !== `file://${file}` && !request.url().startsWith('data:'))
      wrong.push(`request: ${request.url()}`);
  });
  await page.goto(`file://${file}`);
  await page.waitForSelector('#conclusion');
  return { page, wrong, close: () => context.close() };
}

// Charts are drawn once they have a size.
export async function drawn(page) {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.chart')]
      .filter((one) => one.clientWidth > 0)
      .every((one) => one.querySelector('svg')),
  );
}

export async function visit(page, tab) {
  await page.click(`#tab-${tab}`);
  await drawn(page);
}

// All rows of a table: the exact value and the text of each cell.
export async function cellsOf(page, id) {
  return page.evaluate((wanted) => {
    const table = document.getElementById(wanted);
    if (!table) return null;
    table.closest('details')?.setAttribute('open', '');
    const more = table.closest('.table').querySelector('.tools button:not([hidden])');
    if (more && /all|全部/.test(more.textContent)) more.click();
    return [...table.tBodies[0].rows].map((row) =>
      [...row.cells].map((cell) => ({ value: cell.dataset.value, text: cell.textContent })),
    );
  }, id);
}

// What the button below a table saves: rows of fields. No field of a result has a comma here.
export async function saved(page, id) {
  await cellsOf(page, id);
  const waiting = page.waitForEvent('download');
  await page
    .locator('.table', { has: page.locator(`#${id}`) })
    .locator('.tools button')
    .last()
    .click();
  const text = readFileSync(await (await waiting).path(), 'utf8');
  return text
    .replace('\ufeff', '')
    .trim()
    .split('\r\n')
    .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((field) => field.replace(/^"|"$/g, '')));
}

export async function checkParts(page) {
  const faults = await page.evaluate(() => {
    const found = [];
    for (const chart of document.querySelectorAll('.chart')) {
      if (!chart.closest('.block')?.querySelector('table'))
        found.push(`no table: ${chart.getAttribute('aria-label')}`);
      if (!chart.getAttribute('aria-label') || chart.getAttribute('role') !== 'img')
        found.push('a chart without words');
    }
    for (const button of document.querySelectorAll('button, select, input'))
      if (!(button.textContent.trim() || button.getAttribute('aria-label') || button.labels?.length))
        found.push(`no name: ${button.outerHTML}`);
    for (const table of document.querySelectorAll('table'))
      if (!table.caption?.textContent || [...table.tHead.rows[0].cells].some((cell) => cell.scope !== 'col'))
        found.push(`table ${table.id}`);
    const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
    for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push(`twice: #${id}`);
    return found;
  });
  assert.deepEqual(faults, []);
}

// WCAG 2: 4.5 for text.
export async function contrasts(page) {
  return page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const light = (name) => {
      const hex = style.getPropertyValue(name).trim().slice(1);
      const [r, g, b] = [0, 2, 4]
        .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const back = light('--back');
    return ['--text', '--muted', '--accent'].map(
      (name) => (Math.max(light(name), back) + 0.05) / (Math.min(light(name), back) + 0.05),
    );
  });
}
