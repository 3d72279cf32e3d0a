import { cell } from './journeys.ts';
import { expect, expectDevice, openLesson, test } from './support.ts';

const ADDRESS = 'https://data.example.org/news.csv';
const ROWS = [
  'text,label',
  ...Array.from({ length: 80 }, (_, i) => `piece of news number ${i},topic ${i % 2}`),
];

test('a set from any address: refused, fetched, and there again without the network', async ({
  page,
  problems,
}) => {
  let answer: { status: number; body: string } | null = { status: 404, body: 'gone' };
  let asked = 0;
  await page.route(`${ADDRESS}**`, async (route) => {
    asked++;
    if (answer) await route.fulfill({ ...answer, headers: { 'access-control-allow-origin': '*' } });
    else await route.abort('internetdisconnected');
  });
  await openLesson(page, 'rnn', 'wasm');
  await expectDevice(page, 'WASM');
  const data = cell(page, 'Data');
  const dialog = page.getByRole('dialog', { name: 'Published data sets' });
  const address = dialog.getByLabel('Address of the file', { exact: true });
  await data.getByRole('button', { name: 'Published set…' }).click();
  // So it is with a set of the list.
  await page.route('https://huggingface.co/**', (route) =>
    route.fulfill({ status: 404, body: 'gone', headers: { 'access-control-allow-origin': '*' } }),
  );
  await dialog.getByRole('button', { name: 'Fetch AG News' }).click();
  await expect(dialog.getByRole('alert').filter({ hasText: '404' })).toBeInViewport({
    ratio: 1,
    timeout: 30_000,
  });
  await address.fill(ADDRESS);
  await address.press('Enter');

  // What is wrong with it is said where it was typed, and it can be mended there.
  await expect(address).toHaveAccessibleDescription(/404/, { timeout: 30_000 });
  await expect(address).toHaveValue(ADDRESS);
  await expect(dialog.getByText(/news\.csv.*404/)).toBeInViewport({ ratio: 1 });
  // The browser itself writes a refused request to the console.
  expect(problems.filter((problem) => !problem.includes('404'))).toEqual([]);
  problems.length = 0;

  answer = { status: 200, body: ROWS.join('\n') };
  await dialog.getByRole('button', { name: 'Fetch', exact: true }).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  await expect(data.getByText(/404/)).toHaveCount(0);
  await expect(data.getByRole('definition').first()).toHaveText('80', { timeout: 30_000 });

  // The network is gone; the set is not.
  answer = null;
  const before = asked;
  await page.reload();
  await expectDevice(page, 'WASM');
  await data
    .getByRole('button', { name: /^(Load|Load again|Look)/ })
    .first()
    .click();
  await expect(data.getByRole('definition').first()).toHaveText('80', { timeout: 30_000 });
  expect(asked).toBe(before);
});
