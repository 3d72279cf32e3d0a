import {
  cell,
  chooseBuiltIn,
  expectStatus,
  keptLosses,
  loseSteps,
  runPanel,
  setRecipe,
  SMALL,
  stepOf,
} from './journeys.ts';
import { expect, expectDevice, openLesson, test } from './support.ts';

test('a run survives a reload in its middle and goes on', async ({ page }) => {
  await openLesson(page, 'rnn', 'wasm');
  await expectDevice(page, 'WASM');
  await chooseBuiltIn(page, 'WordNet topics, tiny');
  // So long that no machine is through before the reload: it is stopped in the end.
  await setRecipe(page, { ...SMALL, Epochs: '1000', 'Evaluate every … steps': '' });
  await cell(page, 'Baseline')
    .getByRole('button', { name: /^Train/ })
    .first()
    .click();
  await expectStatus(page, 'running');
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(30);
  await expect.poll(async () => (await keptLosses(page)).length, { timeout: 60_000 }).toBeGreaterThan(30);

  const seen = await stepOf(page);
  await page.reload();
  await expectDevice(page, 'WASM');
  await expectStatus(page, 'interrupted');
  const before = await keptLosses(page);
  // What the page had been told is kept, to the last point, though the curves were not due to be written yet.
  expect(before.length).toBeGreaterThanOrEqual(seen);
  // A page that was killed had kept less: the checkpoint knows the rest.
  await loseSteps(page, 12);
  await page.reload();
  await expectDevice(page, 'WASM');
  await expect.poll(async () => (await keptLosses(page)).length).toBe(before.length - 12);
  await runPanel(page)
    .getByRole('button', { name: /^Resume from step/ })
    .click();
  await expectStatus(page, 'running');
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(before.length + 200);
  await runPanel(page).getByRole('button', { name: 'Stop', exact: true }).click();
  await expectStatus(page, 'stopped');

  // Each step once: also those that were trained after the page had heard its last.
  const stopped = await stepOf(page);
  await expect.poll(async () => (await keptLosses(page)).length, { timeout: 20_000 }).toBe(stopped);
  const losses = await keptLosses(page);
  expect(losses.slice(0, before.length)).toEqual(before);
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
});
