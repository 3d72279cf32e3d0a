import * as tf from '@tensorflow/tfjs-core';
// `x.matMul(w)` as well as `tf.matMul(x, w)`.
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import { counted, sumOf } from '../counted.ts';
import { cutEvidence, cutReason, OutputLines } from '../limits.ts';
import type { CheckOutcome, CheckReport, CheckTitle, Exercise, Problem } from '../types.ts';
import type { ExerciseChecks, Student } from './checks.ts';
import { onCopies } from './copies.ts';
import { CheckFailure } from './failure.ts';
import { atOnce, type Mentions, mentionsIn, noting } from './functions.ts';
import { Kit } from './kit.ts';
import { consoleInto, type OutputListener, print } from './output.ts';
import { failureOf, FILE, placeOf, thrownSentence } from './thrown.ts';

/** Runs the checks of an exercise on a piece of JavaScript (types are stripped before): in the sandbox, and in tests. */

// V8 keeps ten frames: inside of an operation of tf that is too few to reach the line of the student's code.
Object.assign(Error, { stackTraceLimit: 50 });

/** All that the code may see of TensorFlow.js: its operations, not the machine below them. */
const HIDDEN = [
  'engine', 'env', 'ENV', 'Environment', 'backend', 'setBackend', 'getBackend', 'findBackend', 'findBackendFactory',
  'removeBackend', 'registerBackend', 'registerKernel', 'registerGradient', 'unregisterKernel', 'unregisterGradient',
  'copyRegisteredKernels', 'getKernel', 'getGradient', 'getKernelsForBackend', 'setPlatform', 'setOpHandler',
  'setTensorTracker', 'setDeprecationWarningFn', 'disposeVariables', 'io', 'browser', 'DataStorage', 'KernelBackend',
  'enableProdMode', 'enableDebugMode', 'serialization',
]; // prettier-ignore
export const offered = Object.freeze({
  ...Object.fromEntries(Object.entries(tf).filter(([name]) => !HIDDEN.includes(name))),
  print,
});

/** What `tf` is where an exercise has no tensors. */
const NO_TENSORS: unknown = new Proxy(Object.freeze({}), {
  get() {
    throw new CheckFailure(
      'This exercise has no tensors: tf is not offered here. Plain numbers, texts and lists are enough.',
    );
  },
});

export interface Listener extends OutputListener {
  /** A sign of life. */
  beat(): void;
  started(check: string): void;
  ended(outcome: CheckOutcome): void;
}

const SILENT: Listener = { beat: () => {}, started: () => {}, ended: () => {} };

/**
 * The line at which the browser cannot read on. It does not say where, but reading stops at the first mistake: the
 * shortest beginning of the code that is refused in the same words ends with it.
 */
function unreadableLine(code: string, words: string): number | null {
  const lines = code.split('\n');
  const refused = (count: number): boolean => {
    try {
      new Function('tf', 'console', `'use strict';\n${lines.slice(0, count).join('\n')}`);
      return false;
    } catch (error) {
      return error instanceof Error && error.message === words;
    }
  };
  let [fine, wrong] = [0, lines.length];
  if (!refused(wrong)) return null;
  while (wrong - fine > 1) {
    const middle = (fine + wrong) >> 1;
    if (refused(middle)) wrong = middle;
    else fine = middle;
  }
  return wrong;
}

