// SPDX-License-Identifier: Apache-2.0
// The page of `stopover report` in a real browser, opened as a file: every tab in both languages, its
// numbers against the database of the result, hostile names, keyboard, phone, dark, paper.
//
//   node page_test.mjs SOURCE PROGRAM SCREENSHOTS
//
// The screenshots are for a person to look at.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cellsOf, checkParts, contrasts, drawn, launch, open, tabs, visit } from './browser.mjs';
import { hostile, makeResults, printed, sql, summaryOf } from './results.mjs';

const [source, program, screenshots] = process.argv.slice(2);
const mostBytes = 5_000_000;
const firstPaint = 2000; // ms
let folder;
let at;
let browser;

before(async () => {
  execFileSync(join(source, 'tools/report/build'), ['--test'], { stdio: ['ignore', 'ignore', 'inherit'] });
  folder = mkdtempSync(join(tmpdir(), 'stopover-page-'));
  mkdirSync(screenshots, { recursive: true });
  at = makeResults(program, folder);
  browser = await launch(source);
});
after(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
});

const shoot = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });

async function everyTab(page, language, name) {
  for (const tab of tabs) {
    await visit(page, tab);
    assert.equal(await page.getAttribute(`#tab-${tab}`, 'aria-selected'), 'true');
    const shown = await page.$$eval('[role=tabpanel]:not([hidden])', (all) => all.map((one) => one.id));
    assert.deepEqual(shown, [`panel-${tab}`]);
    const text = await page.innerText(`#panel-${tab}`);
    assert.ok(text.trim().length > 10, `${name} ${tab} says something`);
    assert.doesNotMatch(text, /undefined|NaN|\[object/);
    assert.equal(
      await page.evaluate(() => document.documentElement.lang),
      language === 'zh' ? 'zh-CN' : 'en',
    );
    if (language === 'zh') assert.match(text, /[\u4e00-\u9fff]/);
    await shoot(page, `${name}-${language}-${tab}`);
  }
  await checkParts(page);
}

test('every tab opens in both languages, without an error or a request', async () => {
  for (const name of ['run', 'compare']) {
    const { page, wrong, close } = await open(browser, at(`${name}.html`));
    const first = name === 'compare' ? 'zh' : 'en'; // --lang, else the browser's
    await everyTab(page, first, name);
    await page.click('#language');
    await everyTab(page, first === 'zh' ? 'en' : 'zh', name);
    assert.deepEqual(wrong, []);
    await close();
  }
});

test('without --lang it opens in the language of the browser', async () => {
  const { page, close } = await open(browser, at('run.html'), { locale: 'zh-CN' });
  assert.equal(await page.innerText('#tab-answer'), '结论');
  await close();
});

test('a link to a part opens it, at the top of the page', async () => {
  const { page, wrong, close } = await open(browser, at('run.html'));
  await visit(page, 'rates');
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await page.waitForSelector('#panel-rates:not([hidden])');
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.deepEqual(
    wrong.filter((one) => !one.includes('#part-rates')),
    [],
  );
  await close();
});

test('it is small and is painted soon', async () => {
  for (const name of ['run', 'compare', 'hostile', 'both'])
    assert.ok(statSync(at(`${name}.html`)).size < mostBytes);
  const { page, close } = await open(browser, at('both.html'));
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0].startTime,
  );
  assert.ok(paint < firstPaint, `${paint} ms`);
  await close();
});

test('the numbers of a run are those of its database', async () => {
  const { page, close } = await open(browser, at('run.html'));
  const kpi = sql(at('run'), 'SELECT * FROM kpi');
  const headline = new Set(
    summaryOf(at('run'))
      .indicators.filter((one) => one.headline)
      .map((one) => one.id),
  );
  const byId = new Map(kpi.filter((row) => row.kpi_group === 'all').map((row) => [row.kpi, row]));
  const tiles = await page.$$eval('[data-kpi]', (all) =>
    all.map((one) => [one.dataset.kpi, one.dataset.value, one.textContent]),
  );
  assert.equal(tiles.length, headline.size);
  for (const [id, value, text] of tiles) {
    assert.equal(Number(value), byId.get(id).value, id);
    assert.equal(text, printed(byId.get(id).unit, byId.get(id).value));
  }
  await visit(page, 'rates');
  const rows = await cellsOf(page, 'all-indicators');
  assert.equal(rows.length, kpi.length);
  kpi.forEach((row, index) => {
    const [, value, , simulation, total] = rows[index];
    const exact = (cell) => (cell.value === '' ? null : Number(cell.value));
    assert.equal(exact(value), row.value, row.kpi);
    assert.equal(value.text, printed(row.unit, row.value));
    assert.equal(exact(simulation), row.simulation_low);
    assert.equal(
      simulation.text,
      `${printed(row.unit, row.simulation_low)} … ${printed(row.unit, row.simulation_high)}`,
    );
    assert.equal(exact(total), row.total_low);
    assert.equal(total.text, `${printed(row.unit, row.total_low)} … ${printed(row.unit, row.total_high)}`);
  });
  await close();
});

