import * as tf from '@tensorflow/tfjs-core';
// `x.matMul(w)` as well as `tf.matMul(x, w)`.
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import { counted, sumOf } from '../counted.ts';
import { cutEvidence, cutReason, OutputLines } from '../limits.ts';
import type { CheckOutcome, CheckReport, Exercise, Problem } from '../types.ts';
import type { ExerciseChecks, Student } from './checks.ts';
import { onCopies } from './copies.ts';
import { CheckFailure } from './failure.ts';
import { Kit } from './kit.ts';
import { show } from './show.ts';

/** Runs the checks of an exercise on a piece of JavaScript (types are stripped before): in the sandbox, and in tests. */

/** Lines that `new Function` puts before the code. */
const HEAD_LINES = 3;
const FILE = 'your-code.js';
/** Characters of a stack that are looked through: the frames stand behind the message, which may be endless. */
const STACK_LENGTH = 20_000;

/** All that the code may see of TensorFlow.js: its operations, not the machine below them. */
const HIDDEN = [
  'engine', 'env', 'ENV', 'Environment', 'backend', 'setBackend', 'getBackend', 'findBackend', 'findBackendFactory',
  'removeBackend', 'registerBackend', 'registerKernel', 'registerGradient', 'unregisterKernel', 'unregisterGradient',
  'copyRegisteredKernels', 'getKernel', 'getGradient', 'getKernelsForBackend', 'setPlatform', 'setOpHandler',
  'setTensorTracker', 'setDeprecationWarningFn', 'disposeVariables', 'io', 'browser', 'DataStorage', 'KernelBackend',
  'enableProdMode', 'enableDebugMode', 'serialization',
]; // prettier-ignore
export const offered = Object.freeze(
  Object.fromEntries(Object.entries(tf).filter(([name]) => !HIDDEN.includes(name))),
);

export interface Listener {
  /** A sign of life. */
  beat(): void;
  started(check: string): void;
  ended(outcome: CheckOutcome): void;
  /** A line that the code wrote to the console. */
  output?(line: string): void;
  /** How many lines were left out by now. */
  dropped?(count: number): void;
}

const SILENT: Listener = { beat: () => {}, started: () => {}, ended: () => {} };

function consoleInto(
  output: OutputLines,
  listener: Pick<Listener, 'output' | 'dropped'>,
): Record<string, (...values: unknown[]) => void> {
  const write = (...values: unknown[]): void => {
    const line = values.map((value) => (typeof value === 'string' ? value : show(value))).join(' ');
    const kept = output.add(line);
    if (kept === null) listener.dropped?.(output.dropped);
    else listener.output?.(kept);
  };
  return Object.freeze({ log: write, info: write, warn: write, error: write, debug: write, table: write });
}

/** What the code defines, or why it cannot be had. */
export function studentOf(
  exercise: Pick<Exercise, 'defines' | 'tensors'>,
  code: string,
  output: OutputLines,
  listener: Pick<Listener, 'output' | 'dropped'>,
): { student: Student } | { problem: Problem } {
  const names = exercise.defines.map(
    (name) => `${name}: typeof ${name} === 'undefined' ? undefined : ${name}`,
  );
  let make: (tf: unknown, console: unknown) => unknown;
  try {
    make = new Function(
      'tf',
      'console',
      `'use strict';\n${code}\n;return { ${names.join(', ')} };\n//# sourceURL=${FILE}`,
    ) as typeof make;
  } catch (error) {
    // No browser says where.
    const words = error instanceof Error ? error.message : String(error);
    return {
      problem: { message: cutReason(`Your code cannot be read: ${words}.`), line: null, column: null },
    };
  }
  try {
    const made = make(exercise.tensors ? offered : undefined, consoleInto(output, listener)) as Student;
    const student: Student = {};
    for (const name of exercise.defines) {
      const value = made[name];
      if (typeof value !== 'function')
        return {
          problem: {
            message: `Your code does not define the function ${name}.`,
            line: null,
            column: null,
          },
        };
      student[name] = value;
    }
    return { student };
  } catch (error) {
    return { problem: { message: thrownSentence(error), ...placeOf(error) } };
  }
}

