import { Random } from '../base/random.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { RecipeInput } from '../recipe/recipe.ts';
import { parameterTable, storedWeights } from '../recipe/size.ts';
import type { Evaluation, EvaluationPoint, RunResult } from '../runs/types.ts';
import type { BundleContent } from './bundle.ts';
import { writeSafetensors } from './safetensors.ts';

const WORDS = ['<pad>', '<unk>', 'the', 'cat', ',', "don't", '__proto__', '😀', 'ёж', '"', 'a\\b'];
const LABELS = ['noun.act', 'noun, with "quotes"', 'существо'];

/** Weights for a recipe, drawn at random: what a bundle holds before anything was learnt. */
export function randomWeights(
  content: Pick<BundleContent, 'recipe' | 'vocabulary' | 'labels' | 'maxLength'>,
  seed = 1,
): Uint8Array {
  const random = new Random(seed, 'weights');
  const { recipe, vocabulary, labels, maxLength } = content;
  return writeSafetensors(
    storedWeights(parameterTable(recipe.model, vocabulary.length, labels.length, maxLength, recipe.task)).map(
      ({ name, shape }) => ({
        name,
        shape,
        data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.5 * random.normal()),
      }),
    ),
    { format: 'pt' },
  );
}

const scores = { loss: 0.1 + 0.2, accuracy: 2 / 3, macroF1: 1 / 3, microF1: 2 / 3, weightedF1: 1e-7 };

function evaluation(split: 'validation' | 'test'): Evaluation {
  return {
    ...scores,
    split,
    confusion: [
      [3, 0, 1],
      [0, 0, 0],
      [2, 0, 3],
    ],
    perClass: LABELS.map((label) => ({ label, precision: 0.5, recall: 1 / 3, f1: 0.4, support: 3 })),
    wrong: [{ row: 17, label: 0, predicted: 2, loss: 3.5, probabilities: [0.1, 0.2, 0.7] }],
  };
}

const at = (step: number): EvaluationPoint => ({ ...scores, step, epoch: step / 2, split: 'validation' });

export const result: RunResult = {
  steps: 3,
  seconds: 1.5,
  secondsPerStep: 0.5,
  best: at(2),
  last: at(3),
  validation: evaluation('validation'),
  test: evaluation('test'),
};

/** A small bundle with awkward words and labels. */
export function smallBundle(input: RecipeInput = {}, overrides: Partial<BundleContent> = {}): BundleContent {
  const recipe = parseRecipe({
    name: 'small',
    model: { embedding: 4, hidden: 3, head: { hidden: 5 } },
    ...input,
  });
  const names = parameterTable(recipe.model, WORDS.length, LABELS.length, 6);
  const content = { recipe, vocabulary: WORDS, labels: LABELS, maxLength: 6, ...overrides };
  return {
    ...content,
    weights: randomWeights(content),
    history: {
      step: [1, 2, 3],
      loss: [1.1, NaN, 1 / 3],
      lr: [0.001, 1e-7, 0.0009],
      gradNorm: [5, Infinity, 0],
      evaluations: [at(2), at(3), { ...at(3), split: 'test' }],
      gradients: [1, 3].map((step) => ({
        step,
        mean: names.map((_, i) => i / 7),
        max: names.map((_, i) => i * 1e-9),
      })),
    },
    result,
    ...overrides,
  };
}
