import { recipeSchema } from '../../recipe/recipe.ts';
import { type Variant, withVariant } from '../../runs/variant.ts';
import type { BuiltInRecipe } from '../recipes.ts';

/** Captions from German to English through the encoder's last state alone. */
export const seq2seqBaseline = recipeSchema.parse({
  name: 'Seq2Seq',
  task: 'translate',
  data: { source: { kind: 'builtin', id: 'captions' }, columns: { split: 'auto' } },
  model: {
    kind: 'seq2seq',
    layers: 1,
    embedding: 128,
    hidden: 256,
    bidirectional: true,
    dropout: 0.1,
    attention: 'none',
  },
  training: {
    optimizer: { kind: 'adam', lr: 3e-3 },
    schedule: { kind: 'linear', warmup: 0.05 },
    batchSize: 64,
    epochs: 2,
    clipNorm: 1,
    // Of no effect without attention; here, so that attention is all that its variant changes.
    coverage: 0.3,
    monitor: 'loss',
  },
});

export const seq2seqVariants: readonly Variant[] = [
  {
    id: 'attention',
    title: 'With attention',
    description: 'The decoder looks back at the source: what becomes of the longest quarter?',
    changes: [{ path: 'model.attention', value: 'additive' }],
  },
  {
    id: 'reversed',
    title: 'Source reversed',
    description:
      'The source is read from its end, so that its first word is nearest to the first of the target.',
    changes: [{ path: 'data.reverseSource', value: true }],
  },
  {
    id: 'wide',
    title: 'Hidden 512',
    description: 'A vector twice as wide: is that what was missing?',
    changes: [{ path: 'model.hidden', value: 512 }],
  },
  {
    id: 'own-words',
    title: 'Half its own words',
    description:
      'Teacher forcing 0.5: in training the decoder lives with its own mistakes. It takes longer a step.',
    changes: [{ path: 'training.teacherForcing.ratio', value: 0.5 }],
  },
  {
    id: 'weaned',
    title: 'Weaned off',
    description: 'Teacher forcing from 1 to 0, a little less with every step.',
    changes: [{ path: 'training.teacherForcing.kind', value: 'linear' }],
  },
];

export const seq2seqRecipes: readonly BuiltInRecipe[] = [
  {
    id: 'seq2seq/plain',
    title: seq2seqBaseline.name,
    description: 'Captions from German to English through one vector: look at BLEU of the longest quarter.',
    recipe: seq2seqBaseline,
    parent: null,
  },
  ...seq2seqVariants.map((variant) => ({
    id: `seq2seq/${variant.id}`,
    title: variant.title,
    description: variant.description,
    recipe: withVariant(seq2seqBaseline, variant),
    parent: 'seq2seq/plain',
  })),
];
