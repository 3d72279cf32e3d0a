import { expect, expectAccessible, test } from './support.ts';

test('a visitor measures the machine, sees the chart and saves it', async ({ page }) => {
  await page.goto('./#/bench');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How fast is it on this machine?');
  for (const name of ['BERT, 2 layers of 128', 'BERT mini, 4 layers of 256', 'Seq2Seq with attention'])
    await expect(page.getByLabel(name, { exact: true })).not.toBeChecked();
  for (const name of ['LSTM 128', 'Encode 10 MB of text'])
    await page.getByLabel(name, { exact: true }).uncheck();
  await page.getByLabel('On WebGPU too').uncheck();
  await page.getByText('Short', { exact: true }).click();
  await page.getByRole('button', { name: 'Measure' }).click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Progress of the measurement' })).toBeVisible();
  // Whoever leaves and comes back finds what is measured, not what the form begins with.
  await page.goto('./#/');
  await page.goto('./#/bench');
  await expect(page.getByLabel('LSTM 128', { exact: true })).not.toBeChecked();
  await expect(page.getByRole('radio', { name: 'Short' })).toBeChecked();
  const report = page.getByRole('region', { name: 'Adam, 41 variables' });
  await expect(report.getByText(/^All compute the same weights/)).toBeVisible({ timeout: 120_000 });
  await expect(report.getByRole('img', { name: /2 bars, .*SeqLab, WASM/ })).toBeVisible();
  await expect(report.getByRole('row', { name: /TensorFlow.js, WASM .* ×/ })).toBeVisible();
  const numbers = report.getByRole('group', { name: 'Adam, 41 variables, numbers' });
  expect(await numbers.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  const saved = page.waitForEvent('download');
  await report.getByRole('button', { name: /as PNG/ }).click();
  expect((await saved).suggestedFilename()).toMatch(/adam-41-variables.*\.png/);
  await expectAccessible(page);
});

test('a measurement can be cancelled', async ({ page }) => {
  await page.goto('./#/bench');
  await page.getByLabel('On WebGPU too').uncheck();
  await page.getByText('Thorough', { exact: true }).click();
  await page.getByRole('button', { name: 'Measure' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Measure' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Cancelled during “LSTM 128”' })).toBeVisible();
});
