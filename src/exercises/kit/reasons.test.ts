import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Exercise } from '../types.ts';
import type { ExerciseChecks } from './checks.ts';
import { runChecks } from './run.ts';

beforeAll(() => tf.setBackend('cpu'));

const exercise: Exercise = {
  id: 'test/twice',
  title: 'Twice',
  defines: ['twice'],
  tensors: true,
  starter: '',
  reference: '',
  offers: [],
  checks: [
    { id: 'other', title: 'Other values', points: 1 },
    { id: 'formula', title: 'The formula', points: 2 },
    { id: 'later', title: 'Later values', points: 1, after: 'formula' },
  ],
};

const checks: ExerciseChecks = {
  id: 'test/twice',
  checks: {
    other: ({ twice }, kit) => kit.equal(twice?.(3), 6, { what: 'the double of 3' }),
    formula: ({ twice }, kit) =>
      kit.equal(twice?.(2), 4, { what: 'the double of 2', mistakes: { 'That is three times.': 6 } }),
    later: ({ twice }, kit) => kit.equal(twice?.(5), 10, { what: 'the double of 5' }),
  },
};

const said = async (code: string) =>
  (await runChecks(exercise, checks, code)).outcomes.map(({ state, reason }) => [state, reason]);

test('what only knows that something is wrong points to the check that names it', async () => {
  expect(await said('const twice = (x) => 3 * x;')).toEqual([
    ['failed', 'First see “The formula”: its mistake may be all that is wrong here.'],
    ['failed', 'That is three times.'],
    ['uncounted', 'Not counted until the values are right: “The formula”.'],
  ]);
});

test('where no check names it, each says what differs', async () => {
  expect(await said('const twice = (x) => x;')).toEqual([
    ['failed', 'Something is not right: the double of 3.'],
    ['failed', 'Something is not right: the double of 2.'],
    ['uncounted', 'Not counted until the values are right: “The formula”.'],
  ]);
  expect((await said('const twice = (x) => (x === 5 ? 0 : 2 * x);'))[2]).toEqual([
    'failed',
    'Something is not right: the double of 5.',
  ]);
});

test('code that frees what it was given is told so, and where', async () => {
  const tensors: ExerciseChecks = {
    id: 'test/twice',
    checks: {
      ...checks.checks,
      other: async ({ twice }, kit) => {
        const x = kit.tensor<tf.Rank.R1>([3]);
        await kit.close(twice?.(x), tf.mul(x, 2), { what: 'the double of x' });
      },
    },
  };
  const { outcomes } = await runChecks(
    exercise,
    tensors,
    'const twice = (x) => {\n  const y = tf.mul(x, 2);\n  tf.dispose([x]);\n  return y;\n};',
    { only: ['other'] },
  );
  expect(outcomes[0]?.reason).toMatch(/disposes a tensor that it was given/);
  expect(outcomes[0]?.evidence).toEqual([
    { what: 'the tensor', value: '[3]' },
    { what: 'in your code', value: 'line 3' },
  ]);
});
