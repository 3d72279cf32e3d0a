import { type CheckOutcome, type CheckReport, type CheckTitle, type Evidence, MOST_LINES } from './types.ts';
import { counted, sumOf } from './counted.ts';

/**
 * What comes out of a student's code is cut to what a person can read: by the sandbox before it is sent, and again by the
 * page, which does not trust the sandbox. A text of 100 million characters must neither cross nor be drawn.
 */

/** Characters of a reason or a problem, of the name and of the value of an evidence, of one line of output, of all lines. */
const MOST = { reason: 1000, what: 200, value: 1000, line: 2000, output: 50_000 };
const MOST_EVIDENCE = 16;
const SLACK = 60;

/** A text of at most about `most` characters that says how long it was. */
export function cutText(value: unknown, most: number): string {
  const text = typeof value === 'string' ? value : 'something that is no text';
  // What was cut already, with the words about it, stays as it is.
  if (text.length <= most + SLACK) return text;
  return `${text.slice(0, most)}… (${text.length.toLocaleString('en')} characters in all)`;
}

export const cutReason = (reason: unknown): string => cutText(reason, MOST.reason);

export const cutEvidence = (evidence: readonly Evidence[]): Evidence[] =>
  evidence
    .slice(0, MOST_EVIDENCE)
    .map(({ what, value }) => ({ what: cutText(what, MOST.what), value: cutText(value, MOST.value) }));

/** Takes lines of output as long as there is room. */
export class OutputLines {
  readonly lines: string[] = [];
  /** Lines that were left out. */
  dropped = 0;
  private length = 0;

  /** @returns the line as it is kept, or null where there was no room for it */
  add(line: unknown): string | null {
    if (this.lines.length >= MOST_LINES || this.length >= MOST.output) {
      this.dropped++;
      return null;
    }
    const kept = cutText(line, MOST.line);
    this.lines.push(kept);
    this.length += kept.length;
    return kept;
  }
}

const STATES: readonly CheckOutcome['state'][] = ['passed', 'failed', 'not-run', 'uncounted'];
const asNumber = (value: unknown, most: number): number =>
  typeof value === 'number' && value >= 0 ? Math.min(value, most) : 0;

interface Checked {
  checks: readonly CheckTitle[];
}

/** The outcome as the page takes it: of a check that there is, with no more points than that has. Null where it is none. */
export function outcomeHeard({ checks }: Checked, heard: CheckOutcome): CheckOutcome | null {
  const title = checks.find(({ id }) => id === heard.id);
  if (!title || !STATES.includes(heard.state)) return null;
  return {
    id: title.id,
    state: heard.state,
    points: heard.state === 'passed' ? asNumber(heard.points, title.points) : 0,
    reason: heard.reason === null ? null : cutReason(heard.reason),
    evidence: Array.isArray(heard.evidence) ? cutEvidence(heard.evidence as Evidence[]) : [],
    milliseconds: asNumber(heard.milliseconds, 1e9),
  };
}

const NOT_RUN = { state: 'not-run', points: 0, reason: null, evidence: [], milliseconds: 0 } as const;

/** The report as the page takes it: one outcome for each check of the exercise, points as they count. */
export function reportHeard(exercise: Checked, heard: CheckReport): CheckReport {
  const said = (Array.isArray(heard.outcomes) ? (heard.outcomes as CheckOutcome[]) : [])
    .slice(0, 2 * exercise.checks.length)
    .flatMap((outcome) => outcomeHeard(exercise, outcome) ?? []);
  const outcomes = counted(
    exercise,
    exercise.checks.map(({ id }) => said.find((one) => one.id === id) ?? { id, ...NOT_RUN }),
  );
  const output = new OutputLines();
  for (const line of (Array.isArray(heard.console) ? heard.console : []).slice(0, MOST_LINES))
    output.add(line);
  const { problem } = heard;
  return {
    outcomes,
    points: sumOf(outcomes),
    of: exercise.checks.reduce((sum, { points }) => sum + points, 0),
    console: output.lines,
    dropped: output.dropped + asNumber(heard.dropped, Number.MAX_SAFE_INTEGER),
    problem: problem && { ...problem, message: cutReason(problem.message) },
  };
}
