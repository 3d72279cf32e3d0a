import { withVariant, type Variant } from '../../runs/variant.ts';
import type { BuiltInRecipe } from '../recipes.ts';
import { seq2seqBaseline } from '../seq2seq/recipes.ts';

const scored = (value: string) => [{ path: 'model.attention', value }];

/** The same as without attention, so that whatever differs is its doing. */
export const attentionBaseline = withVariant(seq2seqBaseline, {
  title: 'Additive attention',
  changes: scored('additive'),
});

export const attentionVariants: readonly Variant[] = [
  {
    id: 'dot',
    title: 'Dot attention',
    description: 'The decoder looks back by s·h: no weight more.',
    changes: scored('dot'),
  },
  {
    id: 'general',
    title: 'General attention',
    description: 'The decoder looks back by s·W·h.',
    changes: scored('general'),
  },
  {
    id: 'free',
    title: 'No coverage',
    description: 'Nothing is asked of the attention but the next word: what becomes of the alignment?',
    changes: [{ path: 'training.coverage', value: 0 }],
  },
  {
    id: 'none',
    title: 'No attention',
    description: 'The last state alone, to compare with.',
    changes: scored('none'),
  },
];

export const attentionRecipes: readonly BuiltInRecipe[] = [
  {
    id: 'attention/additive',
    title: attentionBaseline.name,
    description: 'The decoder looks back at the source by v·tanh(W₁h + W₂s).',
    recipe: attentionBaseline,
    parent: 'seq2seq/plain',
  },
  ...attentionVariants.map((variant) => ({
    id: `attention/${variant.id}`,
    title: variant.title,
    description: variant.description,
    recipe: withVariant(attentionBaseline, variant),
    parent: 'attention/additive',
  })),
];
