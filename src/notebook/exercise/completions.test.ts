import { expect, test } from 'vitest';
import { exercise as layers } from '../../exercises/lstm/layers/exercise.ts';
import { exercise as lstmStep } from '../../exercises/lstm/lstm-step/exercise.ts';
import { completionsAt } from './completions.ts';

/** The labels offered where the piece of code is typed in place of the comment of the starter. */
function offered({ starter, offers }: typeof layers, typed: string): string[] | null {
  const at = starter.indexOf('// Your code');
  const before = starter.slice(0, at) + typed;
  const found = completionsAt(before, before + starter.slice(at), offers, false);
  return found && found.options.map(({ label }) => label);
}

test('behind a dot stand the fields of the type that the code declares', () => {
  const fields = ['weightIh', 'weightHh', 'biasIh', 'biasHh'];
  expect(offered(lstmStep, 'tf.matMul(x, w.we')).toEqual(fields);
  expect(offered(layers, 'layers[0].')).toEqual(fields);
  expect(offered(layers, 'for (const w of layers) w.')).toEqual(fields);
  expect(offered(layers, 'const w = layers[l];\n w.')).toEqual(fields);
  expect(offered(layers, 'layers.')).toContain('length');
});

test('operations are offered as methods of a tensor and of what a call gives, without what stands before the dot', () => {
  for (const typed of ['x.', 'x.mat', 'x.mul(h).', 'const gates = tf.add(x, h);\n gates.'])
    expect(offered(lstmStep, typed), typed).toEqual(expect.arrayContaining(['matMul', 'sigmoid', 'shape']));
  expect(offered(layers, 'x.')).not.toContain('zeros');
  const found = completionsAt('x.ma', 'x.ma', lstmStep.offers, false);
  expect(found).toMatchObject({ from: 2 });
  expect(found?.options.find(({ label }) => label === 'matMul')?.detail).toMatch(/^\(b, /);
  expect(found?.options.find(({ label }) => label === 'tanh')?.detail).toMatch(/^\(\):/);
});

test('the names that the exercise offers stand by themselves, and nothing behind a number', () => {
  expect(offered(layers, 'ste')).toContain('step');
  expect(offered(layers, 'tf.')).toContain('tf.unstack');
  expect(offered(layers, '1.')).toBeNull();
  expect(completionsAt('', '', layers.offers, false)).toBeNull();
  expect(completionsAt('', '', layers.offers, true)?.options).toHaveLength(layers.offers.length);
});
