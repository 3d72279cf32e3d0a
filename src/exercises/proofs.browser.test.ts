import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseDevice } from '../engine/device.ts';
import { checksOf } from './checks.ts';
import { EXERCISES } from './exercises.ts';
import { runChecks } from './kit/run.ts';
import { PROOFS } from './proofs.ts';
import { stripTypes } from './strip-types.ts';
import { type CheckReport, type Exercise, pointsOf } from './types.ts';

/** Every exercise proves itself: each wrong solution is caught by the check meant for it, each right one gets all points. */

async function checked(exercise: Exercise, code: string): Promise<CheckReport> {
  const stripped = await stripTypes(code);
  if ('problem' in stripped) throw new Error(stripped.problem.message);
  return runChecks(exercise, checksOf(exercise.id), stripped.code);
}

const proofOf = ({ id }: Exercise) => PROOFS[id] ?? { wrong: [], right: [] };

async function prove(exercise: Exercise): Promise<void> {
  const { wrong, right } = proofOf(exercise);
  for (const { name, code, caughtBy, reason } of wrong) {
    const report = await checked(exercise, code);
    const outcome = report.outcomes.find(({ id }) => id === caughtBy);
    const said = report.outcomes.map(({ id, state, reason: why }) => `${id} ${state}: ${why}`).join('\n');
    expect(outcome?.state, `wrong: ${name}, by ${caughtBy}\n${said}`).toBe('failed');
    expect(outcome?.reason, `wrong: ${name}`).toMatch(reason);
    expect(report.points, `wrong: ${name}`).toBeLessThan(pointsOf(exercise));
  }
  for (const { name, code } of [{ name: 'the reference', code: exercise.reference }, ...right]) {
    const before = tf.memory().numTensors;
    const report = await checked(exercise, code);
    expect(tf.memory().numTensors - before, `right: ${name}: tensors left behind`).toBe(0);
    expect(report.problem, `right: ${name}`).toBeNull();
    for (const { id, state, reason, evidence } of report.outcomes)
      expect(state, `right: ${name}, ${id}: ${reason} ${JSON.stringify(evidence)}`).toBe('passed');
    expect(report.points).toBe(pointsOf(exercise));
  }
}

test('every exercise has checks that fit and enough of a proof', () => {
  for (const exercise of EXERCISES) {
    const { wrong, right } = proofOf(exercise);
    expect(Object.keys(checksOf(exercise.id).checks).sort(), exercise.id).toEqual(
      exercise.checks.map(({ id }) => id).sort(),
    );
    expect(wrong.length, `${exercise.id}: wrong solutions`).toBeGreaterThanOrEqual(6);
    expect(right.length, `${exercise.id}: right solutions`).toBeGreaterThanOrEqual(2);
    const caught = new Set(wrong.map(({ caughtBy }) => caughtBy));
    for (const { id } of exercise.checks) expect(caught, `${exercise.id}: nobody fails ${id}`).toContain(id);
  }
});

for (const device of ['wasm', 'webgpu'] as const) {
  // Wrong code may leave tensors behind (what it throws cuts a gradient short), so only the right one is held to none.
  describe(`exercises on ${device}`, () => {
    beforeAll(() => chooseDevice(device));
    for (const exercise of EXERCISES)
      // Code without tensors runs the same everywhere: once is enough.
      test.runIf(exercise.tensors || device === 'wasm')(exercise.id, () => prove(exercise));
  });
}

describe('the count', () => {
  afterAll(() => {
    const sum = (of: 'wrong' | 'right') => EXERCISES.reduce((all, one) => all + proofOf(one)[of].length, 0);
    console.warn(
      `Exercises: ${EXERCISES.length}; wrong solutions: ${sum('wrong')}; right ones besides the references: ${sum('right')}`,
    );
  });
  test('is said', () => expect(EXERCISES.length).toBeGreaterThan(0));
});
