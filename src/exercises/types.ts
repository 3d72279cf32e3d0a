/**
 * What a code exercise is, in the words of the page: pure TypeScript, no tensor. How to write one:
 *
 * A folder `src/exercises/<lesson>/<name>/` with four files.
 *
 * - `exercise.ts` exports `exercise: Exercise`: title, starter, reference solution, names offered, titles and points of
 *   the checks. This is all that the page loads, so it imports nothing with tensors in it.
 * - `task.mdx`: the task in words and formulas (KaTeX), short, in the second person.
 * - `checks.ts` exports `checks: ExerciseChecks` (kit/checks.ts): one function for each check of `exercise.checks`. Loaded
 *   by the sandbox only; may use tensors, `src/nn` and `src/engine`.
 * - `proof.ts` exports `proof: ExerciseProof`: at least six wrong solutions, each with the check that must catch it and a
 *   pattern of the reason it must give, and at least two right ones written differently. Loaded by tests only.
 *
 * Then a line for each in `<lesson>/index.ts` (page), `<lesson>/checks.ts` (sandbox) and `<lesson>/proofs.ts` (tests).
 *
 * The student's code is the body of a strict function. It must define the names in `exercise.defines`; it sees `tf` where
 * `exercise.tensors` is true, and `console`. Types are stripped, not checked.
 */
export interface Exercise {
  /** `<lesson>/<name>`: stands in what is kept, so never change it. */
  id: string;
  title: string;
  /** What the student's code must define. */
  defines: readonly string[];
  /** Whether the code gets `tf`: then its proof runs on WASM and on WebGPU. */
  tensors: boolean;
  starter: string;
  /** Reference solution, opened once solved or after three honest tries. */
  reference: string;
  /** For completion in the editor. */
  offers: readonly Offer[];
  checks: readonly CheckTitle[];
  /** Its functions may return promises, which are waited for. Elsewhere one that does is told to give its value at once. */
  promises?: true;
  /** Seconds of silence after which the code is ended; 2 unless said. */
  silenceSeconds?: number;
  /** Offers to train the lesson's model with what the code defines: `piece` in checks.ts says how. */
  trains?: { title: string; recipe: TrainingPiece };
}

/** What the model of the lesson's recipe must have, for the student's piece to have its place in it. */
export interface TrainingPiece {
  cell?: 'rnn' | 'gru' | 'lstm';
  pooling?: 'max';
  attention?: 'additive';
  layers?: number;
  bidirectional?: false;
  dropout?: 0;
}

export interface Offer {
  name: string;
  /** Signature and meaning, one line. */
  detail: string;
}

export interface CheckTitle {
  id: string;
  title: string;
  points: number;
  /** Id of the check of right values that has to pass before this one counts: code that does nothing would pass it. */
  after?: string;
}

export interface ExerciseProof {
  wrong: readonly WrongSolution[];
  right: readonly RightSolution[];
}

export interface WrongSolution {
  /** The mistake in a few words. */
  name: string;
  code: string;
  /** Id of the check that must fail. */
  caughtBy: string;
  /** What the reason it gives must match. */
  reason: RegExp;
  /**
   * What other checks say of it, by their ids. Where it stands, the whole report is looked at: a check that is not named
   * here passes, or does not count. At least one wrong solution of each exercise has it.
   */
  others?: Readonly<Record<string, RegExp>>;
}

export interface RightSolution {
  /** What is different from the reference. */
  name: string;
  code: string;
}

/** How one check went. */
export interface CheckOutcome {
  id: string;
  /** Uncounted: passed, but the check named by `after` did not. */
  state: 'passed' | 'failed' | 'not-run' | 'uncounted';
  points: number;
  /** One sentence: what is wrong, or why it does not count. Null where it passed. */
  reason: string | null;
  /** The smallest evidence: lines of "what: value". */
  evidence: readonly Evidence[];
  milliseconds: number;
}

export interface Evidence {
  what: string;
  value: string;
}

/** How the checks of one exercise went with one piece of code. */
export interface CheckReport {
  outcomes: CheckOutcome[];
  points: number;
  /** Of `points`, what can be had. */
  of: number;
  /** What the code wrote to the console, at most `MOST_LINES` lines. */
  console: string[];
  /** Lines that were left out. */
  dropped: number;
  /** Why no check could be run at all: a syntax error, a missing name. */
  problem: Problem | null;
}

export interface Problem {
  message: string;
  /** 1-based place in the student's code. */
  line: number | null;
  column: number | null;
}

/** Lines of console output that are kept. */
export const MOST_LINES = 200;

export const pointsOf = (exercise: Exercise): number =>
  exercise.checks.reduce((sum, { points }) => sum + points, 0);

/** The code with a piece of it replaced: for wrong solutions. Throws where the piece does not occur exactly once. */
export function changed(code: string, from: string, to: string): string {
  if (code.split(from).length !== 2) throw new Error(`“${from}” must occur once in:\n${code}`);
  return code.replace(from, () => to);
}

/** Code whose function is one `tf.tidy` from its first line to its last, without that: for wrong solutions. */
export function untidied(code: string): string {
  const [open, close] = ['\n  return tf.tidy(() => {\n', '  });\n}\n'];
  if (!code.endsWith(close)) throw new Error(`The code should end with the end of tf.tidy:\n${code}`);
  return `${changed(code.slice(0, -close.length), open, '\n  return (() => {\n')}  })();\n}\n`;
}
