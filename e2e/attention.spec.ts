import { cell, check, expectStatus, setRecipe } from './journeys.ts';
import { expect, expectDevice, openLesson, test } from './support.ts';

test('captions are translated: train, type a sentence, see the alignment come about, export it, solve an exercise', async ({
  page,
}) => {
  await openLesson(page, 'attention', 'wasm');
  await expectDevice(page, 'WASM');
  const data = cell(page, 'Data');
  await data.getByRole('combobox', { name: 'Data set' }).click();
  await page.getByRole('option', { name: 'Captions, German and English, tiny', exact: true }).click();
  await expect(data.getByText(/pairs/).first()).toBeVisible({ timeout: 60_000 });
  await setRecipe(
    page,
    { 'Embedding size': '24', 'Hidden size': '32', 'Learning rate': '0.01', Epochs: '3', 'Batch size': '32' },
    'Training',
  );
  await cell(page, 'Training')
    .getByRole('button', { name: /^Train/ })
    .click();
  await expectStatus(page, 'done', 120_000);

  // Both texts of a pair on their way to numbers: the decoder begins with a mark and ends with one.
  const text = cell(page, 'Text');
  await text.scrollIntoViewIfNeeded();
  const target = text.getByRole('list', { name: 'Tokens and their ids, target, en' });
  await expect(target.getByRole('listitem').first()).toHaveText('<sos>2');
  await expect(target.getByText('<eos>')).toBeVisible();
  await text.getByRole('textbox', { name: 'target, en' }).fill('a zebra');
  await expect(target.getByRole('listitem')).toHaveText([
    /^<sos>2/,
    /^a\d/,
    /^zebra1unknown/,
    /^<eos>3/,
    /^<pad>/,
  ]);
  await expect(
    text.getByRole('list', { name: 'Tokens and their ids, source, de' }).getByText('<sos>'),
  ).toHaveCount(0);

  // What is typed is translated, with words to look at one by one.
  const results = cell(page, 'Translate');
  await results.getByRole('button', { name: /^Show:/ }).click();
  const box = results.getByRole('region', { name: 'Translate a sentence' });
  await box
    .getByRole('textbox', { name: 'A sentence of the source language' })
    .fill('ein hund läuft über eine wiese .');
  const words = box.getByRole('list', { name: 'Words with their probabilities' });
  await expect(words.getByRole('button').first()).toBeVisible();
  await expect(results.getByText(/^BLEU of/)).toBeVisible();

  // The alignment, step by step, by keyboard.
  const alignment = cell(page, 'How the alignment came about');
  await alignment.getByRole('button', { name: /^Show:/ }).click();
  const scrubber = alignment.getByRole('slider');
  await scrubber.focus();
  const last = await scrubber.getAttribute('aria-valuetext');
  await page.keyboard.press('Home');
  await expect(scrubber).not.toHaveAttribute('aria-valuetext', last ?? '');
  await page.keyboard.press('End');
  await expect(scrubber).toHaveAttribute('aria-valuetext', last ?? '');

  const download = page.waitForEvent('download');
  await alignment.getByRole('button', { name: 'SVG' }).first().click();
  expect((await download).suggestedFilename()).toMatch(/^alignment-while-it-learns-run-1-.*-step-\d.*\.svg$/);

  await check(
    page,
    'Who may look at whom',
    'const causalMask = (lengths, steps) => lengths.map((n) => [...Array(steps).keys()].map((t) => [...Array(steps).keys()].map((s) => Number(s <= t && s < n))));',
  );
  await expect(cell(page, 'Who may look at whom').getByText('5 of 5 points').first()).toBeVisible({
    timeout: 30_000,
  });
});

