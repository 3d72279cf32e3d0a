import { describe, expect, it } from 'vitest';
import { transferBase } from './recipes.ts';
import { allRecipes, keyOfRecipe, othersAtHand } from '../../notebook/transfer/backbones.ts';
import { freezeOfRecipe, inOrder, newestOfEach, wayRecipe, wayTitle } from '../../notebook/transfer/ways.ts';
import type { KeptModel } from '../../storage/types.ts';

describe('the ways to fine-tune', () => {
  it('differ in what is frozen, and in the rate of a head alone', () => {
    const [frozen, first, whole] = (['all', 1, 'none'] as const).map((way) =>
      wayRecipe(transferBase, way, 0.02),
    );
    expect([frozen, first, whole].map((recipe) => recipe!.name)).toEqual([
      'Frozen',
      'First layer frozen',
      'Nothing frozen',
    ]);
    expect(frozen!.model).toMatchObject({ init: { kind: 'builtin', id: 'bert-wordnet', freeze: 'all' } });
    expect(frozen!.training.optimizer.lr).toBe(0.02);
    expect(first!.training.optimizer.lr).toBe(transferBase.training.optimizer.lr);
    expect(first!.model).toMatchObject({ init: { freeze: 1 } });
    expect(wayTitle(0)).toBe('embeddings frozen');
    expect(inOrder(['none', 1, 'all', 2])).toEqual(['all', 2, 1, 'none']);
    const scratch = { ...transferBase, model: { ...transferBase.model, init: { kind: 'scratch' as const } } };
    expect(() => wayRecipe(scratch as typeof transferBase, 'all', 0.02)).toThrow('no pretrained model');
  });

  it('are compared by the newest finished run of each that begins alike', () => {
    const run = (id: string, way: 'all' | 'none', done = true, from = 'bert-wordnet') => {
      const recipe = wayRecipe(transferBase, way, 0.02);
      const init = { kind: 'builtin', id: from, freeze: way, take: 'all' };
      return {
        id,
        recipe: { ...recipe, model: { ...recipe.model, init } },
        result: done ? {} : null,
      } as never;
    };
    const runs = [
      run('a', 'none'),
      run('b', 'all', true, 'other'),
      run('c', 'all'),
      run('d', 'all'),
      run('e', 'none', false),
    ];
    // Of the backbone that was trained last, then of the other: the course's runs stand side by side.
    expect(newestOfEach<{ id: string } & never>(runs).map(({ id }) => id)).toEqual(['d', 'a', 'b']);
    expect(newestOfEach([])).toEqual([]);
  });

  it('are the same with each backbone, a smaller one frozen as far as it goes', async () => {
    const bert = transferBase.model as Extract<(typeof transferBase)['model'], { kind: 'bert' }>;
    const other = {
      id: 'someone/small',
      recipe: { ...transferBase, model: { ...bert, layers: 1, hidden: 64 } },
    } as KeptModel;
    const recipes = await allRecipes(
      transferBase,
      ['published:someone/small', 'published:gone'],
      [other],
      [2, 'all'],
      0.02,
    );
    expect(recipes.map((recipe) => [keyOfRecipe(recipe), freezeOfRecipe(recipe)])).toEqual([
      ['builtin:bert-wordnet', 'all'],
      ['builtin:bert-wordnet', 2],
      ['published:someone/small', 'all'],
      ['published:someone/small', 1],
    ]);
    // Which backbone it is stands in the name, with one as with several.
    expect(recipes.map(({ name }) => name)).toEqual([
      'Frozen, bert-wordnet',
      'First 2 layers frozen, bert-wordnet',
      'Frozen, someone/small',
      'First layer frozen, someone/small',
    ]);
    const [alone] = await allRecipes(transferBase, [], [], ['none'], 0.02);
    expect(alone!.name).toBe('Nothing frozen, bert-wordnet');
    expect(recipes[3]!.model).toMatchObject({ hidden: 64, layers: 1 });
    expect(othersAtHand(transferBase, [other])).toEqual([
      { value: 'published:someone/small', label: 'someone/small' },
    ]);
  });
});
