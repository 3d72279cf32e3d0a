import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseDevice } from '../engine/device.ts';
import { checksOf } from './checks.ts';
import { EXERCISES } from './exercises.ts';
import { runChecks } from './kit/run.ts';
import { PROOFS } from './proofs.ts';
import { stripTypes } from './strip-types.ts';
import { type CheckReport, type Exercise, pointsOf, type WrongSolution } from './types.ts';

/** Every exercise proves itself: each wrong solution is caught by the check meant for it, each right one gets all points. */

async function checked(exercise: Exercise, code: string, only?: readonly string[]): Promise<CheckReport> {
  const stripped = await stripTypes(code);
  if ('problem' in stripped) throw new Error(stripped.problem.message);
  return runChecks(exercise, checksOf(exercise.id), stripped.code, only && { only });
}

const proofOf = ({ id }: Exercise) => PROOFS[id] ?? { wrong: [], right: [] };

/** The check meant for it is all that has to be run: its failure alone keeps the points from being full. */
async function catchWrong(exercise: Exercise, solutions: readonly WrongSolution[]): Promise<void> {
  for (const { name, code, caughtBy, reason } of solutions) {
    const report = await checked(exercise, code, [caughtBy]);
    const [outcome] = report.outcomes;
    const said = JSON.stringify(report.problem ?? outcome, null, 1);
    expect(outcome?.state, `wrong: ${name}, by ${caughtBy}\n${said}`).toBe('failed');
    expect(outcome?.reason, `wrong: ${name}`).toMatch(reason);
    expect(report.points, `wrong: ${name}`).toBe(0);
  }
}

/** The report that a student sees: the check meant for it gives the reason, and no other blames something else. */
async function reportWhole(exercise: Exercise): Promise<void> {
  for (const { name, code, caughtBy, reason, others } of proofOf(exercise).wrong) {
    if (!others) continue;
    const { outcomes, points } = await checked(exercise, code);
    const failing: Record<string, RegExp> = { ...others, [caughtBy]: reason };
    for (const outcome of outcomes) {
      const why = `the whole report of “${name}”, ${outcome.id}: ${outcome.reason}`;
      const wanted = failing[outcome.id];
      if (wanted === undefined) expect(outcome.state, why).toMatch(/^(passed|uncounted)$/);
      else expect(outcome.state, why).toBe('failed');
      if (wanted) expect(outcome.reason, why).toMatch(wanted);
    }
    expect(points, name).toBeLessThan(pointsOf(exercise));
  }
}

/**
 * Those for WebGPU: code that reads numbers in step with the GPU is no way to write any, and the page runs nobody's code
 * there.
 */
const onWebGpu = (exercise: Exercise): WrongSolution[] =>
  proofOf(exercise).wrong.filter(({ code }) => !/(array|data)Sync\(/.test(code));

/** Points are for what the student wrote. */
async function giveStarterNothing(exercise: Exercise): Promise<void> {
  const { points, outcomes } = await checked(exercise, exercise.starter);
  const had = outcomes.filter((outcome) => outcome.points > 0).map(({ id }) => id);
  expect(points, `the starter has points for ${had.join(', ')}`).toBe(0);
}

async function passRight(exercise: Exercise): Promise<void> {
  const solutions = [{ name: 'the reference', code: exercise.reference }, ...proofOf(exercise).right];
  for (const { name, code } of solutions) {
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
    expect(
      wrong.some(({ others }) => others),
      `${exercise.id}: a wrong solution whose whole report is looked at`,
    ).toBe(true);
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
      test.runIf(exercise.tensors || device === 'wasm')(exercise.id, async () => {
        await passRight(exercise);
        await catchWrong(exercise, device === 'wasm' ? proofOf(exercise).wrong : onWebGpu(exercise));
        if (device !== 'wasm') return;
        await reportWhole(exercise);
        await giveStarterNothing(exercise);
      });
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
