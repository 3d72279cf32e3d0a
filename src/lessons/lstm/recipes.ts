import { recipeSchema } from '../../recipe/recipe.ts';
import { type Variant, withVariant } from '../../runs/variant.ts';
import type { BuiltInRecipe } from '../recipes.ts';

/**
 * The lesson's baseline: a plain RNN whose last state alone has to remember the whole text. That makes its forgetting
 * visible, which a maximum over all states would hide.
 */
export const lstmBaseline = recipeSchema.parse({
  name: 'RNN',
  task: 'multilabel',
  data: { source: { kind: 'builtin', id: 'wordnet-labels' } },
  model: {
    cell: 'rnn',
    embedding: 100,
    hidden: 256,
    pooling: 'last',
    head: { hidden: 256, dropout: 0.1 },
  },
  training: {
    optimizer: { kind: 'adamw', lr: 2e-3, weightDecay: 0.5 },
    schedule: { kind: 'linear', warmup: 0.1 },
    batchSize: 32,
    epochs: 4,
    clipNorm: 1,
    positiveWeights: 'sqrt',
    monitor: 'macroF1',
  },
});

export const lstmVariants: readonly Variant[] = [
  {
    id: 'lstm',
    title: 'LSTM',
    description: 'A cell beside the state that is only added to: does the gradient reach the first word?',
    changes: [{ path: 'model.cell', value: 'lstm' }],
  },
  {
    id: 'lstm-109',
    title: 'LSTM, 109 units',
    description:
      'As many weights in the recurrent layer as the RNN has with 256 units: the gates alone. Two changes: compare it with both.',
    changes: [
      { path: 'model.cell', value: 'lstm' },
      { path: 'model.hidden', value: 109 },
    ],
  },
  {
    id: 'gru',
    title: 'GRU',
    description: 'Two gates instead of three: as far-sighted for fewer weights?',
    changes: [{ path: 'model.cell', value: 'gru' }],
  },
  {
    id: 'lstm-attention',
    title: 'LSTM + attention',
    description: 'Each state looks back at the earlier ones. Two changes: compare it with the LSTM.',
    changes: [
      { path: 'model.cell', value: 'lstm' },
      { path: 'model.attention', value: 'additive' },
    ],
  },
  {
    id: '2-layers',
    title: 'LSTM, 2 layers',
    description: 'A second LSTM reads the states of the first. Two changes: compare it with the LSTM.',
    changes: [
      { path: 'model.cell', value: 'lstm' },
      { path: 'model.layers', value: 2 },
    ],
  },
  {
    id: 'attention',
    title: 'RNN + attention',
    description: 'Attention alone: a short way to early words without any gate.',
    changes: [{ path: 'model.attention', value: 'additive' }],
  },
  {
    id: 'plain-loss',
    title: 'No positive weights',
    description: 'Every label weighs the same whether it applies or not: what becomes of the rare ones?',
    changes: [{ path: 'training.positiveWeights', value: 'none' }],
  },
];

export const lstmRecipes: readonly BuiltInRecipe[] = [
  {
    id: 'lstm/rnn',
    title: lstmBaseline.name,
    description: 'A plain RNN, hidden 256, its last state alone, on the labels of WordNet.',
    recipe: lstmBaseline,
    parent: null,
  },
  ...lstmVariants.map((variant) => ({
    id: `lstm/${variant.id}`,
    title: variant.title,
    description: variant.description,
    recipe: withVariant(lstmBaseline, variant),
    parent: 'lstm/rnn',
  })),
];
