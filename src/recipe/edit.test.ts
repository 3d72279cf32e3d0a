import { describe, expect, it } from 'vitest';
import { valueAt, withValue } from './edit.ts';
import { recipeSchema } from './recipe.ts';

const base = recipeSchema.parse({});

describe('withValue', () => {
  it('changes one value and leaves the rest as it was', () => {
    const next = withValue(base, 'text.vocabulary.minCount', 5);
    expect(next.text.vocabulary.minCount).toBe(5);
    expect(base.text.vocabulary.minCount).toBe(2);
    expect({ ...next, text: base.text }).toEqual(base);
  });

  it('fills in the defaults of a new kind', () => {
    const next = withValue(base, 'training.optimizer', { kind: 'sgd' });
    expect(next.training.optimizer).toMatchObject({ kind: 'sgd', lr: 0.1, momentum: 0.9 });
  });

  it('reaches into a tuple', () => {
    expect(withValue(base, 'training.optimizer.betas.1', 0.98).training.optimizer).toMatchObject({
      betas: [0.9, 0.98],
    });
  });

  it('refuses with the field, what it was and what it may be', () => {
    expect(() => withValue(base, 'training.epochs', 0)).toThrow(/^training\.epochs is 0: .*>=1/);
    expect(() => withValue(base, 'model.cell', 'transformer')).toThrow(/model\.cell is "transformer".*"gru"/);
    expect(() => withValue(base, 'model.nothing', 1)).toThrow(/nothing/);
  });
});

describe('valueAt', () => {
  it('reads by path and is undefined where the path leads nowhere', () => {
    expect(valueAt(base, 'model.head.hidden')).toBe(256);
    expect(valueAt(base, 'model.cell.length.x')).toBeUndefined();
  });
});
