import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import {
  cell,
  chooseBuiltIn,
  expectStatus,
  keptLosses,
  runPanel,
  setRecipe,
  SMALL,
  stepOf,
} from './journeys.ts';
import { expect, expectDevice, openLesson, test } from './support.ts';

test('on WebGPU: the lesson on a small set, pause, resume, stop, take the weights home', async ({ page }) => {
  // A GPU computed by the processor is slow.
  test.setTimeout(400_000);
  await openLesson(page, 'rnn', 'webgpu');
  await expectDevice(page, 'WebGPU');
  await chooseBuiltIn(page, 'WordNet topics, tiny');
  await setRecipe(page, { ...SMALL, Epochs: '5' });

  await page.getByRole('button', { name: /^Run (the whole lesson|what is left)/ }).click();
  await expectStatus(page, 'running');
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(3);

  await runPanel(page).getByRole('button', { name: 'Pause' }).click();
  await expectStatus(page, 'paused');
  const paused = await stepOf(page);
  await runPanel(page).getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(paused);
  await expectStatus(page, 'done', 120_000);

  const losses = await keptLosses(page);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(losses.length).toBe(5 * 15);
  expect(mean(losses.slice(-10))).toBeLessThan(0.8 * mean(losses.slice(0, 10)));
  await expect(cell(page, 'Where it errs').getByText('Confusion matrix').first()).toBeVisible();

  const report = cell(page, 'Report');
  const download = page.waitForEvent('download');
  await report.getByRole('button', { name: /^Zip of/ }).click();
  const files = unzipSync(await readFile(await (await download).path()));
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['model.safetensors', 'recipe.json', 'vocabulary.json', 'load_in_pytorch.py']),
  );

  // A second run, stopped in the middle: it stays where it was.
  await cell(page, 'Baseline')
    .getByRole('button', { name: /^Train/ })
    .first()
    .click();
  await expectStatus(page, 'running');
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(2);
  await runPanel(page).getByRole('button', { name: 'Stop' }).click();
  await expectStatus(page, 'stopped');
  await expect(runPanel(page).getByRole('button', { name: /^Resume from step/ })).toBeVisible();
});
