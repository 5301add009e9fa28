// SPDX-License-Identifier: Apache-2.0
// Pages of sweeps, held against what `sweep analyse` tells of the same cells.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { cellsOf, checkParts, open, tabs, visit } from './browser.mjs';
import { designs, hostile } from './results.mjs';

export function registerSweepTests({ at, launched, program, shoot }) {
  // What `sweep analyse` tells, from the cells themselves.
  const analysed = (name) =>
    JSON.parse(
      execFileSync(program, ['sweep', 'analyse', at(`${name}-cells`), '--json'], { encoding: 'utf8' }),
    );

  test('a page of a sweep tells what sweep analyse does', async () => {
    for (const name of Object.keys(designs)) {
      const { page, wrong, close } = await open(launched(), at(`${name}.html`));
      const { outputs, factors } = analysed(name);
      assert.equal(await page.innerText('h1'), hostile.script);
      for (const [index, output] of outputs.entries()) {
        const ids = new Map(factors.map((one) => [one.id, one.name]));
        const near = (cell, value) =>
          value === null ? assert.equal(cell.value, '') : assert.equal(Number(cell.value), value);
        const table = async (id, expected, check) => {
          const rows = await cellsOf(page, `${id}-${index}`);
          assert.equal(rows?.length ?? 0, expected.length, `${name} ${id}`);
          expected.forEach((one, row) => check(rows[row], one));
        };
        const largest = (items, size) => [...items].sort((a, b) => size(b) - size(a));
        await table('sobol', largest(output.sobol?.factors ?? [], (one) => one.total.value), (row, one) => {
          assert.equal(row[0].text, ids.get(one.factor));
          near(row[1], one.first.value);
          near(row[2], one.first.low);
          near(row[3], one.total.value);
          near(row[4], one.total.low);
        });
        await table('morris', largest(output.morris?.factors ?? [], (one) => one.mu_star.value), (row, one) => {
          assert.equal(row[0].text, ids.get(one.factor));
          near(row[1], one.mu_star.value);
          near(row[2], one.mu_star.low);
          near(row[3], one.mu);
          near(row[4], one.sigma);
        });
        const span = (one) => {
          const all = one.levels.map((level) => level.effect.value);
          return Math.max(...all) - Math.min(...all);
        };
        const levels = largest(output.main_effects, span).flatMap((one) =>
          one.levels.map((level) => [one.factor, level]),
        );
        await table('main-effects', levels, (row, [factor, level]) => {
          assert.deepEqual([row[0].text, row[1].text], [ids.get(factor), level.level]);
          near(row[3], level.effect.value);
          near(row[4], level.effect.low);
        });
        const cells = largest(output.effects, (one) => Math.abs(one.difference.value));
        await table('cells', cells, (row, one) => {
          assert.equal(Number(row[0].value), one.cell);
          near(row[2], one.value);
          near(row[3], one.difference.value);
        });
      }
      await shoot(page, `sweep-${name}`);
      await visit(page, 'evidence');
      assert.equal((await cellsOf(page, 'factors')).length, factors.length);
      await checkParts(page);
      await page.click('#language');
      await visit(page, 'answer');
      await shoot(page, `sweep-${name}-zh`);
      assert.doesNotMatch(await page.innerText('body'), /undefined|NaN|\[object/);
      assert.equal(await page.evaluate(() => window.hacked), undefined);
      assert.deepEqual(wrong, []);
      await close();
      const phone = await open(launched(), at(`${name}.html`), { viewport: { width: 360, height: 780 } });
      await visit(phone.page, 'answer');
      assert.ok(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
      await shoot(phone.page, `sweep-${name}-phone`);
      await phone.close();
    }
  });

  // The sentence names a factor as the first only if its interval lies above every other's.
  test('the sentence of a sweep claims no more than intervals tell', async () => {
    const size = ({ low, high }) =>
      low === null ? [0, Infinity] : low > 0 || high < 0 ? [Math.abs(low), Math.abs(high)].sort((a, b) => a - b) : [0, Math.max(-low, high)];
    for (const name of ['saltelli', 'morris']) {
      const [output] = analysed(name).outputs;
      const ranges = (output.sobol?.factors ?? output.morris.factors)
        .map((one) => one.total ?? one.mu_star)
        .sort((a, b) => b.value - a.value)
        .map(size);
      const told = ranges.filter(([low]) => low > 0);
      const sure = told.length > 0 && ranges.every((range) => range === told[0] || range[1] < told[0][0]);
      const { page, close } = await open(launched(), at(`${name}.html`));
      await visit(page, 'answer');
      const text = await page.innerText('#conclusion');
      if (told.length === 0) assert.match(text, /can be told from none/);
      else if (sure) assert.match(text, / most is /);
      else assert.match(text, /by its estimate.*order of factors cannot be told/);
      await close();
    }
  });

  test('a sweep and a run stand in one page', async () => {
    const { page, wrong, close } = await open(launched(), at('mixed.html'));
    assert.equal(await page.locator('[role=tab]').count(), 2);
    await page.selectOption('#result', '1');
    assert.equal(await page.locator('[role=tab]').count(), tabs.length);
    await visit(page, 'flows');
    await page.selectOption('#result', '0');
    assert.equal(await page.isVisible('#panel-answer'), true);
    assert.deepEqual(wrong, []);
    await close();
  });
}
