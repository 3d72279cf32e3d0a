import { type RecipeInput, recipeSchema } from '../../recipe/recipe.ts';
import type { BuiltInRecipe } from '../recipes.ts';

/**
 * Definitions of WordNet. The split is drawn by a seed of its own and not by class, so that pretraining and fine-tuning
 * hold out the same texts whatever their seeds are.
 */
const definitions = {
  source: { kind: 'builtin', id: 'wordnet-lexicographer' },
  columns: { text: 'text', label: 'label' },
  split: { validation: 0.02, test: 0.05, stratify: false, seed: 0, duplicates: 'train-only' },
} satisfies RecipeInput['data'];

const text = {
  // BERT's own rules separate the marks.
  normalise: { punctuation: 'keep' },
  tokenizer: { kind: 'wordpiece', vocabularySize: 8000 },
  maxLength: { kind: 'fixed', value: 48 },
} satisfies RecipeInput['text'];

const tiny = { kind: 'bert', layers: 2, hidden: 128, heads: 2, positions: 64 } satisfies RecipeInput['model'];

const pretrain: RecipeInput = {
  name: 'BERT, pretraining',
  task: 'pretrain',
  data: definitions,
  text,
  model: tiny,
  training: {
    optimizer: { kind: 'adamw', lr: 1e-3, weightDecay: 0.01, noDecay: 'biases-and-norms' },
    schedule: { kind: 'linear', warmup: 0.05 },
    batchSize: 64,
    epochs: 4,
    clipNorm: 1,
    monitor: 'loss',
  },
};

const finetune = (name: string): RecipeInput => ({
  name,
  task: 'classify',
  data: { ...definitions, trainLimit: 5000 },
  text,
  model: tiny,
  training: {
    optimizer: { kind: 'adamw', lr: 5e-4, weightDecay: 0.01, noDecay: 'biases-and-norms' },
    schedule: { kind: 'linear', warmup: 0.06 },
    batchSize: 32,
    epochs: 6,
    clipNorm: 1,
    monitor: 'weightedF1',
  },
});

export const bertRecipes: readonly BuiltInRecipe[] = [
  {
    id: 'bert/pretrain',
    title: 'Pretraining',
    description: 'Masked words and the order of halves, on the definitions of WordNet without their labels.',
    recipe: recipeSchema.parse(pretrain),
    parent: null,
  },
  {
    id: 'bert/finetune',
    title: 'From scratch',
    description:
      'A tiny BERT on 5,000 labelled definitions, its weights drawn at random: what has it to go by?',
    recipe: recipeSchema.parse(finetune('BERT, from scratch')),
    parent: null,
  },
];