/** Runs all checks, or those asked for, one after the other. Never throws. */
export async function runChecks(
  exercise: Exercise,
  { checks, onOriginals = [] }: ExerciseChecks,
  code: string,
  { listener = SILENT, only }: { listener?: Listener; only?: readonly string[] } = {},
): Promise<CheckReport> {
  const output = new OutputLines();
  const wanted = exercise.checks.filter(({ id }) => !only || only.includes(id));
  const found = studentOf(exercise, code, output, listener);
  const outcomes: CheckOutcome[] = [];
  for (const { id, points } of wanted) {
    if ('problem' in found) {
      outcomes.push({ id, state: 'not-run', points: 0, reason: null, evidence: [], milliseconds: 0 });
      continue;
    }
    listener.started(id);
    const check = checks[id];
    if (!check) throw new Error(`Exercise ${exercise.id} has no check “${id}”.`);
    const given = onOriginals.includes(id) ? found.student : onCopies(found.student);
    const start = performance.now();
    const failure = await attempt(() => check(given, new Kit(`${exercise.id}/${id}`, listener.beat)));
    const outcome: CheckOutcome = {
      id,
      state: failure ? 'failed' : 'passed',
      points: failure ? 0 : points,
      reason: failure?.reason ?? null,
      evidence: failure?.evidence ?? [],
      milliseconds: performance.now() - start,
    };
    outcomes.push(outcome);
    listener.ended(outcome);
  }
  const settled = counted(exercise, outcomes);
  return {
    outcomes: settled,
    points: sumOf(settled),
    of: exercise.checks.reduce((sum, { points }) => sum + points, 0),
    console: output.lines,
    dropped: output.dropped,
    problem: 'problem' in found ? found.problem : null,
  };
}

/** Runs one check and frees all that it leaves behind. */
async function attempt(
  work: () => void | Promise<void>,
): Promise<{ reason: string; evidence: CheckOutcome['evidence'] } | null> {
  const engine = tf.engine();
  engine.startScope('check');
  try {
    await work();
    return null;
  } catch (error) {
    const evidence = failureOf(error)?.evidence;
    if (evidence) return { reason: thrownSentence(error), evidence: cutEvidence(evidence) };
    const { line } = placeOf(error);
    return {
      reason: thrownSentence(error),
      evidence: line === null ? [] : [{ what: 'in your code', value: `line ${line}` }],
    };
  } finally {
    engine.endScope();
  }
}

/** What was thrown, as a sentence that can be read. */
export function thrownSentence(error: unknown): string {
  try {
    return cutReason(sentenceOf(error));
  } catch {
    return 'Your code threw a value that throws itself where it is looked at.';
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof CheckFailure) return error.message;
  if (!(error instanceof Error)) return `Your code threw ${show(error)}.`;
  // Before it is looked into or put together: it may be endless.
  const [name, message] = [cutReason(error.name), cutReason(error.message)];
  if (error instanceof RangeError && /call stack/i.test(message))
    return 'Your code calls itself without end (the call stack is full).';
  if (error instanceof RangeError && /array|invalid.*length|allocation/i.test(message))
    return `Your code asks for more memory than there is (${message}).`;
  return `Your code threw ${name}: ${message}`;
}

/** The error as what a check threw; null where it is anything else, such as a proxy that throws when it is asked. */
function failureOf(error: unknown): CheckFailure | null {
  try {
    return error instanceof CheckFailure ? error : null;
  } catch {
    return null;
  }
}

/** What can be known of a stack: an error may hide it, or throw when it is asked. */
function stackOf(error: unknown): string {
  try {
    return error instanceof Error && typeof error.stack === 'string' ? error.stack.slice(-STACK_LENGTH) : '';
  } catch {
    return '';
  }
}

/** The line of the student's code where it was thrown. */
function placeOf(error: unknown): { line: number | null; column: number | null } {
  const stack = stackOf(error);
  const found = new RegExp(`${FILE}:(\\d+):(\\d+)`).exec(stack);
  if (!found) return { line: null, column: null };
  return { line: Math.max(1, Number(found[1]) - HEAD_LINES), column: Number(found[2]) };
}
