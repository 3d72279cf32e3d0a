import { describe, expect, it } from 'vitest';
import { bertRecipes } from './recipes.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { setPath } from '../../recipe/set.ts';
import type { RunSummary } from '../../runs/record.ts';
import { comparable, compared, comparedByEpochs } from '../../notebook/bert/compare.ts';
import {
  beginningOf,
  bestEpochOf,
  cutOffRun,
  finetuneRecipe,
  nameOfFinetune,
  planSet,
  sameRun,
  type Start,
  startOf,
  startsFor,
  titleOfStart,
} from '../../notebook/bert/finetune.ts';
import { momentInWords, momentsOf } from '../../notebook/bert/moments.ts';

const [pretrain, finetune] = bertRecipes.map(({ recipe }) => recipe);
const run = { id: 'abc', recipe: { ...pretrain!, model: { ...pretrain!.model, layers: 3 } } } as RunSummary;
const pretraining = (epoch: number, keptEpochs?: number[]) =>
  ({ ...run, result: null, best: { epoch, step: 10 * epoch }, keptEpochs }) as RunSummary;

const start = (beginning: Start['beginning'], epoch: number | null = null): Start => ({ beginning, epoch });
/** What the data cell has, which is not what the pretraining read. */
const data: Recipe['data'] = {
  ...pretrain!.data,
  source: { kind: 'file', name: 'receipts.csv', testName: null },
  columns: { ...pretrain!.data.columns, text: 'name', label: 'category', split: 'split' },
};
const done = (how: Start, weightedF1: number, seed = 0) =>
  ({
    recipe: finetuneRecipe(finetune!, run, how, { data, seed }),
    result: { test: { weightedF1 } },
  }) as RunSummary;

