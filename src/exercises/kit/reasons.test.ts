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

test('a mistake in one function is no reason for another that does not call it', async () => {
  const two = { ...exercise, defines: ['twice', 'thrice'] };
  const both: ExerciseChecks = {
    id: 'test/twice',
    checks: {
      ...checks.checks,
      other: ({ thrice }, kit) => kit.equal(thrice?.(3), 9, { what: 'three times 3' }),
    },
  };
  const [first] = (await runChecks(two, both, 'const twice = (x) => 3 * x, thrice = (x) => x;')).outcomes;
  expect(first?.reason).toBe('Something is not right: three times 3.');
  const calls = 'const twice = (x) => 3 * x, thrice = (x) => twice(x) + 2 * x;';
  expect((await runChecks(two, both, calls)).outcomes[0]?.reason).toMatch(/^First see “The formula”/);
});

test('where one of two functions is missing, what calls it says so and the other is judged', async () => {
  const two = { ...exercise, defines: ['twice', 'thrice'] };
  const other: ExerciseChecks['checks'][string] = ({ thrice }, kit) =>
    kit.equal(thrice?.(3), 9, { what: 'three times 3' });
  const both: ExerciseChecks = { id: 'test/twice', checks: { ...checks.checks, other } };
  const { outcomes, points, problem } = await runChecks(two, both, 'const twice = (x) => 2 * x;');
  expect(problem).toBeNull();
  expect(points).toBe(3);
  expect(outcomes[0]).toMatchObject({
    state: 'failed',
    reason: 'Your code does not define the function thrice.',
  });
  expect((await runChecks(two, both, '')).problem?.message).toBe(
    'Your code does not define the function twice.',
  );
});

test('null where a text holds nothing that was looked for says what to add', async () => {
  const [, [, reason] = []] = await said("const twice = (x) => 'a'.match(/b/).length;");
  expect(reason).toMatch(/match gives that where nothing is found; add \?\? \[\]\./);
  const [, [, other] = []] = await said('const twice = (x) => (x > 9 ? [x] : null).length;');
  expect(other).toMatch(/reading 'length'\)$/);
});

test('numbers that would be shown alike are shown in full', async () => {
  const [, formula] = (await runChecks(exercise, checks, 'const twice = (x) => 2 * x + 1e-8;')).outcomes;
  expect(formula?.evidence).toContainEqual({ what: 'the double of 2, you return', value: '4.00000001' });
});

test('a value of another kind is named', async () => {
  expect((await said('const twice = (x) => tf.tensor1d([x]);'))[0]?.[1]).toBe(
    'A number is wanted for the double of 3, not a tensor [1]: its numbers are read by dataSync().',
  );
  expect((await said('const twice = (x) => [x];'))[0]?.[1]).toBe(
    'A number is wanted for the double of 3, not a list.',
  );
});

test('a function that should return an object is told what it lacks', async () => {
  const pair: ExerciseChecks = {
    id: 'test/twice',
    checks: {
      ...checks.checks,
      other: ({ twice }, kit) =>
        kit.equal(kit.record(twice?.(3), 'twice', ['ids', 'mask']).mask, [6], { what: 'mask' }),
    },
  };
  const reason = async (code: string) => (await runChecks(exercise, pair, code)).outcomes[0]?.reason;
  expect(await reason('const twice = (x) => [x];')).toBe('twice should return { ids, mask }.');
  expect(await reason('const twice = (x) => {};')).toMatch(/^twice returns nothing: is there a return\?/);
  expect(await reason('const twice = (x) => ({ ids: [] });')).toMatch(/there is no mask in what it returns/);
  expect(await reason('const twice = (x) => ({ ids: [], mask: [6] });')).toBeNull();
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
