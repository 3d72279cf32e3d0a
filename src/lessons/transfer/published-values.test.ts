import { describe, expect, it } from 'vitest';
import { transferRecipes } from './recipes.ts';
import type { BertModelSpec, Recipe } from '../../recipe/recipe.ts';
import { changesInWords, withValues } from '../../recipe/published-values.ts';

const own = (id: string): Recipe => transferRecipes.find((one) => one.id === id)!.recipe;
const withModel = (recipe: Recipe, change: Partial<BertModelSpec>): Recipe =>
  ({ ...recipe, model: { ...recipe.model, ...change } }) as Recipe;
/** The same, begun with a published model of so many positions. */
const published = (recipe: Recipe, positions = 512): Recipe => {
  const { init } = recipe.model as BertModelSpec;
  return withModel(recipe, {
    positions,
    init: { ...init, kind: 'published', id: 'a' } as BertModelSpec['init'],
  });
};
const valuesOf = ({ training, text }: Recipe) => [training.optimizer.lr, training.batchSize, text.maxLength];
const fixed = (value: number) => ({ kind: 'fixed', value }) as const;

describe('a recipe that begins with a published model', () => {
  it('gets the values of the course, says so, and gets those of the lab back', () => {
    const before = own('transfer/unfrozen');
    const [next, changes] = withValues(published(before), before);
    expect(valuesOf(next)).toEqual([5e-5, 128, fixed(128)]);
    expect(next.training.schedule).toEqual({ kind: 'exponential', gamma: 0.9 });
    expect(changesInWords(changes)).toBe(
      'learning rate 0.00005 (was 0.001), batch size 128 (was 32), pieces at most 128 (was 48)',
    );
    const back = withModel(next, before.model as BertModelSpec);
    expect(withValues(back, next)[0]).toEqual(before);
    expect(withValues(published(next), next)).toEqual([next, []]);
    const frozen = own('transfer/frozen');
    expect(valuesOf(withValues(published(frozen), frozen)[0])[0]).toBe(1e-3);
  });

  it('keeps what a person has set', () => {
    const before = own('transfer/unfrozen');
    const set: Recipe = {
      ...before,
      text: { ...before.text, maxLength: fixed(60) },
      training: { ...before.training, batchSize: 16 },
    };
    expect(valuesOf(withValues(published(set), set)[0])).toEqual([5e-5, 16, fixed(60)]);
  });

  it('is cut to the positions of its model, and not for good', () => {
    const before = own('transfer/unfrozen');
    const [short] = withValues(published(before, 64), before);
    expect(short.text.maxLength).toEqual(fixed(61));
    expect(withValues(published(short), short)[0].text.maxLength).toEqual(fixed(128));
  });
});
