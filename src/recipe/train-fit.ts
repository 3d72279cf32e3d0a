import { LabError } from '../base/errors.ts';
import { freezeOf } from './bert-size.ts';
import { memoryWords } from './model-fit.ts';
import type { ModelSpec, Recipe } from './recipe.ts';
import { estimateMemory, parameterTable } from './size.ts';

/** Whether a run can fit the device at all, from its sizes alone: before anything of it is made. */

export interface HardLimits {
  /** For people: "WASM", "this graphics device". */
  name: string;
  /** All tensors together, in bytes; null: not known, so nothing is refused for it. */
  memory: number | null;
  /** One tensor, in bytes; null: as large as there is memory. */
  largestArray: number | null;
}

/** What the size of a model follows from besides its recipe. */
export interface Sizes {
  vocabularySize: number;
  /** Of a translator: the words of the target language. */
  classes: number;
  maxLength: number;
}

/** Bytes that a run holds at its first update, at the very least. */
interface Needed {
  weights: number;
  gradients: number;
  optimizer: number;
  total: number;
  /** The largest single weight. */
  largest: { name: string; bytes: number };
}

const FLOAT = 4;

/**
 * What is surely needed: weights, the gradients of all that learn, what the optimizer keeps of them. Activations, the
 * copy for a checkpoint and a second gradient of several batches come on top. Of a model that is frozen in part nothing
 * but the weights is counted.
 */
function neededFor(recipe: Recipe, { vocabularySize, classes, maxLength }: Sizes): Needed {
  const { model, training, task } = recipe;
  const rows = parameterTable(model, vocabularySize, classes, maxLength, task);
  const frozen = model.kind === 'bert' && freezeOf(model) !== 'none';
  // A pooler, or a head for the order, that the loss does not ask for has no gradient.
  const learns = rows.filter(({ part }) => !frozen && part !== 'pooler' && part !== 'order head');
  const { optimizer } = training;
  const slots = optimizer.kind !== 'sgd' ? 2 : optimizer.momentum > 0 ? 1 : 0;
  const weights = FLOAT * rows.reduce((sum, { count }) => sum + count, 0);
  const gradients = FLOAT * learns.reduce((sum, { count }) => sum + count, 0);
  const largest = rows.reduce((a, b) => (b.count > a.count ? b : a));
  return {
    weights,
    gradients,
    optimizer: slots * gradients,
    total: weights + gradients * (1 + slots),
    largest: { name: largest.name, bytes: FLOAT * largest.count },
  };
}

/**
 * Why a run cannot be trained on a device; null where that is not certain.
 * @returns LabError `train/too-large`: how much it takes, how much there is, what to take smaller
 */
export function tooLarge(recipe: Recipe, sizes: Sizes, limits: HardLimits): LabError | null {
  const { name, memory, largestArray } = limits;
  const { weights, gradients, optimizer, total, largest } = neededFor(recipe, sizes);
  if (memory !== null && total > memory)
    return new LabError(
      'train/too-large',
      `This model is too large for ${name}: its weights (${memoryWords(weights)}), their gradients (${memoryWords(gradients)}) and the optimizer (${memoryWords(optimizer)}) take ${memoryWords(total)}, and there are ${memoryWords(memory)} at most.`,
      smaller(recipe, sizes, limits),
    );
  if (largestArray !== null && largest.bytes > largestArray)
    return new LabError(
      'train/too-large',
      `This model is too large for ${name}: its largest weight, ${largest.name}, takes ${memoryWords(largest.bytes)}, and one array may take ${memoryWords(largestArray)} at most.`,
      smaller(recipe, sizes, limits),
    );
  return null;
}

/** What fits: of a recurrent model the first of its halved sizes that does. */
function smaller(recipe: Recipe, sizes: Sizes, limits: HardLimits): string {
  const { model } = recipe;
  if (model.kind === 'bert') return 'Take fewer layers, a smaller width or a smaller vocabulary.';
  const change = halved(model).find((sized) => {
    const candidate = { ...recipe, model: { ...model, ...sized } as ModelSpec };
    const { total } = estimateMemory(candidate, sizes.vocabularySize, sizes.classes, sizes.maxLength);
    const { largest } = neededFor(candidate, sizes);
    return total <= (limits.memory ?? Infinity) && largest.bytes <= (limits.largestArray ?? Infinity);
  });
  if (!change) return 'Take a smaller hidden and embedding size, fewer layers, and a smaller vocabulary.';
  const { hidden, embedding } = change;
  const words = [
    ...(hidden === model.hidden ? [] : [`a hidden size of ${hidden}`]),
    ...(embedding === model.embedding ? [] : [`an embedding size of ${embedding}`]),
  ];
  return `Take ${words.join(' and ')}, which fits, or fewer layers or a smaller vocabulary.`;
}

/** Smaller sizes, those nearest to the model's first: the hidden size by itself, the embedding by itself, both. */
function halved({ hidden, embedding }: { hidden: number; embedding: number }) {
  const found: { hidden: number; embedding: number }[] = [];
  for (let part = 2; part <= 64; part *= 2) {
    // Even, as a translator shares its hidden size between two directions.
    const [h, e] = [2 * Math.floor(hidden / part / 2), Math.floor(embedding / part)];
    if (h >= 2) found.push({ hidden: h, embedding });
    if (e >= 1) found.push({ hidden, embedding: e });
    if (h >= 2 && e >= 1) found.push({ hidden: h, embedding: e });
  }
  return found;
}
