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
import { cellsOf, checkParts, contrasts, drawn, launch, open, saved, tabs, visit } from './browser.mjs';
import { registerMapTests } from './map_tests.mjs';
import { registerSweepTests } from './sweep_tests.mjs';
import { hostile, makeResults, printed, sql, summaryOf, within } from './results.mjs';

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

registerMapTests({ at: (name) => at(name), launched: () => browser });
registerSweepTests({ at: (name) => at(name), launched: () => browser, program, shoot: (...of) => shoot(...of) });

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
    assert.equal(simulation.text, within(row.unit, row.simulation_low, row.simulation_high), row.kpi);
    assert.equal(exact(total), row.total_low);
    assert.equal(total.text, within(row.unit, row.total_low, row.total_high), row.kpi);
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
  assert.match(await page.innerText('#panel-breaks'), /with desks; baggage belts stand in the next table/);
  const worst = sql(at('run'), 'SELECT * FROM bottlenecks ORDER BY rank');
  const shown = await cellsOf(page, 'bottlenecks');
  worst.forEach((row, index) => {
    near(Number(shown[index][3].value), row.lost_person_seconds / 3600 / days, 'lost');
    near(
      Number(shown[index][5].value),
      row.trial_lost_person_seconds / 3600 / row.trial_replications,
      'lost again',
    );
  });
  assert.match(
    await page.innerText('#panel-breaks'),
    new RegExp(`${worst[0].trial_replications} of 6 replications simulated again`),
  );
  await visit(page, 'evidence');
  assert.equal(
    (await cellsOf(page, 'assumptions')).length,
    sql(at('run'), 'SELECT count(*) AS n FROM assumptions')[0].n,
  );
  await close();
});

test('a wait has one value, that of its indicator', async () => {
  for (const [name, columns] of [
    ['run', ['value']],
    ['compare', ['variant', 'base']],
  ]) {
    const { page, close } = await open(browser, at(`${name}.html`), { locale: 'en-GB' });
    for (const column of columns) {
      await visit(page, 'breaks');
      if (column !== 'value') await page.selectOption('#side', column);
      const table = name === 'run' ? 'kpi' : 'comparison';
      const names = `SELECT DISTINCT checkpoint, name_zh, name FROM queues`;
      const ids = new Map(sql(at(name), names).flatMap((row) => [[row.name, row], [row.name_zh, row]]));
      const rows = sql(at(name), `SELECT kpi, kpi_group, ${column} AS v FROM ${table}`);
      const kpi = new Map(rows.map((row) => [`${row.kpi} ${row.kpi_group}`, row.v]));
      let told = 0;
      for (const [place, , mean, , , , over] of await cellsOf(page, 'queues')) {
        const id = ids.get(place.text).checkpoint;
        if (!kpi.has(`mean_wait ${id}`)) continue; // nobody came on the other side
        assert.equal(Number(mean.value), kpi.get(`mean_wait ${id}`), id);
        if (kpi.has(`over_wait_target ${id}`))
          assert.equal(Number(over.value), kpi.get(`over_wait_target ${id}`), id);
        told += 1;
      }
      assert.ok(told > 2);
    }
    await close();
  }
});

test('a comparison says of every chart and table of indicators that it shows differences', async () => {
  const { page, close } = await open(browser, at('compare.html'), { viewport: { width: 360, height: 780 } });
  for (const words of [/（对比减基础）$/, /, variant minus base$/]) {
    for (const tab of tabs) await visit(page, tab);
    const found = await page.$$eval('.block:has(.chart)', (all) =>
      all
        .filter((one) => one.querySelector('table .verdict'))
        .map((one) => [one.querySelector('h3').textContent, one.querySelector('.chart').ariaLabel]),
    );
    assert.ok(found.length > 3);
    for (const [title, label] of found) {
      assert.match(title, words);
      assert.ok(label.includes(title), label);
    }
    await page.click('#language');
  }
  await page.click('#language');
  await visit(page, 'answer');
  // Of what it is a rate stands under each of its names, on a phone too.
  const [first] = await page.$$('#headline-differences tbody small');
  assert.equal(await first.isVisible(), true);
  const { numerator, denominator } = summaryOf(at('compare')).indicators.find((one) => one.headline);
  assert.equal(await first.innerText(), `${numerator.en} / ${denominator.en}`);
  await close();
});

test('one replication tells no change, and what only the base changes is named', async () => {
  const { page, close } = await open(browser, at('once.html'));
  const told = await page.innerText('#conclusion');
  assert.match(told, /^Whether the air transfer rate changes cannot be told/);
  assert.doesNotMatch(told, /headline indicators/);
  const [only] = await cellsOf(page, 'changes');
  assert.deepEqual(
    only.slice(0, 2).map((cell) => cell.text),
    [sql(at('once'), "SELECT id FROM changes WHERE side = 'base'")[0].id, 'base'],
  );
  await page.click('#language');
  assert.match(await page.innerText('#conclusion'), /无法判定/);
  await close();
  const alone = await open(browser, at('run.html'));
  assert.match(await alone.page.innerText('#panel-answer'), /The scenario stands by itself/);
  await alone.close();
});

