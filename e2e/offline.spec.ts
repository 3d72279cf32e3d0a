import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type StaticServer, serveFiles } from '../scripts/static-server.ts';
import { headed, listFiles } from '../scripts/vite-offline.ts';
import { expect, expectDevice, test } from './support.ts';

/** The lab in a folder of the plainest host, which sends no header: only the service worker can isolate it. */
const BASE = '/courses/nlp/';
test.use({ serviceWorkers: 'allow' });

let folder: string;
let host: StaticServer;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seqlab-host-'));
  cpSync('dist', folder, { recursive: true });
  host = await serveFiles({ roots: [folder], base: BASE });
});

test.afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

/** A new build of the lab on the host: another title, so that it can be told from the first. */
function publish(title: string): void {
  const page = join(folder, 'index.html');
  writeFileSync(page, readFileSync(page, 'utf8').replace(/<title>.*<\/title>/, `<title>${title}</title>`));
  const worker = join(folder, 'sw.js');
  writeFileSync(worker, headed(readFileSync(worker, 'utf8'), listFiles(folder)));
}

const titleOf = (page: Page): Promise<string> =>
  page.evaluate(async () => /<title>(.*)<\/title>/.exec(await (await fetch('./')).text())?.[1] ?? '');

async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
}

test('works from a sub-path without isolation, and is isolated from the second visit on', async ({
  page,
}) => {
  const missing: string[] = [];
  let visits = 0;
  page.on('response', (response) => {
    if (response.status() >= 400) missing.push(response.url());
  });
  page.on('domcontentloaded', () => visits++);
  await page.goto(`${host.url}?device=wasm#/rnn`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await expectDevice(page, 'WASM');
  await kept(page);
  expect(visits, 'the page is never reloaded by itself').toBe(1);

  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expectDevice(page, 'WASM');
  expect(visits).toBe(2);
  expect(missing).toEqual([]);
});

test('opens offline: the page, a lesson, the workers and the built-in data', async ({ page, problems }) => {
  await page.goto(host.url);
  await kept(page);
  await host.close();

  await page.goto(`${host.url}?device=wasm#/rnn`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectDevice(page, 'WASM');
  const data = await page.evaluate(async () => {
    const response = await fetch('data/wordnet-topics.csv.gz');
    return (await response.arrayBuffer()).byteLength;
  });
  expect(data).toBeGreaterThan(500_000);
  // What was never part of the build fails as it does without a network.
  expect(await page.evaluate(() => fetch('data/other.csv').then(String, () => 'failed'))).toBe('failed');
  expect(problems.splice(0).join()).toMatch(/ERR_FAILED.*other\.csv$/);
});

test('a new build takes over whole, when no page of the old one is open', async ({ page, context }) => {
  await page.goto(host.url);
  await kept(page);
  const other = await context.newPage();
  await other.goto(host.url);
  publish('Second build');
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.state))
    .toBe('installed');

  await page.reload();
  expect(await titleOf(page), 'another page of the old build is open').toBe('SeqLab');
  await other.close();
  // A worker that still fetches for its page hands over only when it is done.
  await page.waitForLoadState('networkidle');
  await page.reload();
  // The reload hands over and reloads once more by itself.
  await expect(async () => expect(await titleOf(page)).toBe('Second build')).toPass({ timeout: 60_000 });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // The old build is deleted while the new one already answers.
  const caches = (): Promise<number> => page.evaluate(async () => (await window.caches.keys()).length);
  // In the middle of that reload nothing can be asked.
  await expect(async () => expect(await caches()).toBe(1)).toPass({ timeout: 60_000 });
});

test('a build that is half on the host is not kept', async ({ page }) => {
  await page.goto(host.url);
  await kept(page);
  publish('Second build');
  writeFileSync(join(folder, 'index.html'), '<title>Third build</title>');
  const failed = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const { installing } = registration;
    return new Promise<string>((resolve) => {
      if (!installing) return resolve('nothing was installed');
      installing.addEventListener('statechange', () => resolve(installing.state));
    });
  });
  expect(failed).toBe('redundant');
  await page.reload();
  expect(await titleOf(page)).toBe('SeqLab');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