/** What the code defines, or why it cannot be had. */
export function studentOf(
  exercise: Pick<Exercise, 'defines' | 'tensors' | 'promises'>,
  code: string,
  output: OutputLines,
  listener: OutputListener,
): { student: Student; mentions: Mentions } | { problem: Problem } {
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
    const words = error instanceof Error ? error.message : String(error);
    const line = unreadableLine(code, words);
    const place = line === null ? '' : ` in line ${line}`;
    return {
      problem: { message: cutReason(`Your code cannot be read${place}: ${words}.`), line, column: null },
    };
  }
  try {
    const made = make(exercise.tensors ? offered : NO_TENSORS, consoleInto(output, listener)) as Student;
    const student: Student = {};
    for (const name of exercise.defines) {
      const value = made[name];
      if (typeof value !== 'function') continue;
      student[name] = value;
    }
    const missing = exercise.defines.filter((name) => student[name] === undefined);
    const words = (name: string): string => `Your code does not define the function ${name}.`;
    if (missing.length === exercise.defines.length)
      return { problem: { message: words(missing[0] as string), line: null, column: null } };
    // What is there is checked all the same.
    for (const name of missing)
      student[name] = () => {
        throw new CheckFailure(words(name));
      };
    const mentions = mentionsIn(student);
    if (!exercise.promises)
      for (const [name, work] of Object.entries(student)) student[name] = atOnce(name, work);
    return { student, mentions };
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
  const unnamed = new Set<string>();
  const ran = new Map<string, ReadonlySet<string>>();
  for (const { id, points } of wanted) {
    if ('problem' in found) {
      outcomes.push({ id, state: 'not-run', points: 0, reason: null, evidence: [], milliseconds: 0 });
      continue;
    }
    listener.started(id);
    const check = checks[id];
    if (!check) throw new Error(`Exercise ${exercise.id} has no check “${id}”.`);
    const functions = new Set<string>();
    ran.set(id, functions);
    const student = noting(found.student, found.mentions, functions);
    const given = onOriginals.includes(id) ? student : onCopies(student);
    const start = performance.now();
    const failure = await attempt(() => check(given, new Kit(`${exercise.id}/${id}`, listener.beat)), code);
    const outcome: CheckOutcome = {
      id,
      state: failure ? 'failed' : 'passed',
      points: failure ? 0 : points,
      reason: failure?.reason ?? null,
      evidence: failure?.evidence ?? [],
      milliseconds: performance.now() - start,
    };
    if (failure && !failure.named) unnamed.add(id);
    outcomes.push(outcome);
    listener.ended(outcome);
  }
  const settled = counted(exercise, echoesSettled(exercise, outcomes, unnamed, ran));
  return {
    outcomes: settled,
    points: sumOf(settled),
    of: exercise.checks.reduce((sum, { points }) => sum + points, 0),
    console: output.lines,
    dropped: output.dropped,
    problem: 'problem' in found ? found.problem : null,
  };
}

/**
 * One mistake makes the values of several checks differ, and only some can name it. The others, which would say no more
 * than that something is wrong, point to the first that does, of those in which one of their functions ran as well; those
 * that count after another wait for it.
 */
function echoesSettled(
  { checks }: Pick<Exercise, 'checks'>,
  outcomes: readonly CheckOutcome[],
  unnamed: ReadonlySet<string>,
  ran: ReadonlyMap<string, ReadonlySet<string>>,
): CheckOutcome[] {
  const failed = outcomes.filter(({ state }) => state === 'failed').map(({ id }) => id);
  const alike = (a: string, b: string): boolean =>
    [...(ran.get(a) ?? [])].some((name) => ran.get(b)?.has(name));
  const namer = (of: string): CheckTitle | undefined =>
    checks.find(({ id }) => failed.includes(id) && !unnamed.has(id) && alike(id, of));
  return outcomes.map((outcome) => {
    if (!unnamed.has(outcome.id)) return outcome;
    const before = checks.find(({ id }) => id === outcome.id)?.after;
    if (before !== undefined && failed.includes(before))
      return { ...outcome, state: 'passed', reason: null, evidence: [] };
    const named = namer(outcome.id);
    if (!named) return outcome;
    return { ...outcome, reason: `First see “${named.title}”: its mistake may be all that is wrong here.` };
  });
}

/** Runs one check and frees all that it leaves behind. */
async function attempt(
  work: () => void | Promise<void>,
  code: string,
): Promise<{ reason: string; evidence: CheckOutcome['evidence']; named: boolean } | null> {
  const engine = tf.engine();
  engine.startScope('check');
  try {
    await work();
    return null;
  } catch (error) {
    const { line } = placeOf(error);
    const place = line === null ? [] : [{ what: 'in your code', value: `line ${line}` }];
    const failure = failureOf(error);
    return {
      reason: thrownSentence(error, code),
      evidence: [...(failure ? cutEvidence(failure.evidence) : []), ...place],
      named: failure?.named !== false,
    };
  } finally {
    engine.endScope();
  }
}
