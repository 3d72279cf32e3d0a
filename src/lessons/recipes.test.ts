import { expect, test } from 'vitest';
import { recurrentModel } from '../recipe/model.ts';
import { recipeSchema } from '../recipe/recipe.ts';
import { builtInRecipe, builtInRecipes } from './recipes.ts';

test('every built-in recipe is valid as it stands, has its own id and a parent that exists', () => {
  const ids = builtInRecipes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { recipe, parent, description } of builtInRecipes) {
    expect(recipeSchema.parse(recipe)).toEqual(recipe);
    if (parent !== null) expect(ids).toContain(parent);
    expect(description).toMatch(/[.?]$/);
  }
});

test('the ideas of the course are there, and each says in its recipe what it is called', () => {
  expect(builtInRecipe('rnn/gru').recipe.model).toMatchObject({ cell: 'gru' });
  expect(builtInRecipe('rnn/3-layers').recipe.model.layers).toBe(3);
  expect(builtInRecipe('rnn/last').recipe.model).toMatchObject({ pooling: 'max+mean+last' });
  expect(builtInRecipe('rnn/gru').recipe.name).toBe('GRU');
});

test('the LSTM of 109 units is of the size of the RNN that it is compared with', () => {
  const { cell, hidden, embedding } = recurrentModel(builtInRecipe('lstm/lstm-109').recipe);
  const rnn = recurrentModel(builtInRecipe('lstm/rnn').recipe);
  const weights = (gates: number, size: number): number => gates * size * (embedding + size + 2);
  expect([cell, hidden, rnn.hidden]).toEqual(['lstm', 109, 256]);
  expect(weights(4, hidden) / weights(1, rnn.hidden)).toBeCloseTo(1, 2);
});

test('a name that is not there is refused with those that are', () => {
  expect(() => builtInRecipe('rnn/grru')).toThrow('There is no built-in recipe “rnn/grru”.');
});
