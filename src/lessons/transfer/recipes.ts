import { type Freeze, type RecipeInput, recipeSchema } from '../../recipe/recipe.ts';
import type { BuiltInRecipe } from '../recipes.ts';

/** Definitions of WordNet by their topic: few labels, as that is when a pretrained model is of use. */
const data = {
  source: { kind: 'builtin', id: 'wordnet-topics' },
  columns: { text: 'text', label: 'label' },
  split: { validation: 0.05, test: 0.1, stratify: true, seed: 0 },
  trainLimit: 2000,
} satisfies RecipeInput['data'];

/** As the model of the lab was pretrained. */
const text = {
  normalise: { punctuation: 'keep' },
  tokenizer: { kind: 'wordpiece', vocabularySize: 8000 },
  maxLength: { kind: 'fixed', value: 48 },
} satisfies RecipeInput['text'];

/** A head alone learns at rates at which a whole model forgets what it knew. */
const rateOf = (freeze: Freeze): number => (freeze === 'all' ? 1e-2 : 1e-3);

const finetune = (name: string, freeze: Freeze): RecipeInput => ({
  name,
  task: 'classify',
  data,
  text,
  model: {
    ...{ kind: 'bert', layers: 2, hidden: 128, heads: 2, positions: 64, initializerRange: 0.08 },
    init: { kind: 'builtin', id: 'bert-wordnet', freeze },
  },
  training: {
    optimizer: { kind: 'adamw', lr: rateOf(freeze), weightDecay: 0.01, noDecay: 'biases-and-norms' },
    // Once an epoch, by a tenth.
    schedule: { kind: 'exponential', gamma: 0.9 },
    batchSize: 32,
    epochs: 6,
    clipNorm: 1,
    monitor: 'macroF1',
  },
});

export const transferBase = recipeSchema.parse(finetune('BERT, all of it', 'none'));

export const transferRecipes: readonly BuiltInRecipe[] = [
  {
    id: 'transfer/unfrozen',
    title: 'All of it',
    description: 'The pretrained encoder and the head learn together, at a small rate.',
    recipe: transferBase,
    parent: null,
  },
  {
    id: 'transfer/frozen',
    title: 'Frozen',
    description:
      'The encoder stays as it is: what it makes of the texts is computed once, and an epoch is the work of the head alone.',
    recipe: recipeSchema.parse(finetune('BERT, frozen', 'all')),
    parent: 'transfer/unfrozen',
  },
  {
    id: 'transfer/first-layer',
    title: 'First layer frozen',
    description: 'The embeddings and the first layer stay as they are, what lies above them learns.',
    recipe: recipeSchema.parse(finetune('BERT, first layer frozen', 1)),
    parent: 'transfer/unfrozen',
  },
];
