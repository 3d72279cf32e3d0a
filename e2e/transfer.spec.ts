import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { cell, chooseBuiltIn } from './journeys.ts';
import { expect, expectDevice, openLesson, test } from './support.ts';

test('features are told apart by logistic regression, a threshold moves its matrix, and a frozen model keeps its maps bit for bit', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openLesson(page, 'transfer', 'wasm');
  await expectDevice(page, 'WASM');
  await chooseBuiltIn(page, 'WordNet topics, tiny');
  const set = async (title: string, label: string, value: string) => {
    const field = cell(page, title).getByRole('textbox', { name: label, exact: true });
    await field.fill(value);
    await field.press('Enter');
  };
  await set('Text', 'Texts to train on', '150');

  // The classifier asks for the features, and these for the text and the data.
  const classifier = cell(page, 'Logistic regression');
  await classifier.getByRole('button', { name: /^Fit/ }).click();
  await expect(classifier.getByText('accuracy on test')).toBeVisible({ timeout: 60_000 });
  const features = cell(page, 'Features');
  await expect(features.getByRole('img', { name: /% of the places are padding/ })).toHaveCount(2);
  await expect(features.getByText('128', { exact: true })).toBeVisible();
  await expect(classifier.getByText(/±/)).toBeVisible();
  const [taken] = await Promise.all([
    page.waitForEvent('download'),
    classifier.getByRole('button', { name: 'Save features and classifier' }).click(),
  ]);
  const files = unzipSync(readFileSync(await taken.path()));
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['features_train.npy', 'logistic.json', 'metrics.json', 'fit_in_sklearn.py']),
  );

  const threshold = classifier.getByRole('region', { name: 'Threshold' });
  const matrix = threshold.getByRole('table', { name: /at this threshold/ });
  const before = await matrix.innerText();
  await threshold.getByRole('slider').focus();
  await page.keyboard.press('Home');
  // From 0 on every text is called so: no text is missed, none is spared.
  await expect(matrix.getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText(/^0/);
  await expect(matrix.getByRole('row').nth(2).getByRole('cell').nth(1)).toHaveText(/^0/);
  expect(await matrix.innerText()).not.toBe(before);
  await expect(classifier.getByText(/texts of test; the plane is that of train/)).toBeVisible();

  const finetune = cell(page, 'Fine-tuning');
  await finetune.getByRole('checkbox', { name: 'frozen up to' }).uncheck();
  await set('Fine-tuning', 'Epochs', '1');
  await finetune.getByRole('button', { name: /^Train/ }).click();
  const table = finetune.getByRole('region', { name: 'Table of fine-tuning runs' });
  await expect(table.getByText('done')).toHaveCount(2, { timeout: 60_000 });
  await expect(table).toContainText('bert-wordnet, frozen');

  const attention = cell(page, 'Attention before and after');
  await attention.getByRole('button', { name: /^Compare/ }).click();
  const numbers = attention.getByRole('region', { name: 'Heads over the validation texts' });
  await expect(
    numbers.getByText(/^The maps of a frozen model are bit-identical before and after: checked/),
  ).toBeVisible({
    timeout: 60_000,
  });
  const moved = numbers.getByRole('region', { name: 'How far each head moved' });
  await expect(moved.getByRole('row')).toHaveCount(1 + 4);
  // Frozen, and next to it the whole model, whose heads did move.
  await expect(moved.getByRole('row').nth(1).getByRole('cell').nth(0)).toHaveText('0, every bit');
  await expect(moved.getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText(/^\d+\.\d$/);

  await attention
    .getByRole('button', { name: /^Pin “Difference/ })
    .last()
    .click();
  const pinned = cell(page, 'Interpretation').getByRole('list', { name: 'Pinned maps' });
  await expect(pinned.getByRole('listitem')).toHaveCount(1);
});
