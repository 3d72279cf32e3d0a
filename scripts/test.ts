import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Failure, failuresOfPlaywright, failuresOfVitest, told } from './failures.ts';
import { findBrowser } from './find-browser.ts';
import { sum, type Tally, tallyPlaywright, tallyStage, tallyVitest } from './tally.ts';

/**
 * `npm test`: every stage, all of them even where one fails, then one closing line `N passed, N failed`.
 * The data, formatting, lint, types and the build count as one each; elsewhere each test counts.
 * Two lanes run beside each other: a journey mostly waits for one thread, and two cores are what most machines have.
 */
interface Stage {
  script: string;
  /** Where the stage leaves its JSON report, and how to read it. */
  report?: { path: string; read: (json: string) => Tally; failures: (json: string) => Failure[] };
  extra?: string[];
  /** Runs only where this stage of its lane passed. */
  needs?: string;
}

const vitest = (name: string): Pick<Stage, 'report' | 'extra'> => {
  const path = `test-results/${name}.json`;
  return {
    report: {
      path,
      read: (json) => tallyVitest(JSON.parse(json)),
      failures: (json) => failuresOfVitest(JSON.parse(json), process.cwd()),
    },
    extra: ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`],
  };
};

/** What both lanes stand on: the built-in data. */
const FIRST: Stage[] = [{ script: 'data' }];

const LANES: Stage[][] = [
  [
    { script: 'build' },
    {
      script: 'test:e2e',
      needs: 'build',
      report: {
        path: 'test-results/e2e.json',
        read: (json) => tallyPlaywright(JSON.parse(json)),
        failures: (json) => failuresOfPlaywright(JSON.parse(json)),
      },
    },
    // Here, so that both lanes take about as long.
    { script: 'check:lint' },
    { script: 'check:types' },
  ],
  [
    { script: 'check:format' },
    { script: 'test:unit', ...vitest('unit') },
    { script: 'test:browser', ...vitest('browser') },
  ],
];

/** Writes what a stage says line by line with its name before each, so that the lanes can be told apart. */
function label(stream: Readable, name: string): void {
  createInterface({ input: stream }).on('line', (line) => console.log(`${name.padEnd(12)} │ ${line}`));
}

function run(stage: Stage): Promise<number> {
  const args = ['run', '--silent', stage.script, ...(stage.extra ? ['--', ...stage.extra] : [])];
  return new Promise((resolve) => {
    const child = spawn('npm', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    label(child.stdout, stage.script);
    label(child.stderr, stage.script);
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function readReport(stage: Stage): Tally | null {
  if (!stage.report) return null;
  const none = { passed: 0, failed: 0 };
  return existsSync(stage.report.path) ? stage.report.read(readFileSync(stage.report.path, 'utf8')) : none;
}

/** The failed tests by name, each with what it expected: they stand far above by the end of a run. */
function tellFailures(stages: readonly Stage[]): void {
  for (const { report } of stages) {
    if (!report || !existsSync(report.path)) continue;
    for (const failure of report.failures(readFileSync(report.path, 'utf8'))) console.log(told(failure));
  }
}

async function runLane(stages: readonly Stage[], tallies: Map<string, Tally>): Promise<void> {
  for (const stage of stages) {
    const started = performance.now();
    console.log(`▸ ${stage.script}`);
    const blocked = stage.needs !== undefined && (tallies.get(stage.needs)?.failed ?? 1) > 0;
    if (stage.report) rmSync(stage.report.path, { force: true });
    if (blocked) console.log(`Not run: ${stage.needs} failed.`);
    const code = blocked ? 1 : await run(stage);
    const tally = tallyStage(code, readReport(stage));
    tallies.set(stage.script, tally);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${tally.failed > 0 ? '✗' : '✓'} ${stage.script} (${seconds} s)`);
  }
}

async function main(): Promise<Tally> {
  const started = performance.now();
  console.log(`Browser: ${findBrowser()}\n`);
  const tallies = new Map<string, Tally>();
  await runLane(FIRST, tallies);
  await Promise.all(LANES.map((stages) => runLane(stages, tallies)));
  const failing = [...FIRST, ...LANES.flat()].filter((stage) => (tallies.get(stage.script)?.failed ?? 1) > 0);
  console.log(`\n${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
  if (failing.length > 0) console.log(`Failed: ${failing.map((stage) => stage.script).join(', ')}`);
  tellFailures(failing);
  return sum([...tallies.values()]);
}

const total = await main().catch((error: unknown): Tally => {
  console.error(error instanceof Error ? error.message : error);
  return { passed: 0, failed: 1 };
});
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