test('self-attention by hand: the lecture’s numbers, a number changed, the future hidden', async ({
  page,
}) => {
  await openLesson(page, 'attention', 'wasm');
  const byHand = cell(page, 'Self-attention by hand');
  const number = (matrix: string, row: string, column: string) =>
    byHand.getByRole('textbox', { name: `${matrix}, row ${row}, column ${column}`, exact: true });
  await expect(byHand.getByText(/the order is not seen/)).toBeVisible();
  await byHand.getByRole('checkbox', { name: 'Add positions' }).check();
  await expect(byHand.getByText(/the order is seen/)).toBeVisible();

  await byHand.getByRole('button', { name: 'The lecture’s numbers' }).click();
  await expect(number('Weights', '1. thinking', '1. thinking')).toHaveValue('0.88');
  await expect(number('Weights', '1. thinking', '2. machines')).toHaveValue('0.12');
  await number('Scores', '1. thinking', '2. machines').fill('112');
  await expect(number('Weights', '1. thinking', '2. machines')).toHaveValue('0.50');
  await byHand.getByRole('checkbox', { name: 'Causal mask' }).check();
  await expect(number('Weights', '1. thinking', '2. machines')).toHaveValue('0');
  await byHand.getByRole('button', { name: 'changed by hand: compute again' }).click();
  await expect(number('Scores', '1. thinking', '2. machines')).toHaveValue('96');
  await byHand.getByRole('checkbox', { name: 'Causal mask' }).uncheck();

  // Computed by the person: a typical mistake is named, the right numbers open the next step, and it is all kept.
  await byHand
    .getByRole('radiogroup', { name: 'What to do with the numbers' })
    .getByText('Compute it yourself')
    .click();
  await byHand.getByRole('combobox', { name: 'Whose row' }).selectOption('1. thinking');
  const mine = (step: string, column: string) =>
    byHand.getByRole('textbox', { name: `Your ${step}, column ${column}`, exact: true });
  await mine('scores', '1. thinking').fill('112');
  await page.keyboard.press('Enter');
  await expect(mine('scores', '2. machines')).toBeFocused();
  await page.keyboard.type('96');
  await page.keyboard.press('Enter');
  await expect(mine('scores, divided', '1. thinking')).toBeFocused();
  await page.keyboard.type('112');
  await page.keyboard.press('Enter');
  await expect(byHand.getByText('That is not divided by √D yet.')).toBeVisible();
  await expect(
    byHand.getByText(/0 of 2 numbers are right; missing: 1\. thinking, 2\. machines\./),
  ).toBeVisible();
  await mine('scores, divided', '1. thinking').fill('14');
  await page.keyboard.press('Enter');
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  await expect(mine('weights', '1. thinking')).toBeFocused();
  await expect(byHand.getByText('3 of 10 points.')).toBeVisible();
  await page.getByRole('button', { name: /^Saved/ }).waitFor();
  await page.reload();
  await expect(mine('weights', '1. thinking')).toBeVisible();
  await expect(byHand.getByText('3 of 10 points.')).toBeVisible();
});

test('heads at work: trained, looked at, one switched off and its task lost, all there after a reload', async ({
  page,
}) => {
  await openLesson(page, 'attention', 'wasm');
  await expectDevice(page, 'WASM');
  const heads = cell(page, 'Heads at work');
  await heads.scrollIntoViewIfNeeded();
  await heads.getByRole('radiogroup', { name: 'Steps' }).getByText('200', { exact: true }).click();
  await heads.getByRole('button', { name: /^Train/ }).click();
  const table = heads.getByRole('region', { name: 'Each head' });
  await expect(table).toBeVisible({ timeout: 120_000 });
  await page.getByRole('button', { name: /^Saved/ }).waitFor();
  await page.reload();

  await expect(table).toBeVisible();
  const grid = heads.getByRole('list', { name: 'Heads of layer 1' });
  await expect(grid.getByRole('button')).toHaveCount(4);
  for (let head = 1; head <= 4; head++)
    await grid.getByRole('switch', { name: `Layer 1, head ${head} is on` }).press('Space');
  // Without a head nothing can be known of the place before but how common each character is.
  const lost = heads
    .getByRole('region', { name: 'What the tasks lose' })
    .getByRole('row', { name: /^Which character/ });
  await expect
    .poll(async () => Number.parseFloat(await lost.getByRole('cell').nth(3).innerText()))
    .toBeGreaterThan(0.5);
  await heads.getByRole('textbox', { name: 'A text to look at' }).fill('a(z)');
  await expect(heads.getByText(/“z” is not of this language/)).toBeVisible();
});
