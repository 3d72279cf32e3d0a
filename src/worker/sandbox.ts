import type { PreparedData } from '../data/types.ts';
import { LabError } from '../base/errors.ts';
import type { FromSandbox, ToSandbox } from '../exercises/sandbox/protocol.ts';
import { counted, sumOf } from '../exercises/counted.ts';
import { cutReason, outcomeHeard, OutputLines, reportHeard } from '../exercises/limits.ts';
import { stripTypes } from '../exercises/strip-types.ts';
import {
  type CheckOutcome,
  type CheckReport,
  type Exercise,
  pointsOf,
  type Problem,
} from '../exercises/types.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { RunEvent } from '../runs/types.ts';
import { aborted, type Hear, takeSandbox, warmSandbox } from './sandbox-frame.ts';

export { warmSandbox } from './sandbox-frame.ts';

/**
 * The page's side of the sandbox: students' code is not trusted.
 *
 * It runs in a worker inside of a frame with an origin of its own (`sandbox="allow-scripts"`), whose policy forbids to
 * load, fetch or connect to anything: no storage, no network, no other worker of the lab. What it says counts only when it
 * comes over a port that the code never sees. A worker that is silent for too long is ended with its frame.
 */

const SILENT_SECONDS = 2;
/** A worker that lives answers a ping within this time. */
const PING_MS = 400;
const TICK_MS = 100;

/** Why a sandbox was ended. */
type Ending = 'endless' | 'writing' | 'unsettled';

/** Talks to a sandbox until it says the last word; watches over its silence. */
async function converse(
  message: ToSandbox,
  { signal, silentSeconds, patient, hear }: Conversation,
): Promise<FromSandbox | Ending> {
  const sandbox = await takeSandbox(signal);
  let silent = 0;
  let wrote = false;
  let asked = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  try {
    const last = new Promise<FromSandbox | Ending>((resolve, reject) => {
      let before = performance.now();
      timer = setInterval(() => {
        const now = performance.now();
        // A page that slept or was busy itself counts one tick.
        silent += Math.min(now - before, 2 * TICK_MS);
        before = now;
        if (silent < silentSeconds * 1000) return;
        if (!asked) {
          asked = true;
          sandbox.ping();
        } else if (silent > silentSeconds * 1000 + PING_MS) resolve(wrote ? 'writing' : 'endless');
      }, TICK_MS);
      sandbox.send(message, (answer) => {
        if (answer.type === 'pong' && !patient) return resolve('unsettled');
        // What is written is no life: a loop without end may write for ever.
        if (answer.type === 'line' || answer.type === 'dropped') {
          wrote = true;
          return hear(answer);
        }
        silent = 0;
        wrote = asked = false;
        if (answer.type === 'broken')
          reject(new LabError('sandbox/broken', `The sandbox broke down: ${cutReason(answer.message)}`));
        else if (answer.type === 'report' || answer.type === 'trained') resolve(answer);
        else hear(answer);
      });
    });
    return await Promise.race([last, aborted(signal)]);
  } finally {
    clearInterval(timer);
    sandbox.end();
    warmSandbox();
  }
}

interface Conversation {
  signal: AbortSignal;
  silentSeconds: number;
  /** A worker that answers a ping is left to work. */
  patient: boolean;
  hear: Hear;
}

const ENDED: Record<Ending, (seconds: number) => string> = {
  endless: (seconds) =>
    `Your code gave no sign of life for ${seconds} seconds and was ended: a loop without end, or more memory than there is.`,
  writing: (seconds) =>
    `Your code wrote to the console, but did not come to an end within ${seconds} seconds and was ended: a loop without end?`,
  unsettled: (seconds) =>
    `Your code returned a promise that did not settle within ${seconds} seconds: nothing resolves it.`,
};

export interface CheckListener {
  onCheck?: (id: string) => void;
  onOutcome?: (outcome: CheckOutcome) => void;
  onLine?: (line: string) => void;
  /** How many lines were left out by now. */
  onDropped?: (count: number) => void;
}

const NO_PROBLEM = { line: null, column: null };

