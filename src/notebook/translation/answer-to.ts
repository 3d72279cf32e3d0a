import type { LabErrorData } from '../../base/errors.ts';
import type { TranslateOptions, Translation } from '../../worker/protocol.ts';

export type Answer = { translation: Translation } | { error: LabErrorData };

/** What is to be translated, by which run, and how. */
export interface Question extends TranslateOptions {
  runId: string;
  text: string;
}

export interface Answered {
  question: Question;
  answer: Answer;
}

/** What stands below the field. */
export interface Shown {
  answer: Answer | null;
  /** Another answer is on its way; the one that stands there is of what was asked before. */
  waiting: boolean;
}

const sameQuestion = (a: Question, b: Question): boolean =>
  a.runId === b.runId && a.text === b.text && a.width === b.width && a.lengthPenalty === b.lengthPenalty;

/**
 * What to show of the last answer while this is asked. Another run says something else: its name must not stand above
 * what the last one said.
 */
export function answerTo(question: Question, last: Answered | null): Shown {
  if (question.text.trim() === '') return { answer: null, waiting: false };
  if (last?.question.runId !== question.runId) return { answer: null, waiting: true };
  return { answer: last.answer, waiting: !sameQuestion(question, last.question) };
}
