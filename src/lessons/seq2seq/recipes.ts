import { type RecipeInput, recipeSchema } from '../../recipe/recipe.ts';
import type { BuiltInRecipe } from '../recipes.ts';

type Attention = 'none' | 'dot' | 'general' | 'additive';

/** The same for all four but for the attention, so that whatever differs is its doing. */
const translation = (name: string, attention: Attention): RecipeInput => ({
  name,
  task: 'translate',
  data: { source: { kind: 'builtin', id: 'captions' }, columns: { split: 'auto' } },
  model: {
    kind: 'seq2seq',
    layers: 1,
    embedding: 128,
    hidden: 256,
    bidirectional: true,
    dropout: 0.1,
    attention,
  },
  training: {
    optimizer: { kind: 'adam', lr: 3e-3 },
    schedule: { kind: 'linear', warmup: 0.05 },
    batchSize: 64,
    epochs: 2,
    clipNorm: 1,
    monitor: 'loss',
  },
});

const entry = (id: string, attention: Attention, title: string, description: string): BuiltInRecipe => ({
  id,
  title,
  description,
  recipe: recipeSchema.parse(translation(title, attention)),
  parent: id === 'seq2seq/plain' ? null : 'seq2seq/plain',
});

export const seq2seqRecipes: readonly BuiltInRecipe[] = [
  entry(
    'seq2seq/plain',
    'none',
    'Seq2Seq',
    'Captions from German to English through one vector: look at BLEU of the longest quarter.',
  ),
  entry(
    'attention/additive',
    'additive',
    'Additive attention',
    'The decoder looks back at the source by v·tanh(W₁h + W₂s).',
  ),
  entry('attention/dot', 'dot', 'Dot attention', 'The decoder looks back by s·h: no weight more.'),
  entry('attention/general', 'general', 'General attention', 'The decoder looks back by s·W·h.'),
];
