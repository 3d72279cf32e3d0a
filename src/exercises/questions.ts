import { Random } from '../base/random.ts';

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

/** Kept for the report; not graded. */
export interface FreeQuestion extends Base {
  kind: 'free';
}

export type Question = SingleQuestion | SeveralQuestion | NumberQuestion | FreeQuestion;

/** Indices of choices, a number as typed, or a text. */
export type Given = number[] | string;

export interface Verdict {
  points: number;
  right: boolean;
  /** One line for each choice taken, how many true ones were left out, or one for the number. */
  why: string[];
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
      // "109" and "109 units" are one answer.
      const typed = String(given)
        .trim()
        .replace(new RegExp(`\\s*${question.unit}$`, 'i'), '');
      // Groups of thousands, where they cannot be meant as decimals: 2,101,248 and 2 101 248.
      const grouped = /^-?\d{1,3}([,. \u00a0\u202f]\d{3}){2,}$|^-?\d{1,3}[ \u00a0\u202f]\d{3}$/.test(typed);
      const value = Number(grouped ? typed.replace(/[^\d-]/g, '') : typed.replace(',', '.'));
      if (typed === '' || !Number.isFinite(value)) return verdict(false, ['That is not a number.']);
      if (Math.abs(value - question.answer) <= question.tolerance) return verdict(true, [question.why]);
      const mistake = question.mistakes.find((one) => Math.abs(value - one.value) <= question.tolerance);
      if (mistake) return verdict(false, [mistake.why]);
      if (question.tolerance === 0 && Number.isInteger(question.answer) && !Number.isInteger(value))
        return verdict(false, ['A whole number is wanted.']);
      return verdict(false, [value < question.answer ? 'Too small.' : 'Too large.']);
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
