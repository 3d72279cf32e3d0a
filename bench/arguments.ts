import { parseArgs } from 'node:util';
import { LabError } from '../src/base/errors.ts';
import type { Device } from '../src/bench/subject.ts';
import type { Library } from '../src/bench/variants.ts';
import { chosenWorkloads, WORKLOADS } from '../src/bench/workloads.ts';
import { nearestName } from '../src/recipe/nearest.ts';

const LIBRARIES: readonly Library[] = ['seqlab', 'stock', 'layers', 'jax', 'torch', 'split'];
const DEVICES: readonly Device[] = ['webgpu', 'wasm', 'js', 'cpu'];
/** Beside the workloads. */
export const GROWTH = 'memory';

export const USAGE = `Usage: npm run --silent bench [-- options]

  --only NAME        one workload (may be repeated): ${[...new Set(WORKLOADS.map(({ name }) => name.split('-')[0]))].join(', ')},
                     or ${GROWTH}: how time and memory grow with length and steps
  --libraries LIST   only these, with commas between: ${LIBRARIES.join(', ')}
  --devices LIST     only on these: ${DEVICES.join(', ')} (cpu: PyTorch; js: reading text)
  --seconds N        seconds of steps for each library and workload (default 6); whatever it is, 4 steps are run (2 of
                     half a minute each), and 30 where they take no longer than 25 s
  --json FILE        write all numbers there, after each workload
  --list             print the names that --only knows, one a line

The table goes to standard output, progress to standard error. The exit code is 1 where two libraries do not compute
the same losses, where nothing could be measured, or where time or memory grow faster than they may.`;

/** What `--only` takes. */
export const NAMES: readonly string[] = [...WORKLOADS.map(({ name }) => name), GROWTH];

export interface BenchArguments {
  /** Of workloads; null: all. */
  names: string[] | null;
  libraries: Library[];
  devices: Device[];
  seconds: number;
  json: string | null;
  growth: boolean;
}

export type Command = { kind: 'help' } | { kind: 'list' } | { kind: 'bench'; bench: BenchArguments };

function refuse(message: string): never {
  throw new LabError('cli/arguments', message, 'npm run --silent bench -- --help lists the options.');
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: withSeconds(argv),
      options: {
        only: { type: 'string', multiple: true },
        libraries: { type: 'string' },
        devices: { type: 'string' },
        seconds: { type: 'string' },
        json: { type: 'string' },
        list: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    // Node adds lines and sentences on how it may have been meant.
    const [sentence = ''] = (error as Error).message.split(/\n|\. /);
    return refuse(`${sentence.replace(/\.$/, '')}.`);
  }
}

/** `--seconds -3` is a number that is refused as such, not an option that is missing its value. */
function withSeconds(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (const argument of argv)
    if (joined.at(-1) === '--seconds' && /^-[\d.]/.test(argument))
      joined[joined.length - 1] = `--seconds=${argument}`;
    else joined.push(argument);
  return joined;
}

/** Names with commas between, each one of those there are. */
function listOf<T extends string>(what: string, text: string | undefined, known: readonly T[]): T[] {
  return (text ?? '')
    .split(',')
    .filter((name) => name !== '')
    .map(
      (name) =>
        known.find((one) => one === name) ??
        refuse(`There is no ${what} ${name}; it may be ${known.join(', ')}.`),
    );
}

/** @throws LabError `cli/arguments` for an unknown option, workload, library or device. */
export function parseArguments(argv: readonly string[]): Command {
  const values = parsed(argv);
  if (values.help) return { kind: 'help' };
  if (values.list) return { kind: 'list' };
  const only = values.only ?? [];
  for (const name of only) {
    if (name === GROWTH || chosenWorkloads([name]).length > 0) continue;
    const near = nearestName(name, NAMES);
    refuse(`There is no workload ${name}${near ? `; the nearest is ${near}` : ''}.`);
  }
  const libraries = listOf('library', values.libraries, LIBRARIES);
  const devices = listOf('device', values.devices, DEVICES);
  const seconds = Number(values.seconds ?? 6);
  if (!(seconds > 0 && Number.isFinite(seconds)))
    refuse(`--seconds is ${values.seconds || 'empty'}; it is a number above 0.`);
  return {
    kind: 'bench',
    bench: {
      names: only.length === 0 ? null : only.filter((name) => name !== GROWTH),
      libraries,
      devices,
      seconds,
      json: values.json ?? null,
      growth: only.length === 0 || only.includes(GROWTH),
    },
  };
}
