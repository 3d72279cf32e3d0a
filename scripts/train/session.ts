import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, dirname, join, normalize, sep } from 'node:path';
import { unzipSync } from 'fflate';
import { type Browser, chromium, type Page } from 'playwright';
import type { HeadlessOutcome } from '../../src/app/headless.ts';
import type { HeadlessMessage, HeadlessRequest } from '../../src/app/headless-data.ts';
import type { FeaturesAsked, FeaturesOutcome } from '../../src/app/headless-features.ts';
import { LabError } from '../../src/base/errors.ts';
import type { DeviceKind } from '../../src/runs/types.ts';
import type { Result } from '../../src/worker/protocol.ts';
import { BROWSER_ARGS, findBrowser } from '../find-browser.ts';
import { ISOLATION_HEADERS, sendFile, serveFiles } from '../static-server.ts';
import type { TrainJob } from './job.ts';
import { ROOT } from './page.ts';

/** Writes what a zip holds; a name that leads out of the folder is refused. */
export function unpack(zip: Uint8Array, folder: string): string[] {
  const files = Object.entries(unzipSync(zip)).filter(([name]) => !name.endsWith('/'));
  for (const [name, bytes] of files) {
    const path = normalize(join(folder, name));
    if (!path.startsWith(normalize(folder) + sep)) throw new Error(`${name} leads out of ${folder}.`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  return files.map(([name]) => name);
}

async function body(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  await once(request, 'end');
  return Buffer.concat(parts);
}

/** Where the zip goes that is posted to an address: the folder of `--out`, or that of a kept epoch in it; null: nowhere. */
export function folderOf(path: string, out: string | null): string | null {
  const match = /^\/job\/bundle(?:\/(epoch-\d+))?$/.exec(path);
  return match && out !== null ? join(out, match[1] ?? '') : null;
}

/** What the page reads and leaves beside its own files: the person's data, and the zip. */
function exchange({ data, test, init, tokenizer, out }: TrainJob) {
  const files = new Map([
    ['/job/data', data],
    ['/job/test', test],
    ['/job/init', init],
    ['/job/tokenizer', tokenizer],
  ]);
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = request.url ?? '';
    const file = files.get(path);
    if (file) {
      sendFile(response, file, ISOLATION_HEADERS);
      return true;
    }
    const folder = request.method === 'POST' ? folderOf(path, out) : null;
    if (folder === null) return false;
    body(request).then(
      (zip) => {
        try {
          unpack(zip, folder);
          response.writeHead(204).end();
        } catch (error) {
          response.writeHead(500).end(`${folder} could not be written: ${(error as Error).message}`);
        }
      },
      () => response.destroy(),
    );
    return true;
  };
}

/** A headless browser. @throws LabError `cli/browser` */
export async function launch(): Promise<Browser> {
  let executablePath: string;
  try {
    executablePath = findBrowser();
  } catch (error) {
    throw new LabError('cli/browser', (error as Error).message);
  }
  try {
    return await chromium.launch({
      executablePath,
      args: BROWSER_ARGS,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new LabError('cli/browser', `${basename(executablePath)} did not start: ${reason}`);
  }
}

/** Rejects where the page can no longer answer. */
export function death(page: Page): Promise<never> {
  return new Promise((_, reject) => {
    const lost = (message: string, hint?: string): void => reject(new LabError('cli/page', message, hint));
    page.on('crash', () =>
      lost(
        'The browser ran out of memory or broke down.',
        'A smaller batch or model, or less data, needs less.',
      ),
    );
    page.on('close', () => lost('The browser was closed.'));
    page.on('pageerror', (error) => lost(`The page broke down: ${error.message}`));
  });
}

/** Where and for whom a job is done. */
export interface Surroundings {
  /** Null: the best there is. */
  device: DeviceKind | null;
  /** The folder of the built page. */
  pageFolder: string;
  onMessage: (message: HeadlessMessage) => void;
  /** Ends the browser. */
  signal: AbortSignal;
}

/**
 * Trains in a headless browser.
 * @throws LabError with what went wrong, in the browser or around it.
 */
export const trainInBrowser = (job: TrainJob, around: Surroundings): Promise<HeadlessOutcome> =>
  inBrowser(job, around, (page, request) => page.evaluate((sent) => window.seqlabTrain(sent), request));

/**
 * Features and their logistic regression in a headless browser.
 * @throws LabError the same
 */
export const classifyInBrowser = (
  job: TrainJob,
  asked: FeaturesAsked,
  around: Surroundings,
): Promise<FeaturesOutcome> =>
  inBrowser(job, around, (page, request) =>
    page.evaluate((sent) => window.seqlabFeatures(sent.request, sent.asked), { request, asked }),
  );

async function inBrowser<T>(
  job: TrainJob,
  { device, pageFolder, onMessage, signal }: Surroundings,
  ask: (page: Page, request: HeadlessRequest) => Promise<Result<T>>,
): Promise<T> {
  const server = await serveFiles({
    roots: [pageFolder, join(ROOT, 'public')],
    headers: ISOLATION_HEADERS,
    handle: exchange(job),
  });
  const browser = await launch().catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  try {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => void browser.close());
    const page = await browser.newPage();
    const dead = death(page);
    await page.exposeFunction('seqlabMessage', onMessage);
    await page.goto(`${server.url}train.html`);
    const request: HeadlessRequest = {
      recipe: job.recipe,
      device,
      data: job.data && '/job/data',
      test: job.test && '/job/test',
      init: job.init && '/job/init',
      tokenizer: job.tokenizer && '/job/tokenizer',
      bundleTo: job.out && '/job/bundle',
    };
    const ended = await Promise.race([ask(page, request), dead]);
    if (!ended.ok) throw LabError.fromData(ended.error);
    return ended.value;
  } finally {
    await browser.close();
    await server.close();
  }
}
