import { describe, expect, it } from 'vitest';
import { bertRecipes } from './recipes.ts';
import type { RunSummary } from '../../runs/record.ts';
import { beginningOf, compared, finetuneRecipe, sameRun } from '../../notebook/bert/finetune.ts';

const [pretrain, finetune] = bertRecipes.map(({ recipe }) => recipe);
const run = { id: 'abc', recipe: { ...pretrain!, model: { ...pretrain!.model, layers: 3 } } } as RunSummary;

describe('a fine-tuning', () => {
  it('has data, text and sizes of its pretraining, and begins as it is asked to', () => {
    const recipes = (['scratch', 'pretrained', 'frozen'] as const).map((way) =>
      finetuneRecipe(finetune!, run, way, 7),
    );
    expect(recipes.map(beginningOf)).toEqual(['scratch', 'pretrained', 'frozen']);
    for (const recipe of recipes) {
      expect(recipe).toMatchObject({ task: 'classify', seed: 7, text: pretrain!.text });
      expect(recipe.data).toEqual({ ...pretrain!.data, trainLimit: 5000 });
      expect(recipe.model).toMatchObject({ layers: 3, dropout: 0.1 });
    }
    expect(recipes[2]!.model).toMatchObject({ init: { kind: 'run', id: 'abc', freeze: 'all' } });
    expect(sameRun(recipes[1]!, [{ status: 'done', recipe: recipes[1]! }])).toBeDefined();
    expect(sameRun(recipes[1]!, [{ status: 'failed', recipe: recipes[1]! }])).toBeUndefined();
    expect(sameRun(recipes[1]!, [{ status: 'done', recipe: recipes[2]! }])).toBeUndefined();
  });

  it('is compared by mean and deviation over seeds', () => {
    const done = (way: 'scratch' | 'pretrained', weightedF1: number) =>
      ({ recipe: finetuneRecipe(finetune!, run, way, 0), result: { test: { weightedF1 } } }) as RunSummary;
    const going = { recipe: finetuneRecipe(finetune!, run, 'frozen', 0), result: null } as RunSummary;
    expect(compared([done('pretrained', 0.5), done('scratch', 0.3), done('pretrained', 0.6), going])).toEqual(
      [
        { beginning: 'scratch', title: 'From scratch', scores: [0.3], mean: 0.3, deviation: null },
        {
          ...{ beginning: 'pretrained', title: 'Pretrained', scores: [0.5, 0.6], mean: 0.55 },
          deviation: expect.closeTo(Math.sqrt(0.005), 10) as number,
        },
      ],
    );
  });
});