test('flows and queues are the counts of the database', async () => {
  const { page, close } = await open(browser, at('run.html'));
  const near = (a, b, what) =>
    assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b)), `${what}: ${a} and ${b}`);
  const days = 6 * summaryOf(at('run')).scenario.days;
  const count = (id) =>
    sql(at('run'), `SELECT sum(total) AS n FROM counts WHERE count_id = '${id}'`)[0].n / days;
  const sum = (rows, to) =>
    rows.filter((row) => !to || row[1].text === to).reduce((all, row) => all + Number(row[2].value), 0);
  await visit(page, 'flows');
  const handled = await cellsOf(page, 'flows-handled');
  near(sum(handled), count('handled'), 'handled');
  near(sum(handled, 'Air transfer within 24 h'), 2 * count('transfer'), 'transfer');
  near(sum(handled, 'Air–rail'), count('air_rail'), 'air-rail');
  const through = await cellsOf(page, 'flows-through');
  near(sum(through, 'Connect at the gateway'), count('over_gateway'), 'over the gateway');
  const stays = ['Stay at the airport', 'Step out for the day', 'Stay nights'];
  near(
    stays.reduce((all, stay) => all + sum(through, stay), 0),
    count('over_gateway'),
    'stays',
  );

  await visit(page, 'breaks');
  const hours = await cellsOf(page, 'queue-hours');
  const queues = sql(at('run'), 'SELECT * FROM queue_hours WHERE served_people > 0');
  assert.equal(hours.length, queues.length);
  queues.forEach((row, index) => {
    assert.equal(Number(hours[index][1].value), row.hour);
    near(Number(hours[index][2].value), row.served_people / days, 'served');
    near(Number(hours[index][4].value), row.wait_p95_seconds / 60, 'wait');
    assert.equal(hours[index][6].text[0], row.target_met === null ? '–' : row.target_met ? '✓' : '✗');
  });
  const worst = sql(at('run'), 'SELECT * FROM bottlenecks ORDER BY rank');
  const shown = await cellsOf(page, 'bottlenecks');
  worst.forEach((row, index) =>
    near(Number(shown[index][3].value), row.lost_person_seconds / 3600 / days, 'lost'),
  );
  await visit(page, 'evidence');
  assert.equal(
    (await cellsOf(page, 'assumptions')).length,
    sql(at('run'), 'SELECT count(*) AS n FROM assumptions')[0].n,
  );
  await close();
});

test('differences, intervals and verdicts are those of the database', async () => {
  const { page, close } = await open(browser, at('compare.html'));
  await page.click('#language'); // opens in Chinese
  await visit(page, 'rates');
  const rows = await cellsOf(page, 'all-indicators');
  const compared = sql(at('compare'), 'SELECT * FROM comparison');
  assert.equal(rows.length, compared.length);
  let same = 0;
  compared.forEach((row, index) => {
    const [, base, variant, difference, , simulation, total, verdict] = rows[index];
    assert.deepEqual(
      [base, variant, difference].map((cell) => Number(cell.value)),
      [row.base, row.variant, row.difference],
      row.kpi,
    );
    assert.equal(difference.text, printed(row.unit, row.difference, true));
    assert.equal(Number(simulation.value), row.simulation_low);
    assert.equal(
      total.text,
      `${printed(row.unit, row.total_low, true)} … ${printed(row.unit, row.total_high, true)}`,
    );
    if (!row.distinguishable) same += 1;
    const words = !row.distinguishable
      ? 'no detectable difference'
      : row.difference >= 0
        ? '▲ higher'
        : '▼ lower';
    assert.equal(verdict.text, words, row.kpi);
  });
  assert.ok(same > 0 && same < compared.length);
  assert.match(await page.textContent('#answer'), /no detectable difference/i);
  await close();
});

test('tables sort, and what is downloaded is UTF-8 with the exact numbers', async () => {
  const { page, close } = await open(browser, at('run.html'));
  await visit(page, 'flows');
  const column = async () => (await cellsOf(page, 'segments')).map((row) => Number(row[1].value));
  const head = page.locator('#segments thead button').nth(1);
  await head.click();
  const up = await column();
  assert.deepEqual(
    up,
    [...up].sort((a, b) => a - b),
  );
  assert.equal(await page.getAttribute('#segments th:nth-child(2)', 'aria-sort'), 'ascending');
  await head.click();
  assert.deepEqual(await column(), [...up].reverse());
  await page.click('#language');
  await visit(page, 'flows');
  const waiting = page.waitForEvent('download');
  await page
    .locator('.table', { has: page.locator('#segments') })
    .locator('.tools button')
    .last()
    .click();
  const text = readFileSync(await (await waiting).path(), 'utf8');
  assert.ok(text.startsWith('\ufeff客群,出行,'), text.slice(0, 20));
  const shown = await cellsOf(page, 'segments');
  const [first] = text.split('\r\n').slice(1);
  assert.ok(
    first.endsWith(
      shown[0]
        .slice(1)
        .map((cell) => cell.value)
        .join(','),
    ),
    first,
  );
  await close();
});

