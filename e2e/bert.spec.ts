import { cell, chooseBuiltIn, expectStatus, setRecipe } from './journeys.ts';
import { expect, expectDevice, openLesson, test } from './support.ts';

test('a BERT is pretrained, fills a mask, shows its heads, and is fine-tuned from several beginnings', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await openLesson(page, 'bert', 'wasm');
  await expectDevice(page, 'WASM');
  await chooseBuiltIn(page, 'WordNet topics, tiny');
  const text = cell(page, 'WordPiece');
  await text.getByRole('textbox', { name: 'Pieces at most' }).fill('400');
  await text.getByRole('textbox', { name: 'Pieces at most' }).press('Enter');

  // What the model is asked, before and after.
  const masks = cell(page, 'What the model is asked');
  await masks.getByRole('button', { name: /^Show/ }).click();
  await expect(masks.getByRole('list', { name: 'Texts after masking' })).toContainText('[MASK]', {
    timeout: 60_000,
  });

  // Before anything is made: what it takes.
  const model = cell(page, 'The model and what it takes');
  for (const [label, value] of Object.entries({ Layers: '1', Width: '16' })) {
    const field = model.getByRole('textbox', { name: label, exact: true });
    await field.fill(value);
    await field.press('Enter');
  }
  await model.getByRole('button', { name: /^Estimate/ }).click();
  await expect(model.getByText('Go: it fits.')).toBeVisible();

  await setRecipe(
    page,
    {
      ...{ Epochs: '2', 'Batch size': '16', 'Evaluate every … steps': '' },
      'Keep weights after epochs': '1',
    },
    'Pretraining',
  );
  await cell(page, 'Pretraining')
    .getByRole('button', { name: /^Pretrain/ })
    .click();
  await expectStatus(page, 'done', 60_000);

  const fill = cell(page, 'Fill the mask');
  await fill.getByRole('textbox').fill('a [MASK] of wood');
  // As it began, after the epoch that is kept, and with the best weights.
  for (const when of [', before any training', ', after 1 epoch', ''])
    await expect(
      fill.getByRole('region', { name: `Words for mask 1${when}`, exact: true }).getByRole('listitem'),
    ).toHaveCount(5);

  // What is wrong with a text is told once, not for each of these moments.
  await fill.getByRole('textbox').fill('no hole');
  await expect(fill.getByRole('group', { name: 'What went wrong' })).toHaveCount(1);
  await expect(fill.getByText('There is no [MASK] in this text.')).toBeVisible();

  // A pretraining is told by its loss, and is not graded as a classifier is.
  const report = cell(page, 'Report');
  await report.scrollIntoViewIfNeeded();
  await expect(report.getByText(/A pretraining has no grade/)).toBeVisible();

  // A formula is judged by its values, however it is written.
  const cost = page.getByRole('group', { name: /^And the attention of the layer/ });
  await cost.getByRole('textbox').fill('4TH²');
  await cost.getByRole('button', { name: 'Answer' }).click();
  await expect(cost.getByRole('status')).toContainText('comparing and mixing are missing');
  await cost.getByRole('textbox').fill('2TH(2H + T)');
  await cost.getByRole('textbox').press('Enter');
  await expect(cost.getByRole('status')).toContainText('Right, at try 2.');

  const heads = cell(page, 'What the heads look at');
  await heads.getByRole('button', { name: /^Describe/ }).click();
  const profiles = heads.getByRole('region', { name: 'What each head looks at' });
  await expect(profiles.getByRole('row')).toHaveCount(3);
  await profiles.getByRole('button', { name: 'itself, %' }).click();
  await expect(profiles.getByRole('columnheader', { name: /itself/ })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  const second = heads.getByRole('button', { name: 'layer 1, head 2', exact: true });
  await second.click();
  await expect(second).toHaveAttribute('aria-pressed', 'true');

  const finetune = cell(page, 'Fine-tuning');
  for (const [label, value] of Object.entries({ 'Labelled texts': '100', Epochs: '1' })) {
    const field = finetune.getByRole('textbox', { name: label, exact: true });
    await field.fill(value);
    await field.press('Enter');
  }
  await finetune.getByRole('button', { name: /^Run the set/ }).click();
  const table = finetune.getByRole('region', { name: 'Table of fine-tuning runs' });
  await expect(table.getByText('done')).toHaveCount(4, { timeout: 90_000 });
  for (const begins of ['From scratch', 'After 1 epoch', 'Pretrained', 'Frozen'])
    await expect(table.getByRole('cell', { name: begins })).toHaveCount(1);
  await expect(finetune.getByText('What it brings: weighted F1 on test')).toBeVisible();
  await expect(finetune.getByRole('img', { name: /^What each epoch brings/ })).toHaveAttribute(
    'aria-label',
    / at 0 .* at 2/,
  );

  // The best goes home and comes back, and its heads can be looked at like those of any run.
  const download = page.waitForEvent('download');
  await report.getByRole('button', { name: /^Zip of/ }).click();
  const zip = await download;
  expect(zip.suggestedFilename()).toMatch(/\.zip$/);
  await report.locator('input[type=file]').setInputFiles(await zip.path());
  await expect(report.getByText(/opened/i).first()).toBeVisible({ timeout: 30_000 });
  await heads.getByRole('combobox', { name: 'Run' }).click();
  await expect(page.getByRole('option')).toHaveCount(6);
  await page.getByRole('option').last().click();
  await expect(heads.getByRole('application')).toHaveCount(1);
});
