import { expect, test } from 'vitest';
import { type Answered, answerTo } from './answer-to.ts';

const question = { runId: 'a', text: 'ein hund', width: 1, lengthPenalty: 0.6 };
const answer = { error: { code: 'x', message: 'y' } };
const last: Answered = { question, answer };

test('an answer to what stood there before is known as such', () => {
  expect(answerTo(question, last)).toEqual({ answer, waiting: false });
  for (const change of [{ text: 'ein kind' }, { width: 4 }, { lengthPenalty: 1 }])
    expect(answerTo({ ...question, ...change }, last)).toEqual({ answer, waiting: true });
});

test('what another run said is not shown, and nothing is awaited of nothing', () => {
  expect(answerTo({ ...question, runId: 'b' }, last)).toEqual({ answer: null, waiting: true });
  expect(answerTo(question, null)).toEqual({ answer: null, waiting: true });
  expect(answerTo({ ...question, text: ' ' }, last)).toEqual({ answer: null, waiting: false });
});