test('a downloaded table of indicators has both ends of both intervals', async () => {
  const { page, close } = await open(browser, at('run.html'));
  await visit(page, 'rates');
  await cellsOf(page, 'all-indicators');
  const waiting = page.waitForEvent('download');
  await page
    .locator('.table', { has: page.locator('#all-indicators') })
    .locator('.tools button')
    .last()
    .click();
  const lines = readFileSync(await (await waiting).path(), 'utf8')
    .trim()
    .split('\r\n')
    .slice(1);
  const kpi = sql(at('run'), 'SELECT * FROM kpi');
  assert.equal(lines.length, kpi.length);
  kpi.forEach((row, index) => {
    const fields = lines[index].split(',').slice(-6);
    const ends = [row.simulation_low, row.simulation_high, row.total_low, row.total_high].map(String);
    assert.deepEqual(fields, [String(row.value), row.unit, ...ends], row.kpi);
  });
  await close();
});

test('names that are markup, long, right to left or formulas are shown, not run', async () => {
  const { page, wrong, close } = await open(browser, at('hostile.html'));
  for (const language of ['en', 'zh']) {
    for (const tab of tabs) await visit(page, tab);
    for (const id of ['flows-handled', 'segments', 'persons']) await cellsOf(page, id);
    await shoot(page, `hostile-${language}`);
    await visit(page, 'flows');
    assert.match(await page.innerText('#segments'), /L{200}/);
    assert.ok((await page.textContent('body')).includes(language === 'en' ? hostile.script : hostile.rtl));
    await visit(page, 'answer');
    assert.ok((await page.innerText('#goals')).includes(hostile[language === 'en' ? 'quotes' : 'script']));
    await page.hover('.brand');
    assert.equal(
      await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
      true,
      'nothing is pushed off the page',
    );
    await page.click('#language');
  }
  await page.click('#language');
  await visit(page, 'flows');
  const marks = page.locator('.chart svg path');
  for (let i = 0; i < (await marks.count()) && i < 40; ++i)
    await marks
      .nth(i)
      .hover({ force: true })
      .catch(() => {});
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(await page.evaluate(() => [document.scripts.length, document.images.length]), [2, 0]);
  const waiting = page.waitForEvent('download');
  await page.click('#language');
  await visit(page, 'flows');
  await page
    .locator('.table', { has: page.locator('#segments') })
    .locator('.tools button')
    .last()
    .click();
  assert.match(readFileSync(await (await waiting).path(), 'utf8'), /"'=HYPERLINK\(""http/);
  assert.deepEqual(wrong, []);
  await close();
});

test('tabs are moved through by keys', async () => {
  const { page, close } = await open(browser, at('run.html'));
  await page.focus('#tab-answer');
  const expected = [
    ['ArrowRight', 'flows'],
    ['End', 'evidence'],
    ['ArrowRight', 'answer'],
    ['ArrowLeft', 'evidence'],
    ['Home', 'answer'],
  ];
  for (const [key, tab] of expected) {
    await page.keyboard.press(key);
    assert.equal(await page.evaluate(() => document.activeElement.id), `tab-${tab}`);
    assert.equal(await page.isVisible(`#panel-${tab}`), true);
  }
  await page.focus('#language');
  await page.keyboard.press('Enter');
  assert.equal(await page.innerText('#tab-answer'), '结论');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'language');
  await close();
});

test('it fits a phone, and can be read in the dark', async () => {
  for (const [name, settings] of [
    ['phone', { viewport: { width: 360, height: 780 } }],
    ['dark', { colorScheme: 'dark' }],
    ['light', { colorScheme: 'light' }],
  ]) {
    const { page, wrong, close } = await open(browser, at('compare.html'), settings);
    for (const tab of tabs) {
      await visit(page, tab);
      assert.ok(
        await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
        `${name} ${tab}`,
      );
    }
    for (const ratio of await contrasts(page)) assert.ok(ratio >= 4.5, `${name} ${ratio}`);
    await visit(page, 'answer');
    await shoot(page, name);
    assert.deepEqual(wrong, []);
    await close();
  }
});

test('on paper every part is there', async () => {
  const { page, close } = await open(browser, at('run.html'), { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await drawn(page);
  for (const tab of tabs) assert.equal(await page.isVisible(`#panel-${tab}`), true);
  const pdf = await page.pdf({ path: join(screenshots, 'paper.pdf'), format: 'A4' });
  assert.ok(pdf.length > 20_000);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  assert.equal(await page.isVisible('#panel-flows'), false);
  await close();
});

test('several results stand in one page, one chosen at a time', async () => {
  const { page, wrong, close } = await open(browser, at('both.html'));
  const run = await page.innerText('h1');
  await page.selectOption('#result', '1');
  assert.notEqual(await page.innerText('h1'), run);
  await visit(page, 'flows');
  const before = await cellsOf(page, 'segments');
  await page.selectOption('#side', 'base');
  assert.notDeepEqual(await cellsOf(page, 'segments'), before);
  assert.deepEqual(wrong, []);
  await close();
});
