import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../formats/safetensors.ts';
import type { PreparedData } from '../data/types.ts';
import type { Freeze } from '../recipe/recipe.ts';
import type { DeviceKind } from '../runs/types.ts';
import { setFrozenPart } from './frozen-part.ts';
import { splitsThatFit } from './frozen-states.ts';
import { circleData, circleRecipe } from './testing-bert.ts';
import { MemoryStorage, ofType, runTiny, type Told } from './testing.ts';

const SIZES = { layers: 2, dropout: 0.2, attentionDropout: 0.2 } as const;

const bitsOf = (weights: Uint8Array | null): Map<string, string> =>
  new Map(
    readSafetensors(weights!).tensors.map(({ name, data }) => [
      name,
      new Uint32Array(data.buffer, data.byteOffset, data.length).join(),
    ]),
  );

/** A short pretraining, and how a fine-tuning of it ended that froze so much. */
async function finetuned(device: DeviceKind, freeze: Freeze, pooling: 'pooler' | 'mean', dropout = 0.2) {
  const data = circleData(24);
  const storage = new MemoryStorage();
  await runTiny({ recipe: circleRecipe('pretrain', { epochs: 1 }, SIZES), data, device, storage });
  const { weights: pretrained } = storage.records.get('tiny/last')!;
  const classified: PreparedData = { ...circleData(24, ['first', 'second']), pretrained };
  const model = { ...SIZES, dropout, pooling, init: { kind: 'file', name: 'a.zip', freeze } } as const;
  const recipe = circleRecipe('classify', { epochs: 3, accumulate: 2 }, model);
  // A run keeps nothing of the weights it began with but those of its model.
  const onLoaded = (): void => void delete classified.pretrained;
  const told = await runTiny({ recipe, data: classified, device, storage, onLoaded });
  expect(classified.pretrained).toBeUndefined();
  const { weights, optimizer } = storage.records.get('tiny/last')!;
  return { told, before: bitsOf(pretrained), after: bitsOf(weights), moments: bitsOf(optimizer) };
}

const curve = ({ losses, evaluations }: Told): number[] => [
  ...losses.values(),
  ...evaluations.map(({ loss }) => loss),
];

const said = (told: Told): string =>
  ofType(told.events, 'note')
    .map(({ message }) => message)
    .join();

// On WebGPU a frozen encoder is tested with the pretraining: here most of its time would go into shaders.
describe('a frozen encoder', () => {
  const device = 'wasm';

  it('is computed once, which changes neither the curve nor what comes of it', async () => {
    for (const pooling of ['pooler', 'mean'] as const) {
      const kept = await finetuned(device, 'all', pooling);
      setFrozenPart(false);
      const anew = await finetuned(device, 'all', pooling);
      setFrozenPart(true);
      expect(curve(kept.told)).toHaveLength(2 * 3 + 3);
      curve(kept.told).forEach((loss, i) => expect(loss).toBeCloseTo(curve(anew.told)[i]!, 5));
      expect(new Set(curve(kept.told)).size).toBeGreaterThan(5);
      expect(said(kept.told)).toMatch(/^The encoder is frozen: what it makes of the 24 texts/);
      expect(said(anew.told)).toBe('');
      for (const [name, bits] of kept.after)
        if (name.startsWith('bert.')) expect(bits, name).toBe(kept.before.get(name));
      expect([...kept.moments.keys()].every((name) => name.includes('classifier'))).toBe(true);
      expect(kept.moments.size).toBe(4);
    }
  });

  it('up to a layer: what lies below stays bit for bit, what lies above learns', async () => {
    const { before, after, moments } = await finetuned(device, 1, 'pooler');
    const frozen = /^bert\.(embeddings|encoder\.layer\.0)\./;
    let learnt = 0;
    for (const [name, bits] of after) {
      if (!name.startsWith('bert.')) continue;
      if (frozen.test(name)) expect(bits, name).toBe(before.get(name));
      else if (bits !== before.get(name)) learnt++;
    }
    // All but the bias of the keys, which the softmax does not see.
    expect(learnt).toBeGreaterThanOrEqual(16 + 2 - 1);
    expect([...moments.keys()].some((name) => frozen.test(name.replace(/^exp_avg(_sq)?\./, '')))).toBe(false);
  });

  it('up to a layer is computed once, as much as memory has room for, which changes the curve by nothing', async () => {
    // Of 24, 24 and 24 texts of 5 to 8 words, two marks each, 8 numbers a token.
    const data = circleData(24);
    const bytes = (split: 'train' | 'validation' | 'test') =>
      ((data.splits[split].offsets.at(-1) ?? 0) + 2 * 24) * 8 * 4;
    const [train, validation, test] = [bytes('train'), bytes('validation'), bytes('test')];
    expect(splitsThatFit(data, 8, train + validation + test)).toEqual(
      new Set(['train', 'validation', 'test']),
    );
    expect(splitsThatFit(data, 8, train + validation + test - 1)).toEqual(new Set(['train', 'validation']));
    expect(splitsThatFit(data, 8, train - 1).has('train')).toBe(false);

    setFrozenPart(false);
    const anew = await finetuned(device, 1, 'pooler');
    expect(said(anew.told)).toBe('');
    for (const most of [Infinity, train]) {
      setFrozenPart(true, most);
      const kept = await finetuned(device, 1, 'pooler');
      expect(said(kept.told)).toMatch(
        /^The embeddings and the first layer are frozen: what they make of the 24 texts/,
      );
      expect(curve(kept.told)).toHaveLength(2 * 3 + 3);
      curve(kept.told).forEach((loss, i) => expect(loss).toBeCloseTo(curve(anew.told)[i]!, 4));
    }
    setFrozenPart(true, 0);
    expect(said((await finetuned(device, 1, 'pooler')).told)).toBe('');
    setFrozenPart(true);
  });

  it('with all its layers but not its pooler is computed once as well', async () => {
    for (const pooling of ['pooler', 'mean'] as const) {
      setFrozenPart(false);
      const anew = await finetuned(device, 2, pooling);
      setFrozenPart(true);
      const kept = await finetuned(device, 2, pooling);
      expect(said(kept.told)).toMatch(
        pooling === 'mean' ? /^The encoder is frozen/ : /^The embeddings and the first 2 layers are frozen/,
      );
      curve(kept.told).forEach((loss, i) => expect(loss).toBeCloseTo(curve(anew.told)[i]!, 4));
    }
  });
});
