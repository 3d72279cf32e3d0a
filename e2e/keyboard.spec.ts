import { cell, chooseBuiltIn, expectStatus, setRecipe, SMALL } from './journeys.ts';
import { expect, expectDevice, openLesson, test } from './support.ts';

test('the lesson is walked by keyboard alone', async ({ page }) => {
  await openLesson(page, 'rnn', 'wasm');
  await expectDevice(page, 'WASM');
  await chooseBuiltIn(page, 'WordNet topics, tiny');
  await setRecipe(page, { ...SMALL, Epochs: '2' });
  await page.reload();
  await expectDevice(page, 'WASM');
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('[data-cell]')?.getAttribute('data-cell') ?? null);

  // From the top: the first key shows the way past the header.
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText(/skip/i);
  await page.keyboard.press('Enter');
  await page.keyboard.press('j');
  const first = await focused();
  expect(first).not.toBeNull();
  await page.keyboard.press('ArrowDown');
  expect(await focused()).not.toBe(first);

  // Enter goes in, Escape comes out, ? tells the keys.
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.matches('[data-cell]'))).toBe(false);
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => document.activeElement?.matches('[data-cell]'))).toBe(true);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  // Shift-Enter runs a cell and goes on to the next, until the baseline has been trained.
  for (let i = 0; i < 8 && (await focused()) !== 'baseline'; i++) {
    const here = await focused();
    await page.keyboard.press('Shift+Enter');
    await expect.poll(focused, { timeout: 30_000 }).not.toBe(here);
  }
  await page.keyboard.press('Shift+Enter');
  await expectStatus(page, 'done', 120_000);
  await expect(cell(page, 'Baseline')).toBeVisible();

  // A button that has done its work keeps the focus while it waits.
  const variant = cell(page, 'Experiments').getByRole('button', { name: /^GRU/ }).first();
  await variant.focus();
  await page.keyboard.press('Enter');
  await expect(variant).toHaveAccessibleName(/run 2/);
  await expect(variant).toBeFocused();

  // The palette finds commands by name.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.type('report');
  await page.keyboard.press('Enter');
  await expect.poll(focused).toBe('report');
});
