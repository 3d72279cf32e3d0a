import { Random } from '../base/random.ts';
import { type FormulaAsked, judgeFormula } from './formula-question.ts';

/** Questions of a lesson: pure data. Every wrong choice explains itself. */

interface Base {
  /** `<lesson>/<name>`: stands in what is kept, so never change it. */
  id: string;
  /** One question, in words; `code` in backticks. */
  text: string;
  points: number;
}

export interface Choice {
  text: string;
  right: boolean;
  /** Why it is right, or what the one who chose it mixed up. */
  why: string;
}

export interface SingleQuestion extends Base {
  kind: 'single';
  choices: readonly Choice[];
}

/** Every choice must be answered rightly, those left out too. */
export interface SeveralQuestion extends Base {
  kind: 'several';
  choices: readonly Choice[];
}

export interface NumberQuestion extends Base {
  kind: 'number';
  answer: number;
  /** 0 where a count is asked for: 109.3 units are none. */
  tolerance: number;
  unit: string;
  /** Shown once answered rightly. */
  why: string;
  /** Typical wrong numbers, and what was mixed up. */
  mistakes: readonly { value: number; why: string }[];
}

/** A formula in named variables, judged by its values. */
export interface FormulaQuestion extends Base, FormulaAsked {
  kind: 'formula';
}

/** Kept for the report; not graded. */
export interface FreeQuestion extends Base {
  kind: 'free';
}

export type Question = SingleQuestion | SeveralQuestion | NumberQuestion | FormulaQuestion | FreeQuestion;

/** Indices of choices, a number or a formula as typed, or a text. */
export type Given = number[] | string;

export interface Verdict {
  points: number;
  right: boolean;
  /** One line for each choice taken, how many true ones were left out, or one for the number or the formula. */
  why: string[];
}

/** A number with decimals may be given with one of them. */
const ROUNDED = 0.05;

/** Groups of thousands that cannot be meant as decimals: 2,101,248 and 2 101 248 and 16 384. */
const GROUPED = /^-?\d{1,3}([,. \u00a0\u202f]\d{3}){2,}$|^-?\d{1,3}[ \u00a0\u202f]\d{3}$/;
/** One mark before three digits: 1,000 is a thousand to some and one to others. */
const EITHER = /^-?[1-9]\d{0,2}[,.]\d{3}$/;

/** What is typed as a number, with a point or a comma; twice where it can be read in two ways, none where it is no number. */
function numbersOf(typed: string): number[] {
  const whole = Number(typed.replace(/[^\d-]/g, ''));
  if (GROUPED.test(typed)) return [whole];
  const value = Number(typed.replace(',', '.'));
  if (typed === '' || !Number.isFinite(value)) return [];
  return EITHER.test(typed) ? [value, whole] : [value];
}

/** Whether words behind a number end with its unit, singular or plural. */
function isUnit(words: string, unit: string): boolean {
  const bare = (word: string): string => word.toLowerCase().replace(/s$/, '');
  return unit !== '' && ` ${bare(words)}`.endsWith(` ${bare(unit)}`);
}

export function judge(question: Question, given: Given): Verdict {
  const verdict = (right: boolean, why: string[]): Verdict => ({
    right,
    why,
    points: right ? question.points : 0,
  });
  switch (question.kind) {
    case 'single':
    case 'several': {
      const taken = Array.isArray(given) ? given : [];
      const wrong = question.choices.filter(({ right }, i) => !right && taken.includes(i));
      const missing = question.choices.filter(({ right }, i) => right && !taken.includes(i)).length;
      if (question.kind === 'single' && (wrong.length > 0 || missing > 0))
        return verdict(
          false,
          wrong.map(({ why }) => why),
        );
      // Which true ones are missing is left to be found: named, the next try would only copy.
      if (wrong.length > 0 || missing > 0)
        return verdict(false, [
          ...wrong.map(({ text, why }) => `${text}: ${why}`),
          ...(missing > 0 ? [missing === 1 ? 'One more is true.' : `${missing} more are true.`] : []),
        ]);
      return verdict(
        true,
        question.choices.filter(({ right }) => right).map(({ why }) => why),
      );
    }
    case 'number': {
      // "109", "109 units" and "109 hidden units" are one answer; "1.39 bits" is none in nats.
      const whole = String(given).trim();
      const [, typed = whole, words = ''] = /^(.*\d)\s*([\p{L}²][\p{L}² ]*)$/u.exec(whole) ?? [];
      const readings = numbersOf(typed);
      if (readings.length === 0)
        return verdict(false, [
          /\d/.test(whole)
            ? 'That is not a number: work it out, and give its digits.'
            : 'That is not a number.',
        ]);
      if (words !== '' && !isUnit(words, question.unit)) {
        const other = judge(question, typed);
        return other.right
          ? verdict(false, [
              `It is wanted ${question.unit ? `in ${question.unit}` : 'as a number'}, not in ${words}.`,
            ])
          : other;
      }
      const near = (wanted: number, tolerance = question.tolerance): boolean =>
        readings.some((value) => Math.abs(value - wanted) <= tolerance);
      if (near(question.answer)) return verdict(true, [question.why]);
      const counts = question.tolerance === 0 && Number.isInteger(question.answer);
      // Where a count is asked for, a mistake that is none is known to the digits that people give.
      const mistake = question.mistakes.find(({ value }) =>
        near(value, counts && !Number.isInteger(value) ? ROUNDED : question.tolerance),
      );
      if (mistake) return verdict(false, [mistake.why]);
      // Of what can be read in two ways, the one that can be an answer: a count is whole.
      const value = (counts && readings.filter(Number.isInteger).at(-1)) || (readings[0] as number);
      if (counts && !Number.isInteger(value)) return verdict(false, ['A whole number is wanted.']);
      const as = readings.length > 1 ? ` It was read as ${value.toLocaleString('en')}.` : '';
      return verdict(false, [`${value < question.answer ? 'Too small.' : 'Too large.'}${as}`]);
    }
    case 'formula': {
      const { right, why } = judgeFormula(question, String(given));
      return verdict(right, why);
    }
    case 'free':
      return verdict(true, []);
  }
}

/**
 * The order in which choices stand on the page: places in `choices`, drawn once from the question's id. What is kept names
 * choices by their place in the question, whatever the order.
 */
export const choiceOrder = (id: string, choices: readonly Choice[]): number[] =>
  new Random(0, `choices ${id}`).shuffle([...choices.keys()]);

export const gradedPoints = (questions: readonly Question[]): number =>
  questions.reduce((sum, { kind, points }) => sum + (kind === 'free' ? 0 : points), 0);
