import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { pairRecipe, reversals } from '../train/testing-pairs.ts';
import { MemoryStorage, ofType, runTiny } from '../train/testing.ts';
import { Translator } from './translator.ts';

async function trained(attention: 'none' | 'dot', epochs = 4) {
  const storage = new MemoryStorage();
  const recipe = pairRecipe({ epochs, optimizer: { kind: 'adam', lr: 0.03 } }, attention);
  const told = await runTiny({ recipe, data: reversals(96), device: 'wasm', storage });
  return { told, record: storage.records.get('tiny/best')! };
}

it('translates a sentence with probabilities, alternatives and alignment, and frees all', async () => {
  const { told, record } = await trained('dot', 8);
  const before = tf.memory().numTensors;
  const translator = new Translator(record);
  const greedy = await translator.translate('a b x', { width: 1, lengthPenalty: 1 });
  expect(greedy.source.map(({ text, unknown }) => [text, unknown])).toEqual([
    ['a', false],
    ['b', false],
    ['x', true],
  ]);
  expect(greedy.unread).toBe(0);
  const long = await translator.translate('a b '.repeat(record.maxLength), { width: 1, lengthPenalty: 1 });
  expect([long.source.length, long.unread]).toEqual([record.maxLength, record.maxLength]);
  expect(greedy.candidates).toHaveLength(1);
  const said = greedy.words.map(({ text }) => text);
  expect(said.at(-1)).toBe('<eos>');
  expect(greedy.candidates[0]!.text).toBe(said.slice(0, -1).join(' '));
  const log = greedy.words.reduce((sum, { probability }) => sum + Math.log(probability), 0);
  expect(log).toBeCloseTo(greedy.candidates[0]!.logProbability, 4);
  expect(greedy.candidates[0]!.score).toBeCloseTo(log / said.length, 4);
  for (const { probability, others } of greedy.words) {
    // Greedy: no other word was likelier.
    for (const other of others) expect(other.probability).toBeLessThanOrEqual(probability);
  }
  expect(greedy.attention!.map((row) => row.length)).toEqual(said.map(() => 3));
  for (const row of greedy.attention!) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);

  const wide = await translator.translate('a b', { width: 4, lengthPenalty: 0 });
  expect(wide.candidates).toHaveLength(4);
  const scores = wide.candidates.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  await expect(translator.translate('  ', { width: 1, lengthPenalty: 1 })).rejects.toMatchObject({
    code: 'translate/empty',
  });
  translator.dispose();
  expect(tf.memory().numTensors).toBe(before);

  const looks = ofType(told.events, 'alignment');
  expect(looks[0]!.point.step).toBe(0);
  expect(looks.at(-1)!.point.step).toBe(48);
  const [{ sentences, point }] = looks as [(typeof looks)[0]];
  expect(point.aer).toBeGreaterThan(0);
  expect(sentences).toHaveLength(6);
  sentences.forEach(({ source, target, links }, i) => {
    expect(target).toEqual([...source.toReversed(), '<eos>']);
    expect(links.map(([s, t]) => [source[s], t])).toEqual(links.map(([, t]) => [target[t], t]));
    const weights = point.weights[i]!;
    expect(weights).toHaveLength(source.length * target.length);
    const first = weights.slice(0, source.length).reduce((a, b) => a + b, 0);
    expect(Math.abs(first - 255)).toBeLessThan(4);
  });
});

it('turns the alignment of a source that is read from its end, and has none without attention', async () => {
  const { record } = await trained('dot', 1);
  const straight = new Translator(record);
  const turned = new Translator({
    ...record,
    recipe: { ...record.recipe, data: { ...record.recipe.data, reverseSource: true } },
  });
  const options = { width: 1, lengthPenalty: 1 };
  const a = await straight.translate('c b a', options);
  const b = await turned.translate('a b c', options);
  expect(b.words).toEqual(a.words);
  expect(b.attention).toEqual(a.attention!.map((row) => row.toReversed()));
  for (const model of [straight, turned]) model.dispose();
  const { record: plain, told } = await trained('none', 1);
  const translator = new Translator(plain);
  expect((await translator.translate('a b', options)).attention).toBeNull();
  expect(ofType(told.events, 'alignment')).toEqual([]);
  translator.dispose();
});
