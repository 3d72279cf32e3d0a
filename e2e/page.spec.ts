import { expect, expectAccessible, expectDevice, openLesson, test } from './support.ts';

test('the lab opens, lists its lessons and leads to the first', async ({ page }) => {
  await page.goto('./');
  await expect(page).toHaveTitle('SeqLab');
  await page.getByRole('main').getByRole('link', { name: /RNN/ }).first().click();
  await expect(page).toHaveURL(/#\/rnn/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a lesson has its own settings, wherever one comes from', async ({ page }) => {
  await page.goto('./');
  // The course page tells how far each lesson is, and the whole course, so it has opened them all.
  await expect(page.getByText(/\d+ points/)).toHaveCount(7);
  const baseline = page.getByRole('region', { name: 'Baseline', exact: true });
  await page.getByRole('main').getByRole('link', { name: /RNN/ }).first().click();
  await expect(baseline.getByText(/^RNN, 1 layer/)).toBeVisible();
  await page.getByRole('banner').getByRole('link', { name: 'Attention' }).click();
  const training = page.getByRole('region', { name: 'Training', exact: true });
  await expect(training.getByText(/^Seq2Seq.*additive attention/)).toBeVisible();
  await page.getByRole('banner').getByRole('link', { name: 'RNN' }).click();
  await expect(baseline.getByText(/^RNN, 1 layer/)).toBeVisible();
});

test('an address that names no lesson says so and leads back', async ({ page }) => {
  await page.goto('./#/rnm');
  await page.getByRole('main').getByRole('link').click();
  await expect(page).toHaveURL(/#\/$/);
});

test('the page is isolated, and the address fixes the device', async ({ page }) => {
  await openLesson(page, 'rnn', 'wasm');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expectDevice(page, 'WASM');
  await openLesson(page, 'rnn', 'cpu');
  await page.reload();
  await expectDevice(page, 'CPU');
});

test('TensorFlow.js and Plotly come after the page can be used', async ({ page }) => {
  // By the browser's clock: on a busy machine this script sees the heading long after it is there.
  await page.addInitScript(() => {
    new MutationObserver((_, self) => {
      if (!document.querySelector('h1')) return;
      self.disconnect();
      document.documentElement.dataset['usable'] = String(performance.timeOrigin + performance.now());
    }).observe(document, { subtree: true, childList: true });
  });
  const heavy: { path: string; at: number }[] = [];
  page.on('requestfinished', (request) => {
    const path = new URL(request.url()).pathname;
    if (/plotly|tfjs|\.wasm$/i.test(path)) heavy.push({ path, at: request.timing().startTime });
  });
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect.poll(() => heavy.length, { timeout: 30_000 }).toBeGreaterThan(0);
  const usable = Number(await page.locator('html').getAttribute('data-usable'));
  expect(usable).toBeGreaterThan(0);
  expect(heavy.filter(({ at }) => at < usable)).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('./');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await openLesson(page, 'rnn', 'wasm');
    await expectDevice(page, 'WASM');
    // What is refused is said in a colour of its own.
    const least = page.getByLabel('A word occurs at least').first();
    await least.fill('0');
    await least.press('Enter');
    await expect(page.getByText(/“A word occurs at least” is 0/)).toHaveCSS('font-size', '12px');
    await expectAccessible(page);
  });
}
