import type { FreeQuestion, Question } from './questions.ts';

/** The questions of each lesson, loaded when they are asked for. */
const QUESTIONS: Record<string, () => Promise<readonly (readonly Question[])[]>> = {
  rnn: async () => [(await import('./rnn/questions.ts')).rnnQuestions],
  lstm: async () => [(await import('./lstm/questions.ts')).lstmQuestions],
  seq2seq: async () => [(await import('./seq2seq/questions.ts')).seq2seqQuestions],
  attention: async () => [(await import('./attention/questions.ts')).attentionQuestions],
  bert: async () => [
    (await import('./bert/mask-questions.ts')).bertMaskQuestions,
    (await import('./bert/model-questions.ts')).bertModelQuestions,
    (await import('./bert/questions.ts')).bertQuestions,
  ],
  transfer: async () => [(await import('./transfer/questions.ts')).transferQuestions],
};

/** Every question of the course. */
export async function allQuestions(): Promise<readonly Question[]> {
  return (await Promise.all(Object.values(QUESTIONS).map((load) => load()))).flat(2);
}

/** The questions of a lesson whose answers go into its report, in their order. */
export async function freeQuestions(lesson: string): Promise<readonly FreeQuestion[]> {
  const questions = (await QUESTIONS[lesson]?.()) ?? [];
  return questions.flat().filter((question) => question.kind === 'free');
}
