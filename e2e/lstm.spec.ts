import { exerciseOf } from '../src/exercises/exercises.ts';
import { cell, check, chooseBuiltIn, expectStatus, setRecipe, SMALL } from './journeys.ts';
import { expect, openLesson, test } from './support.ts';

const labels = exerciseOf('lstm/labels');
const layers = exerciseOf('lstm/layers');

test('several labels: exercises, BPE, thresholds, and all of it there after a reload', async ({ page }) => {
  test.setTimeout(240_000);
  await openLesson(page, 'lstm', 'wasm');
  await check(page, labels.title, labels.reference.replace('/[,|;]/', "','"));
  await expect(cell(page, labels.title).getByText(/split at commas only/)).toBeVisible({ timeout: 60_000 });
  for (const exercise of [labels, layers]) {
    await check(page, exercise.title, exercise.reference);
    await expect(cell(page, exercise.title).getByText(/^Solved: /)).toBeVisible({ timeout: 60_000 });
  }
  const questions = cell(page, 'Questions');
  await questions.getByRole('textbox').first().fill('64');
  await questions.getByRole('button', { name: 'Answer' }).first().click();
  await expect(questions.getByText(/Four gates do not mean a quarter/)).toBeVisible();

  await chooseBuiltIn(page, 'WordNet labels, tiny');
  await expect(cell(page, 'Data').getByText(/It is not clear/)).toHaveCount(0);
  await expect(cell(page, 'Data').getByRole('table').getByRole('row').nth(2)).toBeVisible();
  await setRecipe(page, { ...SMALL, Epochs: '3' });
  const text = cell(page, 'Text');
  await text.getByRole('combobox', { name: 'Tokens are' }).click();
  await page.getByRole('option', { name: 'BPE, pieces of bytes' }).click();
  await page.getByRole('button', { name: /^Run (the whole lesson|what is left)/ }).click();
  const ofLabels = cell(page, 'Baseline').getByRole('region', { name: 'F1 of each label on validation' });
  // While it trains: the first epoch has been judged, the last has not.
  await expect(ofLabels.getByText(/^step \d+$/)).toBeVisible({ timeout: 120_000 });
  await expect(ofLabels.getByRole('listitem').first()).toContainText(/[01]\.\d{3}/);
  await expectStatus(page, 'done', 120_000);
  const picture = text.getByRole('region', { name: 'The tokenizers side by side' });
  await picture.getByRole('button', { name: 'Learn and compare' }).click();
  await expect(picture.getByText('WordPiece').first()).toBeVisible({ timeout: 60_000 });
  const errs = cell(page, 'Where it errs');
  await expect(errs.getByRole('columnheader', { name: 'threshold' })).toBeVisible({ timeout: 60_000 });
  await expect(errs.getByText(/macro F1/i).first()).toBeVisible();
  // A guess that reads nothing never gives a label that is on fewer than half of the texts.
  await expect(
    errs.getByText(/without reading: .*most texts of train say: macro F1 0\.\d+.*every label to every text/),
  ).toBeVisible();
  await page.getByRole('button', { name: /^Saved/ }).waitFor();

  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Cells of this lesson' })).toContainText('6 / 6');
  const editor = cell(page, labels.title).getByRole('textbox', { name: `Code: ${labels.title}` });
  await expect(editor).toContainText('label.trim()');
  // Out of the code and back by keys alone: no button stands in between.
  await editor.focus();
  await page.keyboard.press('Escape');
  await expect(cell(page, labels.title)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(editor).toBeFocused();
  await expect(text.getByRole('combobox', { name: 'Tokens are' })).toHaveValue('BPE, pieces of bytes');
  await expectStatus(page, 'done');
});
