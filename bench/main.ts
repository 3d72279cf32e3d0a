import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LabError, toErrorData } from '../src/base/errors.ts';
import type { WorkloadReport } from '../src/bench/report.ts';
import { WORKLOADS } from '../src/bench/workloads.ts';
import { ISOLATION_HEADERS, serveFiles } from '../scripts/static-server.ts';
import { builtPage, ROOT } from '../scripts/train/page.ts';
import { Progress } from '../scripts/train/progress.ts';
import { death, launch } from '../scripts/train/session.ts';
import { type BenchArguments, parseArguments, USAGE } from './arguments.ts';
import type { BenchOutcome } from './page.ts';
import { growthText, reportText } from './table.ts';
import { Torch } from './torch.ts';

/** `npm run --silent bench`: the libraries side by side in a headless browser. */
const progress = new Progress(process.stderr);

async function run(args: BenchArguments, stop: AbortSignal): Promise<BenchOutcome> {
  const folder = await builtPage(() => progress.pass('building the workers (once)'), 'bench');
  const server = await serveFiles({ roots: [folder, join(ROOT, 'public')], headers: ISOLATION_HEADERS });
  const torch = new Torch();
  const browser = await launch().catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  try {
    stop.addEventListener('abort', () => void browser.close());
    const page = await browser.newPage();
    const dead = death(page);
    await page.exposeFunction('benchProgress', (text: string) => progress.pass(text));
    await page.exposeFunction('benchReport', (report: WorkloadReport) => {
      progress.clear();
      process.stdout.write(`${reportText(report)}\n\n`);
    });
    await page.exposeFunction('benchTorch', torch.handle);
    await page.goto(`${server.url}bench/bench.html`);
    const named = <T>(list: readonly T[], one: T) => list.length === 0 || list.includes(one);
    const wanted = named(args.libraries, 'torch') && named(args.devices, 'cpu');
    const found = wanted && torch.available();
    if (wanted && !found) progress.pass('python3 with torch is not here: PyTorch is left out');
    const { names, libraries, devices, seconds, growth } = args;
    const onlyGrowth = names.length === 0 && growth && process.argv.includes('--only');
    const request = {
      names: onlyGrowth ? ['none'] : names,
      libraries,
      devices,
      seconds,
      growth,
      torch: found,
    };
    return await Promise.race([page.evaluate((sent) => window.seqlabBench(sent), request), dead]);
  } finally {
    torch.end();
    await browser.close();
    await server.close();
  }
}

async function main(): Promise<void> {
  const command = parseArguments(process.argv.slice(2));
  if (command.kind === 'help') return void process.stdout.write(`${USAGE}\n`);
  if (command.kind === 'list')
    return void process.stdout.write(WORKLOADS.map(({ name }) => `${name}\n`).join(''));
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stop.abort());
  const outcome = await run(command.bench, stop.signal).catch((error: unknown) => {
    throw stop.signal.aborted ? new LabError('cancelled', 'Stopped.') : error;
  });
  progress.clear();
  const { reports, growth } = outcome;
  if (growth) process.stdout.write(`${growthText(growth)}\n`);
  const { json } = command.bench;
  // npm changes to the project's folder: paths are meant from where the person stands.
  if (json !== null)
    writeFileSync(
      resolve(process.env['INIT_CWD'] ?? process.cwd(), json),
      `${JSON.stringify(outcome, null, 1)}\n`,
    );
  const wrong = [...reports.flatMap(({ disagreements }) => disagreements), ...(growth?.problems ?? [])];
  if (wrong.length > 0) process.exitCode = 1;
}

await main().catch((error: unknown) => {
  const { code, message, hint } = toErrorData(error);
  progress.last([message, hint].filter(Boolean).join(' ').replace(/\s+/g, ' '));
  process.exitCode = code === 'cancelled' ? 130 : 1;
});
