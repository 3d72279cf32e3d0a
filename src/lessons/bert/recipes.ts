import { type RecipeInput, recipeSchema } from '../../recipe/recipe.ts';
import type { BuiltInRecipe } from '../recipes.ts';

/**
 * Definitions of WordNet. The split is drawn by a seed of its own and not by class, so that pretraining and fine-tuning
 * hold out the same texts whatever their seeds are.
 */
const definitions = {
  source: { kind: 'builtin', id: 'wordnet-lexicographer' },
  columns: { text: 'text', label: 'label', split: 'auto' },
  split: { validation: 0.02, test: 0.05, stratify: false, seed: 0, duplicates: 'train-only' },
} satisfies RecipeInput['data'];

const text = {
  // BERT's own rules separate the marks.
  normalise: { punctuation: 'keep' },
  tokenizer: { kind: 'wordpiece', vocabularySize: 8000 },
  maxLength: { kind: 'fixed', value: 48 },
} satisfies RecipeInput['text'];

/** The deviation is near 1 / √width, as 0.02 is for a width of 768: with 0.02 the heads look everywhere alike for thousands of steps. */
const tiny = {
  ...{ kind: 'bert', layers: 2, hidden: 128, heads: 2, positions: 64 },
  initializerRange: 0.08,
} satisfies RecipeInput['model'];

const pretrain: RecipeInput = {
  name: 'BERT, pretraining',
  task: 'pretrain',
  data: definitions,
  text,
  // So small a model does not learn its texts by heart in a few epochs: dropout would only slow it down.
  model: { ...tiny, dropout: 0, attentionDropout: 0 },
  training: {
    optimizer: {
      ...{ kind: 'adamw', lr: 2e-3, betas: [0.9, 0.98], weightDecay: 0.01 },
      noDecay: 'biases-and-norms',
    },
    schedule: { kind: 'linear', warmup: 0.05 },
    batchSize: 64,
    epochs: 2,
    // What each epoch brings is asked below: fine-tuning begins after these as well.
    keepEpochs: [1, 2, 4],
    evaluateEvery: 500,
    clipNorm: 1,
    // Definitions are short: with BERT's 15% there are two questions in a text.
    pretraining: { maskShare: 0.2 },
    monitor: 'loss',
  },
};

const finetune = (name: string, init: 'scratch' | 'pretrained' | 'frozen'): RecipeInput => ({
  name,
  task: 'classify',
  data: { ...definitions, trainLimit: 5000 },
  text,
  model: {
    ...tiny,
    init:
      init === 'scratch'
        ? { kind: 'scratch' }
        : { kind: 'builtin', id: 'bert-wordnet', freeze: init === 'frozen' ? 'all' : 'none', take: 'all' },
  },
  training: {
    optimizer: { kind: 'adamw', lr: 1e-3, weightDecay: 0.01, noDecay: 'biases-and-norms' },
    schedule: { kind: 'linear', warmup: 0.06 },
    batchSize: 32,
    epochs: 6,
    clipNorm: 1,
    monitor: 'weightedF1',
  },
});

export const bertPretrain = recipeSchema.parse(pretrain);
export const bertFinetune = recipeSchema.parse(finetune('BERT, from scratch', 'scratch'));

export const bertRecipes: readonly BuiltInRecipe[] = [
  {
    id: 'bert/pretrain',
    title: 'Pretraining',
    description: 'Masked words and the order of halves, on the definitions of WordNet without their labels.',
    recipe: bertPretrain,
    parent: null,
  },
  {
    id: 'bert/finetune',
    title: 'From scratch',
    description:
      'A tiny BERT on 5,000 labelled definitions, its weights drawn at random: what has it to go by?',
    recipe: bertFinetune,
    parent: null,
  },
  {
    id: 'bert/pretrained',
    title: 'Pretrained',
    description:
      'The same with the encoder that the lab brings, pretrained on all definitions without their labels.',
    recipe: recipeSchema.parse(finetune('BERT, pretrained', 'pretrained')),
    parent: 'bert/finetune',
  },
  {
    id: 'bert/frozen',
    title: 'Frozen',
    description:
      'The pretrained encoder stays as it is, only the head on top learns: what does it know already?',
    recipe: recipeSchema.parse(finetune('BERT, frozen', 'frozen')),
    parent: 'bert/finetune',
  },
];