test('products and goals are those of the database, shown and saved', async () => {
  const { page, wrong, close } = await open(browser, at('products.html'));
  const result = at('products');
  const kpi = new Map(sql(result, 'SELECT * FROM kpi').map((row) => [`${row.kpi} ${row.kpi_group}`, row]));
  const products = sql(result, "SELECT kpi_group AS id FROM kpi WHERE kpi = 'product_take_up' ORDER BY rowid");
  await visit(page, 'products');
  const buyers = await cellsOf(page, 'product-buyers');
  const money = await cellsOf(page, 'product-money');
  const [buyersFile, moneyFile] = [await saved(page, 'product-buyers'), await saved(page, 'product-money')];
  assert.deepEqual(buyersFile[0].slice(2, 4), ['would travel the same, share', 'visitors gained/day']);
  const at5 = moneyFile[0].indexOf('spending gained, 95 % low');
  assert.equal(moneyFile[0][at5 + 1], 'spending gained, 95 % high');
  assert.equal(buyers.length, products.length);
  const field = (value) => (value === null || value === undefined ? '' : String(value));
  products.forEach(({ id }, index) => {
    const of = (name) => kpi.get(`${name} ${id}`);
    const same = of('product_unchanged');
    assert.equal(buyers[index][2].text, same ? printed('share', same.value) : '–', id);
    assert.equal(buyersFile[index + 1][2], field(same?.value), id);
    assert.equal(buyersFile[index + 1][3], field(of('product_visitors').value));
    const spending = of('product_spending');
    assert.equal(moneyFile[index + 1][at5 - 1], field(spending.value), id);
    assert.equal(moneyFile[index + 1][at5], field(spending.simulation_low), id);
    assert.equal(moneyFile[index + 1][at5 + 1], field(spending.simulation_high), id);
    // What cannot be told from nothing has no cost.
    const ratios = [
      [6, 'product_cost_per_visitor', of('product_visitors')],
      [7, 'product_cost_per_night', of('product_nights')],
      [8, 'product_return', spending],
    ];
    for (const [column, name, gain] of ratios) {
      const told = gain.simulation_low > 0 || gain.simulation_high < 0;
      assert.equal(money[index][column].text !== '–', told && of(name) !== undefined, `${name} ${id}`);
      assert.equal(money[index][column].value, told ? field(of(name)?.value) : '', `${name} ${id}`);
    }
  });
  await visit(page, 'answer');
  const goals = await cellsOf(page, 'goals');
  const file = await saved(page, 'goals');
  sql(result, 'SELECT * FROM goals ORDER BY rowid').forEach((row, index) => {
    const [, wanted, simulated, range, published, left] = goals[index];
    assert.equal(goals[index][0].text, `${row.name}${row.part ? ' *' : ''}`);
    assert.deepEqual(
      [wanted, simulated, range, published, left].map((cell) => cell.value),
      [row.wanted, row.simulated, row.simulated_low, row.observed, row.to_go].map(field),
      row.goal,
    );
    assert.deepEqual(file[index + 1].slice(3, 5), [row.simulated_low, row.simulated_high].map(field));
  });
  // Of twelve rows on a screen, whole on paper.
  const { inputs } = JSON.parse(readFileSync(join(result, 'manifest.json'), 'utf8')).scenario;
  assert.ok(inputs.length > 12 && inputs.length <= 60);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('#inputs tbody tr').count(), inputs.length);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('#inputs tbody tr').count(), 12);
  const panel = await page.innerText('#panel-answer');
  assert.match(panel, /with the simulation interval, of luck alone/);
  assert.match(panel, /\*: what is simulated is a part of it/);
  assert.deepEqual(wrong, []);
  await close();
});

test('the licences of what the page is made of go along', async () => {
  const html = readFileSync(at('run.html'), 'utf8');
  const head = html.slice(0, html.indexOf('<style>'));
  for (const words of [
    'Mike Bostock',
    'Baidu',
    'TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION',
    'Redistribution and use in source and binary forms',
    'This product includes software developed at',
    'Permission to use, copy, modify, and/or distribute this software',
  ])
    assert.ok(head.includes(words), words);
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
  assert.match(await page.textContent('#conclusion'), /no detectable difference/i);
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
      const { x, width } = await page.locator(`#tab-${tab}`).boundingBox();
      assert.ok(x >= 0 && x + width <= page.viewportSize().width, `the tab ${tab} is in sight`);
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
  // As wide as A4 within its margins, at 96 dots an inch.
  await page.setViewportSize({ width: 688, height: 1000 });
  const tables = await page.$$eval('table', (all) =>
    all.map((table) => ({
      id: table.id,
      seen: table.checkVisibility(),
      rows: table.tBodies[0].rows.length,
      over: table.getBoundingClientRect().right - innerWidth,
      left: table.closest('.table').querySelector('.on-paper').innerText,
    })),
  );
  for (const { id, seen, over } of tables) assert.ok(seen && over <= 0, `${id} is cut off by ${over}`);
  const named = new Map(tables.map((one) => [one.id, one]));
  const long = named.get('all-indicators');
  const kpis = sql(at('run'), 'SELECT count(*) AS n FROM kpi')[0].n;
  assert.ok(kpis > 60);
  assert.match(long.left, new RegExp(`^First ${long.rows} of ${kpis} rows`));
  const hours = sql(at('run'), 'SELECT count(*) AS n FROM queue_hours WHERE served_people > 0')[0].n;
  assert.deepEqual([named.get('queue-hours').rows, named.get('queue-hours').left], [hours, '']);
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
