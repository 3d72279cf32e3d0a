import * as tf from '@tensorflow/tfjs-core';
import { afterAll, expect, it } from 'vitest';
import { LabError } from '../base/errors.ts';
import { MemoryStorage } from '../train/testing.ts';
import { CheckpointStore } from '../train/checkpoint-store.ts';
import { Lab } from './lab.ts';
import type { Result } from './protocol.ts';

const lab = new Lab(new CheckpointStore(new MemoryStorage()));

function value<T>(result: Result<T>): T {
  if (!result.ok) throw LabError.fromData(result.error);
  return result.value;
}

const opened = (async () => {
  await lab.device('wasm');
  return value(await lab.importBuiltIn('bert-wordnet'));
})();

afterAll(() => lab.device('wasm'));

it('the model that ships opens with its curves and figures', async () => {
  const { recipe, history, result, vocabularySize } = await opened;
  expect(recipe).toMatchObject({ task: 'pretrain', model: { kind: 'bert' } });
  expect(vocabularySize).toBe(8000);
  expect(history.step.at(-1)).toBe(result?.steps);
  const { maskedLoss, unigramEntropy } = result!.test.pretraining!;
  expect(maskedLoss).toBeLessThan(unigramEntropy - 1);
});

it('fills a mask as PyTorch does with the same weights', async () => {
  const { runId } = await opened;
  const { tokens, masks } = value(await lab.fillMasks(runId, 'small [mask] with white flowers'));
  expect(tokens.map(({ text }) => text)).toEqual([
    '[CLS]',
    'small',
    '[MASK]',
    'with',
    'white',
    'flowers',
    '[SEP]',
  ]);
  // load_in_pytorch.py of its zip.
  const known: [string, number][] = [
    ['shrub', 0.450363],
    ['tree', 0.086372],
    ['herb', 0.073848],
    ['plant', 0.043615],
    ['perennial', 0.026896],
  ];
  expect(masks).toHaveLength(1);
  expect(masks[0]!.place).toBe(2);
  masks[0]!.best.forEach(({ text, probability }, i) => {
    expect(text).toBe(known[i]![0]);
    expect(Math.abs(probability - known[i]![1])).toBeLessThan(1e-4);
  });
  // Sixty words before the hole: what lies before it is what is read.
  const long = value(await lab.fillMasks(runId, `${'white '.repeat(60)}[MASK]`));
  expect(long.unread).toEqual({ before: 13, after: 0, masks: 0 });
  expect(long.masks[0]!.place).toBe(48);
  expect(long.tokens).toHaveLength(50);
  expect(long.tokens[0]!.text).toBe('[CLS]');
  expect(await lab.fillMasks(runId, 'no hole')).toMatchObject({ error: { code: 'fill/no-mask' } });
});

it('shows what heads look at, as shares of one, and their profiles; nothing is left behind', async () => {
  const { runId } = await opened;
  const text = 'a large building where people watch plays';
  const { tokens, heads, layers } = value(await lab.lookAt(runId, text));
  const n = tokens.length;
  expect(heads).toBe(2);
  expect(layers.map(({ length }) => length)).toEqual([2 * n * n, 2 * n * n]);
  for (const layer of layers)
    for (let row = 0; row < layer.length; row += n)
      expect(layer.slice(row, row + n).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  const before = tf.memory().numTensors;
  const profiles = value(await lab.headProfiles(runId, [text, text]));
  expect(tf.memory().numTensors).toBe(before);
  expect(profiles).toHaveLength(4);
  // The same text twice: the mean over the words of one.
  const words = tokens.map((_, i) => i).slice(1, -1);
  const self = words.reduce((sum, i) => sum + layers[1]![i * n + i]!, 0) / words.length;
  expect(profiles[2]!.self).toBeCloseTo(self, 5);
});

it('says that a model is not there', async () => {
  expect(await lab.importBuiltIn('no-such-model')).toMatchObject({ error: { code: 'model/missing' } });
});
