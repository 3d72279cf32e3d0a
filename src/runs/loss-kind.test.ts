import { expect, test } from 'vitest';
import { recipeSchema, type RecipeInput } from '../recipe/recipe.ts';
import { unlikeLosses } from './loss-kind.ts';

const recipe = (training: RecipeInput['training'] = {}) =>
  recipeSchema.parse({ task: 'multilabel', training: { positiveWeights: 'sqrt', ...training } });

test('a loss with positive weights is not to be compared with one without', () => {
  expect(unlikeLosses([recipe(), recipe({ epochs: 9 }), recipe({ positiveWeights: 'none' })])).toMatch(
    /^positive weights .* → none$/,
  );
});

test('losses of other cells, rates and lengths of training are of one kind', () => {
  const rnn = recipe();
  const gru = { ...recipe({ optimizer: { kind: 'sgd' }, epochs: 1 }), seed: 5 };
  expect(unlikeLosses([rnn, gru])).toBeNull();
  expect(unlikeLosses([rnn])).toBeNull();
  expect(unlikeLosses([])).toBeNull();
});

test('the penalty of coverage is part of the loss only where there is attention', () => {
  const translate = (attention: 'none' | 'dot', coverage: number) =>
    recipeSchema.parse({ task: 'translate', model: { kind: 'seq2seq', attention }, training: { coverage } });
  expect(unlikeLosses([translate('dot', 1), translate('none', 1)])).toMatch(/^coverage 1 → 0$/);
  expect(unlikeLosses([translate('none', 0), translate('none', 1)])).toBeNull();
});
