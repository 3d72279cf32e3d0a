import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Exercise } from '../types.ts';
import { runChecks } from './run.ts';

beforeAll(() => tf.setBackend('cpu'));

const exercise = {
  id: 'test/f',
  defines: ['f'],
  tensors: false,
  checks: [{ id: 'values', title: 'Values', points: 1 }],
} as unknown as Exercise;
const checks = {
  checks: { values: (student: Record<string, unknown>) => void (student['f'] as () => void)() },
};
const run = (code: string) => runChecks(exercise, checks as never, code);

const HOSTILE = [
  'new Proxy({}, { getPrototypeOf() { throw 2 } })',
  'new Proxy(new Error("x"), { get() { throw 3 } })',
  'Object.defineProperty(new Error("x"), "message", { get() { throw 4 } })',
  'Object.defineProperty(new Error("x"), "stack", { get() { throw 5 } })',
  'Object.assign(new Error("x"), { name: { toString() { throw 6 } } })',
  'Object.assign(new Error("x"), { message: Symbol("x") })',
];

test.each(HOSTILE)('throwing %s is told as any other throw, in a check and outside', async (value) => {
  const inside = await run(`function f() { throw ${value} }`);
  expect(inside).toMatchObject({ points: 0, problem: null });
  expect(inside.outcomes[0]).toMatchObject({
    state: 'failed',
    reason: expect.stringMatching(/^Your code threw/),
  });
  const outside = await run(`throw ${value}`);
  expect(outside.problem?.message).toMatch(/^Your code threw/);
});

test('tensors are written with their numbers, by the console and by print, and cut to a few rows', async () => {
  const lines = async (code: string) =>
    (await runChecks({ ...exercise, tensors: true }, checks as never, `function f() { ${code} }`)).console;
  expect(await lines('console.log("x", tf.tensor2d([[1, 2.5], [3, 4]]))')).toEqual([
    'x tensor [2, 2]\n[[1, 2.5],\n [3, 4  ]]',
  ]);
  expect(await lines('tf.tensor1d([1, 2]).print(); tf.print(tf.scalar(3))')).toEqual([
    'tensor [2] [1, 2]',
    'tensor [] 3',
  ]);
  expect(await lines('console.log([tf.ones([2])], { h: tf.zeros([1]) })')).toEqual([
    '[tensor [2] [1, 1]] { h: tensor [1] [0] }',
  ]);
  const [long] = await lines('tf.zeros([20, 20, 500]).print()');
  expect(long?.split('\n')).toHaveLength(14);
  expect(await lines('const x = tf.ones([2]); x.dispose(); console.log(x)')).toEqual([
    'tensor [2], disposed',
  ]);
});

test('what cannot be read is told from what is thrown', async () => {
  const twice = await run('const a = 1;\nconst a = 2;\nfunction f() {}');
  expect(twice.problem?.message).toBe("Your code cannot be read: Identifier 'a' has already been declared.");
});

test('a function that returns a promise is told so in the same words wherever it is called', async () => {
  for (const code of [
    'async function f() { return 1 }',
    'function f() { return Promise.reject(new Error("x")) }',
  ])
    expect((await run(code)).outcomes[0]).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/^The function f returns a promise\. Write it without async/),
    });
});

test('where there are no tensors, code that wants tf is told so, and where', async () => {
  const reason = expect.stringMatching(/^This exercise has no tensors: tf is not offered here/) as string;
  const inside = await run('function f() {\n  return tf.zeros([2]);\n}');
  expect(inside.outcomes[0]).toMatchObject({ reason, evidence: [{ what: 'in your code', value: 'line 2' }] });
  expect((await run('const a = tf.zeros([2]);\nfunction f() {}')).problem).toMatchObject({
    message: reason,
    line: 1,
  });
});
