import { expect, it } from 'vitest';
import { LabError } from '../base/errors.ts';
import { Random } from '../base/random.ts';
import { wholeText } from '../data/pretraining.ts';
import type { BertForSequenceClassification } from '../models/bert/bert.ts';
import { markIds } from '../text/bert-marks.ts';
import { classifierFor } from '../train/classifier.ts';
import type { PreparedData } from '../data/types.ts';
import type { Freeze, Recipe } from '../recipe/recipe.ts';
import { classifyFeatures } from '../stats/classify.ts';
import { keptCheckpoint } from '../storage/store.ts';
import { keptFeatures } from '../storage/features.ts';
import { circleData, circleRecipe } from '../train/testing-bert.ts';
import { Lab } from './lab.ts';
import type { Result } from './protocol.ts';

/** A BERT is pretrained and fine-tuned for real; checkpoints and features go through the browser's storage. */

const lab = new Lab();

function value<T>(result: Result<T>): T {
  if (!result.ok) throw LabError.fromData(result.error);
  return result.value;
}

const LABELS = ['first', 'second'];
const SIZES = { layers: 2, hidden: 16, initializerRange: 0.3 } as const;

const trained = (async () => {
  value(await lab.device('wasm'));
  const recipe = circleRecipe('pretrain', { epochs: 4 }, SIZES);
  value(await lab.run({ runId: 'pretrained', recipe, data: circleData(64), resume: false }, () => undefined));
  return (await keptCheckpoint('pretrained', 'best'))!.weights;
})();

const recipeOf = (freeze: Freeze): Recipe =>
  circleRecipe(
    'classify',
    { epochs: 2 },
    { ...SIZES, dropout: 0.1, init: { kind: 'run', id: 'pretrained', freeze } },
  );

const dataWith = (pretrained: Uint8Array): PreparedData => ({ ...circleData(64, LABELS), pretrained });

it('gives features once, keeps them, and they tell the classes apart', async () => {
  const pretrained = await trained;
  const told: number[] = [];
  const make = (reading: 'cls' | 'mean') =>
    lab.features('job', { recipe: recipeOf('none'), data: dataWith(pretrained), reading }, ({ done }) =>
      told.push(done),
    );
  // As a file that lies elsewhere, as published models come; in memory it is the same model.
  const data = { ...circleData(64, LABELS), pretrainedFile: new Blob([pretrained as BlobPart]) };
  const ofFile = { recipe: recipeOf('none'), data, reading: 'mean' as const };
  const first = value(await lab.features('file', ofFile, ({ done }) => told.push(done)));
  expect(first).toMatchObject({ width: 16, labels: LABELS, reused: false });
  expect(first.rows).toEqual({ train: 64, validation: 24, test: 24 });
  expect(told.at(-1)).toBe(112);
  expect(value(await make('mean'))).toMatchObject({ key: first.key, reused: true });
  // Stopped in the middle, it goes on from there when it is asked for again.
  const halted = await lab.features(
    'halted',
    { recipe: recipeOf('none'), data: dataWith(pretrained), reading: 'cls' },
    ({ phase, done }) => {
      expect(phase).toMatch(/of 112/);
      if (done === 64) void lab.cancelFeatures('halted');
    },
  );
  expect(halted).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  told.length = 0;
  const other = value(await make('cls'));
  expect(told[0]).toBeGreaterThan(64);
  expect(other.key).not.toBe(first.key);
  const set = (await keptFeatures(first.key))!;
  const { train } = dataWith(pretrained).splits;
  const random = new Random(0);
  const model = classifierFor(recipeOf('none'), dataWith(pretrained), random, random).eval();
  const marks = markIds(circleData(1).vocabulary);
  for (const i of [0, 40]) {
    // By itself, without padding.
    const ids = wholeText(train.tokens.slice(train.offsets[i], train.offsets[i + 1]), marks);
    const hidden = (model as BertForSequenceClassification).bert.forward({
      ids,
      rows: 1,
      length: ids.length,
      lengths: Int32Array.of(ids.length),
    });
    const states = (await hidden.array())[0]!;
    const mean = states[0]!.map((_, j) => states.reduce((sum, state) => sum + state[j]!, 0) / ids.length);
    mean.forEach((x, j) => expect(set.splits.train.values[16 * i + j]!).toBeCloseTo(x, 5));
    const cls = (await keptFeatures(other.key))!.splits.train.values;
    states[0]!.forEach((x, j) => expect(cls[16 * i + j]!).toBeCloseTo(x, 5));
  }
  const report = await classifyFeatures(set, { C: 100, folds: 3, seed: 0 }, async () => undefined);
  expect(report.converged).toBe(true);
  expect(report.train.auc).toBeGreaterThan(0.65);
  expect(report.folds).toHaveLength(3);
});

it('is stopped between two batches', async () => {
  const request = {
    recipe: { ...recipeOf('none'), seed: 9 },
    data: dataWith(await trained),
    reading: 'cls' as const,
  };
  request.data.labels = ['a', 'b'];
  const making = lab.features('stopped', request, () => void lab.cancelFeatures('stopped'));
  expect(await making).toMatchObject({ ok: false, error: { code: 'cancelled' } });
});

it('finds the maps of a frozen model bit for bit as they were, and those of another moved', async () => {
  const pretrained = await trained;
  // As a file that lies elsewhere, as published models come, and in memory.
  const file = { ...circleData(64, LABELS), pretrainedFile: new Blob([pretrained as BlobPart]) };
  for (const freeze of ['all', 'none', 1] as const) {
    const data = freeze === 'all' ? file : dataWith(pretrained);
    const request = { runId: `run ${freeze}`, recipe: recipeOf(freeze), data, resume: false };
    value(await lab.run(request, () => undefined));
  }
  const models = [{ beginning: recipeOf('none') }, 'run all', 'run none', 'run 1'];
  const texts = ['word0 word1 word2 word3', 'word5 word0 word1', 'word2 '.repeat(30)];
  const [before, frozen, whole, upper] = value(await lab.compareHeads(models, texts)).map(
    ({ moves }) => moves!,
  );
  expect(before!.every(({ moved, identical }) => moved === 0 && identical)).toBe(true);
  expect(frozen!.every(({ moved, identical }) => moved === 0 && identical)).toBe(true);
  expect(whole!.every(({ moved, identical }) => moved > 1e-6 && !identical)).toBe(true);
  expect(upper!.map(({ layer, identical }) => identical === (layer === 0))).toEqual([true, true, true, true]);
  const maps = value(await lab.lookWithAll(models, texts[2]!));
  // Cut to what all of them can read.
  expect(new Set(maps.map(({ tokens }) => tokens.length)).size).toBe(1);
  expect(maps[1]!.layers).toEqual(maps[0]!.layers);
  expect(maps[2]!.layers).not.toEqual(maps[0]!.layers);
});