function refused(exercise: Exercise, problem: Problem): CheckReport {
  const outcomes = exercise.checks.map(({ id }): CheckOutcome => ({
    id,
    state: 'not-run',
    points: 0,
    reason: null,
    evidence: [],
    milliseconds: 0,
  }));
  return { outcomes, points: 0, of: pointsOf(exercise), console: [], dropped: 0, problem };
}

/**
 * Runs the checks of an exercise on a student's TypeScript. Whatever the code does, there is a report.
 * @throws LabError `cancelled` where the signal is aborted, `sandbox/broken` where there can be no sandbox
 */
export async function checkCode(
  exercise: Exercise,
  code: string,
  signal: AbortSignal,
  { onCheck, onOutcome, onLine, onDropped }: CheckListener = {},
): Promise<CheckReport> {
  const stripped = await stripTypes(code);
  if ('problem' in stripped) return refused(exercise, stripped.problem);
  const silentSeconds = exercise.silenceSeconds ?? SILENT_SECONDS;
  const output = new OutputLines();
  const done = new Map<string, CheckOutcome>();
  let current: string | null = null;
  let dropped = 0;
  const answer = await converse(
    { type: 'checks', exercise: exercise.id, code: stripped.code },
    {
      signal,
      silentSeconds,
      patient: false,
      hear(message) {
        if (message.type === 'check') onCheck?.((current = message.id));
        if (message.type === 'outcome') {
          const outcome = outcomeHeard(exercise, message.outcome);
          if (!outcome) return;
          done.set(outcome.id, outcome);
          onOutcome?.(outcome);
        }
        if (message.type === 'line') {
          const line = output.add(message.line);
          if (line !== null) onLine?.(line);
        }
        if (message.type === 'dropped') {
          dropped = Number(message.count) || 0;
          onDropped?.(dropped);
        }
      },
    },
  );
  if (typeof answer === 'object') {
    if (answer.type !== 'report') throw new Error(`The sandbox answered “${answer.type}”.`);
    return reportHeard(exercise, answer.report);
  }
  const reason = ENDED[answer](silentSeconds);
  const report = refused(exercise, { message: reason, ...NO_PROBLEM });
  const ended = report.outcomes.map((outcome): CheckOutcome => {
    if (outcome.id === current && !done.has(outcome.id)) return { ...outcome, state: 'failed', reason };
    return done.get(outcome.id) ?? outcome;
  });
  const outcomes = counted(exercise, ended);
  return {
    ...report,
    outcomes,
    points: sumOf(outcomes),
    console: output.lines,
    dropped: dropped + output.dropped,
  };
}

export interface TrainRequest {
  exercise: Exercise;
  code: string;
  recipe: Recipe;
  data: PreparedData;
  /** With the student's piece; else with ours. */
  own: boolean;
}

/**
 * Trains the small classifier in the sandbox.
 * @throws LabError where the code fails, is silent or the signal is aborted
 */
export async function trainInSandbox(
  { exercise, code, recipe, data, own }: TrainRequest,
  signal: AbortSignal,
  onEvents: (events: RunEvent[]) => void,
  { onLine, onDropped }: Pick<CheckListener, 'onLine' | 'onDropped'> = {},
): Promise<void> {
  const stripped = await stripTypes(code);
  if ('problem' in stripped) throw new LabError('exercise/code', stripped.problem.message);
  const silentSeconds = 10;
  const output = new OutputLines();
  const answer = await converse(
    { type: 'train', exercise: exercise.id, code: stripped.code, recipe, data, own },
    {
      signal,
      silentSeconds,
      patient: true,
      hear(message) {
        if (message.type === 'events') onEvents(message.events);
        if (message.type === 'line') {
          const line = output.add(message.line);
          if (line !== null) onLine?.(line);
        }
        if (message.type === 'dropped') onDropped?.(Number(message.count) || 0);
      },
    },
  );
  if (typeof answer === 'string') throw new LabError('exercise/silent', ENDED[answer](silentSeconds));
  if (answer.type === 'trained' && answer.problem !== null)
    throw new LabError(
      'exercise/code',
      cutReason(answer.problem),
      'Mend it, run the checks, then train again.',
    );
}
