// SPDX-License-Identifier: Apache-2.0
// The map, and the sheet of ODD and STRESS, of pages that page_test.mjs has made.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsOf, open, saved, visit } from './browser.mjs';
import { sql, summaryOf } from './results.mjs';

export function registerMapTests({ at, launched }) {
  test('the map draws the links of the database, by mode and part', async () => {
    const { page, wrong, close } = await open(launched(), at('run.html'));
    await visit(page, 'flows');
    const places = new Map(sql(at('run'), 'SELECT * FROM places').map((row) => [row.place, row]));
    const links = sql(at('run'), 'SELECT * FROM links ORDER BY people DESC, rowid');
    const rows = await cellsOf(page, 'map-links');
    assert.equal(rows.length, links.length);
    const [, ...file] = await saved(page, 'map-links');
    links.forEach((link, index) => {
      const [from, to, , runs, travellers] = rows[index];
      const [a, b] = [places.get(link.from_place), places.get(link.to_place)];
      assert.deepEqual([from.text, to.text], [a.name, b.name]);
      assert.equal(Number(travellers.value), link.people / 6); // one day, six replications
      assert.equal(runs.value, link.scheduled_runs === null ? '' : String(link.scheduled_runs));
      assert.deepEqual(file[index].slice(1, 4), [a.place, String(a.longitude_degrees), String(a.latitude_degrees)]);
    });
    // Both directions are one line.
    const pairs = (wanted) =>
      new Set(
        links
          .filter((link) => link.people > 0 && wanted(link))
          .map((link) => `${[link.from_place, link.to_place].sort()} ${link.mode}`),
      ).size;
    const drawnLines = () => page.locator('.map path[data-line]').count();
    assert.equal(await drawnLines(), pairs((link) => link.mode !== 'AIR'));
    await page.getByRole('button', { name: 'everything' }).click();
    assert.equal(await drawnLines(), pairs(() => true));
    const air = page.getByRole('button', { name: 'air', exact: true });
    await air.click();
    assert.equal(await air.getAttribute('aria-pressed'), 'false');
    assert.equal(await drawnLines(), pairs((link) => link.mode !== 'AIR'));
    await air.click();
    assert.ok((await page.locator('.map path.land').count()) > 0);
    await page.locator('.map path[data-line]').first().dispatchEvent('pointermove');
    assert.match(await page.innerText('.map-tip'), / → .*people\/day/);
    const note = await page.innerText('#panel-flows');
    assert.match(note, /WGS-84/);
    assert.match(note, /No boundary is drawn/);
    assert.deepEqual(wrong, []);
    await close();
  });

  test('the map of a comparison has both sides in its table', async () => {
    const { page, close } = await open(launched(), at('compare.html'));
    await visit(page, 'flows');
    const rows = await cellsOf(page, 'map-links');
    const perDay = (side) =>
      sql(at('compare'), `SELECT sum(people) / 12.0 AS n FROM links WHERE side = '${side}'`)[0].n;
    const sum = (column) => rows.reduce((all, row) => all + Number(row[column].value), 0);
    assert.ok(Math.abs(sum(4) - perDay('base')) < 1e-6);
    assert.ok(Math.abs(sum(5) - perDay('variant')) < 1e-6);
    assert.ok(sum(4) > 0);
    await close();
  });

  test('the map of a comparison keeps what the plan takes away', async () => {
    const gone = sql(
      at('shorter'),
      `SELECT * FROM links b WHERE side = 'base' AND NOT EXISTS (SELECT 1 FROM links v WHERE v.side = 'variant'
        AND v.from_place = b.from_place AND v.to_place = b.to_place AND v.mode = b.mode)`,
    );
    assert.ok(gone.some((link) => link.people > 0));
    const { page, close } = await open(launched(), at('shorter.html'));
    await visit(page, 'flows');
    const [, ...file] = await saved(page, 'map-links');
    const rows = await cellsOf(page, 'map-links');
    for (const link of gone) {
      const row = file.findIndex((cells) => cells[1] === link.from_place && cells[5] === link.to_place && rows[file.indexOf(cells)][2].text === link.mode.toLowerCase());
      assert.ok(row >= 0, `${link.from_place} ${link.to_place} ${link.mode}`);
      assert.equal(Number(rows[row][4].value), link.people / 2); // one day, two replications
      assert.equal(Number(rows[row][5].value), 0);
    }
    await close();
  });

  test('the sheet of ODD and STRESS is filled from the result', async () => {
    const { page, close } = await open(launched(), at('run.html'));
    await visit(page, 'evidence');
    const rows = (await cellsOf(page, 'odd')).map((row) => row.map((cell) => cell.text));
    const of = (list) => rows.filter((row) => row[0] === list);
    assert.deepEqual([of('ODD').length, of('STRESS-DES').length], [7, 6]);
    const n = (query) => sql(at('run'), query)[0].n;
    const entities = rows.find((row) => row[1].startsWith('2 Entities'))[2];
    assert.ok(entities.includes(`${n('SELECT count(*) AS n FROM places')} places`));
    assert.ok(entities.includes(`${n('SELECT count(*) AS n FROM links')} links`));
    assert.ok(entities.includes(`${n('SELECT count(*) AS n FROM queues')} checkpoints`));
    assert.ok(entities.includes(`${n('SELECT count(DISTINCT segment) AS n FROM counts')} market segments`));
    const { seed, command } = summaryOf(at('run'));
    assert.ok(rows.some((row) => row[2].includes(`Seed ${seed}`)));
    assert.ok(rows.some((row) => row[2].includes(command)));
    await close();
  });
}
