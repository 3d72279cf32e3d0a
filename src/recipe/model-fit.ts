import { forwardOperations, innerWidth, textsInAPiece } from './bert-size.ts';
import type { BertModelSpec, Recipe } from './recipe.ts';
import { estimateMemory, parameterCount, parameterTable } from './size.ts';

/** Whether a published model fits a device, from its sizes alone: before anything of it is fetched or made. */

export interface DeviceLimits {
  /** What a page may use, in bytes. */
  memory: number;
  /** The largest single array that the device takes, in bytes; null: as large as there is memory. */
  largestArray: number | null;
}

export interface ModelFit {
  parameters: number;
  /** What a page may use. */
  memory: number;
  /** Bytes for reading with it, and for training a head on it where it is frozen. */
  reading: number;
  /** Bytes for training all of it, and texts of a batch at which that fits; null: at none. */
  training: { bytes: number; batch: number } | null;
  /** Operations of one text of so many tokens: read, and gone forward and backward when nothing is frozen. */
  work: { tokens: number; reading: number; training: number };
  verdict: 'go' | 'frozen' | 'no';
  /** What fits, and what would. */
  advice: string;
}

const TEXT_LENGTH = 128;
/** Texts that are read at a time where nothing learns. */
const READING_BATCH = 128;
/** Of the course; a smaller one adds up to it. */
const BATCH = 128;
const BATCHES = [BATCH, 64, 32, 16, 8, 4, 2, 1];
const FLOAT = 4;

/** What is there at one moment of a layer: states, queries, keys, values, and the wide inner states before and after. */
const statesOf = (model: BertModelSpec, texts: number, length: number): number =>
  FLOAT * texts * length * (6 * model.hidden + 2 * innerWidth(model));

/** "1.3 GB", "270 MB" */
export const memoryWords = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`;

/** "66 million" */
const millions = (count: number): string =>
  count < 1e6 ? `${Math.round(count / 1000)} thousand` : `${Math.round(count / 1e6)} million`;

/**
 * @param recipe a classifier that begins with the model
 * @param fileBytes of the weights as they are published
 */
export function fitOf(
  recipe: Recipe,
  vocabularySize: number,
  fileBytes: number,
  { memory, largestArray }: DeviceLimits,
): ModelFit {
  const model = recipe.model as BertModelSpec;
  const length = Math.min(TEXT_LENGTH, model.positions - 3);
  const classes = 2;
  const table = parameterTable(model, vocabularySize, classes, length);
  const parameters = parameterCount(table);
  const largest = FLOAT * Math.max(...table.map(({ count }) => count));
  // The file, one of its weights as it is put on the device, and the device's own copy of all.
  const weights = FLOAT * parameters + fileBytes + largest;
  const reading = weights + statesOf(model, READING_BATCH, length);
  const trainingAt = (batchSize: number): number =>
    fileBytes +
    estimateMemory(
      { ...recipe, training: { ...recipe.training, batchSize, accumulate: BATCH / batchSize } },
      vocabularySize,
      classes,
      length,
    ).total;
  const batch = BATCHES.find((size) => trainingAt(size) <= memory);
  const training = batch === undefined ? null : { bytes: trainingAt(batch), batch };
  const sizes = { vocabularySize, tokens: length };
  const forward = forwardOperations(recipe, model, sizes);
  const work = { tokens: length, reading: forward, training: 3 * forward };
  const fit = { parameters, memory, reading, training, work };
  if (largestArray !== null && largest > largestArray)
    return {
      ...fit,
      training: null,
      verdict: 'no',
      advice: `Its largest weight has ${memoryWords(largest)}, and this graphics device takes ${memoryWords(largestArray)} at a time. Choose WASM as the device, or a model with a smaller vocabulary.`,
    };
  if (reading > memory) {
    // A weight needs its bytes in the file and on the device.
    const most = Math.max(0, memory - statesOf(model, READING_BATCH, length)) / (2 * FLOAT);
    return {
      ...fit,
      training: null,
      verdict: 'no',
      advice: `Reading alone needs about ${memoryWords(reading)}, and a page has about ${memoryWords(memory)} here. Models of up to ${millions(most)} weights fit: DistilBERT has 66 million, rubert-tiny2 29 million.`,
    };
  }
  if (!training)
    return {
      ...fit,
      verdict: 'frozen',
      advice: `It fits as a frozen encoder and as a source of features (about ${memoryWords(reading)}). To fine-tune all of it needs ${memoryWords(trainingAt(1))} even with one text at a time, and a page has about ${memoryWords(memory)} here.`,
    };
  const { bytes } = training;
  const piece = textsInAPiece(recipe, model, sizes);
  const pieces = piece < training.batch ? `, ${piece === 1 ? 'a text' : `${piece} texts`} at a time` : '';
  return {
    ...fit,
    verdict: 'go',
    advice:
      training.batch === BATCH
        ? `It fits: about ${memoryWords(reading)} to read with it, ${memoryWords(bytes)} to fine-tune all of it in batches of ${BATCH}${pieces}.`
        : `It fits: about ${memoryWords(reading)} to read with it. To fine-tune all of it take a batch size of ${training.batch} and ${BATCH / training.batch} batches a step (about ${memoryWords(bytes)}).`,
  };
}