describe('a fine-tuning', () => {
  it('has text and sizes of its pretraining, the data that are chosen, and begins as it is asked to', () => {
    const ways = [start('scratch'), start('pretrained'), start('frozen'), start('pretrained', 2)];
    const recipes = ways.map((way) => finetuneRecipe(finetune!, run, way, { data, seed: 7 }));
    expect(recipes.map(startOf)).toEqual(ways);
    expect(recipes.map(beginningOf)).toEqual(['scratch', 'pretrained', 'frozen', 'pretrained']);
    expect(recipes.map(({ name }) => name)).toEqual([
      'From scratch',
      'Pretrained',
      'Frozen',
      'After 2 epochs',
    ]);
    expect(titleOfStart(start('pretrained', 1))).toBe('After 1 epoch');
    for (const recipe of recipes) {
      expect(recipe).toMatchObject({ task: 'classify', seed: 7, text: pretrain!.text });
      expect(recipe.data).toEqual({ ...data, trainLimit: 5000 });
      expect(recipe.model).toMatchObject({ layers: 3, dropout: 0.1 });
    }
    expect(recipes[2]!.model).toMatchObject({ init: { kind: 'run', id: 'abc', freeze: 'all', epoch: null } });
    expect(recipes[3]!.model).toMatchObject({ init: { kind: 'run', id: 'abc', freeze: 'none', epoch: 2 } });
    expect(sameRun(recipes[1]!, [{ status: 'done', recipe: recipes[1]! }])).toBeDefined();
    expect(sameRun(recipes[1]!, [{ status: 'failed', recipe: recipes[1]! }])).toBeUndefined();
    expect(sameRun(recipes[1]!, [{ status: 'done', recipe: recipes[2]! }])).toBeUndefined();
    expect(sameRun(recipes[1]!, [{ status: 'done', recipe: recipes[3]! }])).toBeUndefined();
    const cut = { status: 'interrupted', recipe: recipes[3]! } as const;
    expect(sameRun(recipes[3]!, [cut])).toBeUndefined();
    expect(cutOffRun(recipes[3]!, [cut, { status: 'failed', recipe: recipes[3]! }])).toBe(cut);
    expect(cutOffRun(recipes[1]!, [cut])).toBeUndefined();
    const known = [
      { id: 'done', status: 'done' as const, recipe: recipes[1]! },
      { id: 'cut', status: 'interrupted' as const, recipe: recipes[3]! },
    ];
    expect(planSet([recipes[0]!, ...recipes, recipes[3]!], known)).toEqual({
      goOn: ['cut'],
      begin: [recipes[0], recipes[2]],
    });
  });

  it('has a name that tells it from those of other sets', () => {
    const lesson = finetune!;
    const shared = setPath(lesson, 'data.trainLimit', 100);
    const name = (how: Start, seed: number, of = shared) =>
      nameOfFinetune(how, { lesson, shared: of }, { pretraining: 3, seed });
    expect(name(start('pretrained'), 1)).toBe('Pretrained (run 3), rows to train on 100, seed 1');
    expect(name(start('scratch'), 0, lesson)).toBe('From scratch');
    expect(name(start('frozen', 2), 0, lesson)).toBe('Frozen, after 2 epochs (run 3)');
  });

  it('is one of the set that answers the chosen question, each once', () => {
    const titles = (question: Parameters<typeof startsFor>[0], of: RunSummary) =>
      startsFor(question, of).map(titleOfStart);
    // The weights after 4 epochs are the best ones.
    const kept = pretraining(4, [1, 2, 4]);
    expect(titles('ways', kept)).toEqual(['From scratch', 'Pretrained', 'Frozen']);
    expect(titles('epochs', kept)).toEqual(['From scratch', 'After 1 epoch', 'After 2 epochs', 'Pretrained']);
    expect(titles('both', kept)).toEqual([
      ...['From scratch', 'After 1 epoch', 'After 2 epochs', 'Pretrained', 'Frozen'],
    ]);
    // The best ones lie inside of an epoch, before what was kept last.
    expect(titles('epochs', pretraining(1.5, [1, 2]))).toEqual([
      ...['From scratch', 'After 1 epoch', 'Pretrained', 'After 2 epochs'],
    ]);
    expect(titles('both', pretraining(6))).toEqual(['From scratch', 'Pretrained', 'Frozen']);
    expect(bestEpochOf({ ...run, best: null, result: null })).toBeNull();
    expect(bestEpochOf({ ...run, best: null, result: { best: null } as RunSummary['result'] })).toBe(2);
  });

  it('is compared by mean and deviation over seeds', () => {
    const going = {
      recipe: finetuneRecipe(finetune!, run, start('frozen'), { data, seed: 0 }),
      result: null,
    } as RunSummary;
    const runs = [
      done(start('pretrained'), 0.5),
      done(start('scratch'), 0.3),
      done(start('pretrained'), 0.6, 1),
      done(start('pretrained', 1), 0.1),
      going,
    ];
    const two = { mean: 0.55, deviation: expect.closeTo(Math.sqrt(0.005), 10) as number };
    expect(compared(runs)).toEqual([
      { beginning: 'scratch', title: 'From scratch', scores: [0.3], mean: 0.3, deviation: null },
      { beginning: 'pretrained', title: 'Pretrained', scores: [0.5, 0.6], ...two },
    ]);
    expect(comparedByEpochs([...runs, done(start('frozen'), 0.9)], 2)).toEqual([
      { epoch: 0, scores: [0.3], mean: 0.3, deviation: null },
      { epoch: 1, scores: [0.1], mean: 0.1, deviation: null },
      { epoch: 2, scores: [0.5, 0.6], ...two },
    ]);
    // Where the best weights were is not known any more.
    expect(comparedByEpochs(runs, null).map(({ epoch }) => epoch)).toEqual([0, 1]);
  });

  it('is compared with those of the same pretraining and settings only', () => {
    const older = done(start('scratch'), 0.2);
    const [a, b] = [done(start('pretrained', 1), 0.4), done(start('frozen'), 0.5, 2)];
    const longer = (of: RunSummary) => ({ ...of, recipe: setPath(of.recipe, 'training.epochs', 9) });
    const elsewhere = { ...a, recipe: setPath(a.recipe, 'model.init.id', 'other') };
    expect(comparable([longer(older), a, elsewhere, b], 'abc')).toEqual([a, b]);
    expect(comparable([a, b, longer(older)], 'abc')).toEqual([longer(older)]);
    expect(comparable([a, b, elsewhere], 'other')).toEqual([elsewhere]);
    expect(comparable([elsewhere, a, b], 'none of these')).toEqual([a, b]);
    expect(comparable([], 'abc')).toEqual([]);
  });
});

it('a pretraining is looked at as it began, after its kept epochs, and with its best weights', () => {
  expect(momentsOf(pretraining(2, [1, 2]), 2)).toEqual([0, 1, null]);
  expect(momentsOf(pretraining(1.5, [1, 2]), 1.5)).toEqual([0, 1, 2, null]);
  expect(momentsOf(pretraining(2), 2)).toEqual([null]);
  expect(momentsOf({ recipe: done(start('pretrained'), 0).recipe, keptEpochs: [1] }, 2)).toEqual([1, null]);
  expect([0, 1, null].map(momentInWords)).toEqual([
    ...['before any training', 'after 1 epoch', 'best weights'],
  ]);
});
