import { join, resolve } from 'node:path';
import { LabError, toErrorData } from '../src/base/errors.ts';
import { ISOLATION_HEADERS, serveFiles } from '../scripts/static-server.ts';
import { builtPage, ROOT } from '../scripts/train/page.ts';
import { Progress } from '../scripts/train/progress.ts';
import { death, launch } from '../scripts/train/session.ts';
import { type BenchArguments, NAMES, parseArguments, USAGE } from './arguments.ts';
import { JsonFile } from './json-file.ts';
import type { BenchOutcome } from './page.ts';
import { type Plan, planOf } from './plan.ts';
import { growthText, reportText } from './table.ts';
import { Torch } from './torch.ts';

/** `npm run --silent bench`: the libraries side by side in a headless browser. */
const progress = new Progress(process.stderr);

interface Surroundings {
  torch: Torch;
  /** Called with all that is known whenever a part of it has been measured. */
  onPart(outcome: BenchOutcome): void;
  /** Ends the browser. */
  signal: AbortSignal;
}

async function run(plan: Plan, seconds: number, { torch, onPart, signal }: Surroundings): Promise<void> {
  const folder = await builtPage(() => progress.pass('building the workers (once)'), 'bench');
  const server = await serveFiles({ roots: [folder, join(ROOT, 'public')], headers: ISOLATION_HEADERS });
  const browser = await launch().catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  try {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => void browser.close());
    const page = await browser.newPage();
    const dead = death(page);
    await page.goto(`${server.url}bench/bench.html`);
    const outcome: BenchOutcome = {
      ...(await page.evaluate(() => ({
        agent: navigator.userAgent,
        threads: navigator.hardwareConcurrency,
      }))),
      reports: [],
      growth: null,
    };
    // What cannot be written ends the bench.
    let failed: (error: unknown) => void = () => undefined;
    const unwritten = new Promise<never>((_, reject) => {
      failed = reject;
    });
    const part = (text: string): void => {
      progress.clear();
      process.stdout.write(text);
      try {
        onPart(outcome);
      } catch (error) {
        failed(error);
      }
    };
    await page.exposeFunction('benchProgress', (text: string) => progress.pass(text));
    await page.exposeFunction('benchReport', (report: BenchOutcome['reports'][number]) => {
      outcome.reports.push(report);
      part(`${reportText(report)}\n\n`);
    });
    await page.exposeFunction('benchGrowth', (growth: NonNullable<BenchOutcome['growth']>) => {
      outcome.growth = growth;
      part(`${growthText(growth)}\n`);
    });
    await page.exposeFunction('benchTorch', torch.handle);
    const request = {
      names: plan.workloads.map(({ name }) => name),
      variants: plan.variants,
      seconds,
      growth: plan.growth,
    };
    await Promise.race([page.evaluate((sent) => window.seqlabBench(sent), request), dead, unwritten]);
  } finally {
    torch.end();
    await browser.close();
    await server.close();
  }
}

/** What is wrong with it, for the exit code. */
const isWrong = ({ reports, growth }: BenchOutcome): boolean =>
  reports.some(({ rows, disagreements }) => rows.length === 0 || disagreements.length > 0) ||
  (growth?.problems ?? []).length > 0;

async function bench(args: BenchArguments): Promise<void> {
  const torch = new Torch();
  const wantsTorch =
    (args.libraries.length === 0 || args.libraries.includes('torch')) &&
    (args.devices.length === 0 || args.devices.includes('cpu'));
  const plan = planOf(args, torch.available());
  // npm changes to the project's folder: paths are meant from where the person stands.
  const path = args.json === null ? null : resolve(process.env['INIT_CWD'] ?? process.cwd(), args.json);
  const file = path === null ? null : new JsonFile(path);
  if (wantsTorch && !torch.available()) progress.pass('python3 with torch is not here: PyTorch is left out');
  for (const line of plan.left) progress.last(line);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stop.abort());
  let written = '';
  await run(plan, args.seconds, {
    torch,
    signal: stop.signal,
    onPart(outcome) {
      file?.write(outcome);
      if (file) written = ` ${path} has what was measured before.`;
      if (isWrong(outcome)) process.exitCode = 1;
    },
  }).catch((error: unknown) => {
    throw stop.signal.aborted ? new LabError('cancelled', `Stopped.${written}`) : error;
  });
  progress.clear();
}

async function main(): Promise<void> {
  const command = parseArguments(process.argv.slice(2));
  if (command.kind === 'help') process.stdout.write(`${USAGE}\n`);
  else if (command.kind === 'list') process.stdout.write(NAMES.map((name) => `${name}\n`).join(''));
  else await bench(command.bench);
}

await main().catch((error: unknown) => {
  const { code, message, hint } = toErrorData(error);
  progress.last([message, hint].filter(Boolean).join(' ').replace(/\s+/g, ' '));
  process.exitCode = code === 'cancelled' ? 130 : 1;
});
