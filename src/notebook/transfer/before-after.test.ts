import { describe, expect, it } from 'vitest';
import { type Recipe, recipeSchema } from '../../recipe/recipe.ts';
import type { HeadMaps } from '../../worker/protocol.ts';
import { byBeginning, moveOf, titleWithBackbone } from './before-after.ts';
import { columnsOf, largeOf, placeToShow } from './compared-text.ts';

const base = recipeSchema.parse({ model: { kind: 'bert', positions: 64 } });
const recipeOf = (backbone: string, freeze: 'all' | 'none', text: Partial<Recipe['text']> = {}) =>
  ({
    ...base,
    name: freeze === 'all' ? 'Frozen' : 'Nothing frozen',
    text: { ...base.text, ...text },
    model: { ...base.model, init: { kind: 'published', id: backbone, freeze, take: 'all' } },
  }) as Recipe;
const runOf = (number: number, recipe: Recipe) => ({ id: `r${number}`, number, recipe });

/** Attention of two tokens in so many layers and heads: every word looks at itself by so much. */
function mapsOf(layers: number, heads: number, self: number): HeadMaps {
  const head = [self, 1 - self, 1 - self, self];
  return {
    tokens: ['a', 'b'].map((text) => ({ text, starts: true })),
    heads,
    unread: { before: 0, after: 0, masks: 0 },
    layers: Array.from({ length: layers }, () =>
      Float32Array.from(Array.from({ length: heads }, () => head).flat()),
    ),
  };
}

describe('models before and after', () => {
  it('stand by what they began with, also where two backbones are of the same sizes', () => {
    const runs = [
      runOf(1, recipeOf('one', 'all')),
      runOf(2, recipeOf('one', 'none')),
      runOf(3, recipeOf('two', 'all')),
      runOf(4, recipeOf('one', 'all', { maxLength: { kind: 'fixed', value: 9 } })),
    ];
    const groups = byBeginning(runs, runs);
    expect(groups.map(({ name, runs: own }) => [name, own.map(({ id }) => id)])).toEqual([
      ['one', ['r1', 'r2']],
      ['two', ['r3']],
      ['one, text read another way', ['r4']],
    ]);
    expect(titleWithBackbone(runs[2]!, runs)).toBe('Run 3 · Frozen, two');
  });

  it('are each compared with their own beginning: the frozen one of the second did not change', () => {
    const columns = columnsOf([
      { name: 'one', titles: ['A'], frozen: ['none'], maps: [mapsOf(1, 2, 0.5), mapsOf(1, 2, 0.75)] },
      { name: 'two', titles: ['B'], frozen: ['all'], maps: [mapsOf(1, 2, 0.9), mapsOf(1, 2, 0.9)] },
    ]);
    expect(columns.map(({ title }) => title)).toEqual(['Before, one', 'A', 'Before, two', 'B']);
    expect(columns[0]!.moves).toBeNull();
    expect(columns[1]!.moves!.map(({ moved }) => moved)).toEqual([0.25, 0.25]);
    expect(columns[3]!.moves!.every(({ identical }) => identical)).toBe(true);
    // Titles are those of pins and of files: each names its model.
    expect(largeOf(columns[3]!, 0, 1).map(({ title }) => title)).toEqual([
      'Before, two: layer 1, head 2',
      'B: layer 1, head 2',
      'Difference: B: layer 1, head 2',
    ]);
    expect(largeOf(columns[2]!, 0, 0)).toHaveLength(1);
  });

  it('have layers and heads of their own: all of them can be reached', () => {
    const columns = columnsOf([
      { name: 'small', titles: ['A'], frozen: ['all'], maps: [mapsOf(1, 1, 0.5), mapsOf(1, 1, 0.5)] },
      { name: 'large', titles: ['B'], frozen: ['all'], maps: [mapsOf(3, 4, 0.5), mapsOf(3, 4, 0.5)] },
    ]);
    expect(moveOf(columns[3]!.moves, 2, 3)).toMatchObject({ layer: 2, head: 3, identical: true });
    // The small one is chosen, and then a layer that it lacks.
    expect(placeToShow(columns, { layer: 2, head: 3, model: 1 })).toEqual({ layer: 2, head: 3, model: 3 });
    expect(placeToShow(columns, { layer: 0, head: 3, model: 1 })).toEqual({ layer: 0, head: 0, model: 1 });
    expect(placeToShow(columns, { layer: 9, head: 0, model: Infinity })).toEqual({
      ...{ layer: 2, head: 0, model: 3 },
    });
  });
});
