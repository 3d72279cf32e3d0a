import { forwardOperations, innerWidth, MOST_FROZEN_BYTES, textsInAPiece } from './bert-size.ts';
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

/** A BERT of the proportions of BERT base, so wide. */
const proportioned = (model: BertModelSpec, hidden: number): BertModelSpec => ({
  ...model,
  ...{ architecture: 'bert', positions: 512, hidden, intermediate: null, heads: 1 },
  layers: Math.max(1, Math.round(hidden / 64)),
});

/** What reading takes at most: the file, one of its weights as it is put on the device, the device's own copy of all, and the states. */
const readingBytes = (
  model: BertModelSpec,
  { parameters, fileBytes, largest }: { parameters: number; fileBytes: number; largest: number },
  length: number,
): number => FLOAT * parameters + fileBytes + largest + statesOf(model, READING_BATCH, length);

/**
 * The most weights that can be read with, of models with this vocabulary and this kind of file, deeper as they are wider.
 * The refused model's own shape does not count: it says what would fit instead.
 */
function mostWeights(
  model: BertModelSpec,
  vocabularySize: number,
  bytesPerWeight: number,
  memory: number,
): number {
  let most = 0;
  for (let hidden = 16; hidden <= 8192; hidden += 16) {
    const spec = proportioned(model, hidden);
    const table = parameterTable(spec, vocabularySize, 2, TEXT_LENGTH);
    const parameters = parameterCount(table);
    const sizes = {
      parameters,
      fileBytes: bytesPerWeight * parameters,
      largest: FLOAT * Math.max(...table.map(({ count }) => count)),
    };
    if (readingBytes(spec, sizes, TEXT_LENGTH) > memory) break;
    most = parameters;
  }
  return most;
}

/** Upper layers that can be trained with one text at a time where all of them cannot, the lower ones frozen. */
function upperLayers(recipe: Recipe, vocabularySize: number, fileBytes: number, memory: number): number {
  const model = recipe.model as BertModelSpec;
  const table = parameterTable(model, vocabularySize, 2, TEXT_LENGTH);
  const all = parameterCount(table);
  const layerOf = (part: string): number =>
    Number(/^layer (\d+)/.exec(part)?.[1] ?? (/pooler|head/.test(part) ? Infinity : 0));
  const one = { ...recipe, training: { ...recipe.training, batchSize: 1, accumulate: BATCH } };
  const { parameters, gradients, optimizer, activations } = estimateMemory(
    one,
    vocabularySize,
    2,
    TEXT_LENGTH,
  );
  for (let layers = model.layers - 1; layers > 0; layers--) {
    const learns = table.filter(({ part }) => layerOf(part) > model.layers - layers);
    const bytes =
      fileBytes +
      2 * parameters +
      (gradients + optimizer) * (parameterCount(learns) / all) +
      activations * (layers / model.layers) +
      MOST_FROZEN_BYTES;
    if (bytes <= memory) return layers;
  }
  return 0;
}

/** "the upper 3 of 12 layers" */
const upperWords = (layers: number, of: number): string =>
  layers === 0
    ? ''
    : ` ${layers === 1 ? 'The uppermost' : `The upper ${layers}`} of ${of} layers can be trained, one text at a time: freeze it up to layer ${of - layers}.`;

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
  const reading = readingBytes(model, { parameters, fileBytes, largest }, length);
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
    const most = Math.min(parameters - 1, mostWeights(model, vocabularySize, fileBytes / parameters, memory));
    return {
      ...fit,
      training: null,
      verdict: 'no',
      advice: `Reading alone needs about ${memoryWords(reading)}, and a page has about ${memoryWords(memory)} here. Models of up to about ${millions(most)} weights fit: DistilBERT has 66 million, rubert-tiny2 29 million.`,
    };
  }
  if (!training)
    return {
      ...fit,
      verdict: 'frozen',
      advice: `It fits as a frozen encoder and as a source of features (about ${memoryWords(reading)}). To fine-tune all of it needs ${memoryWords(trainingAt(1))} even with one text at a time, and a page has about ${memoryWords(memory)} here.${upperWords(upperLayers(recipe, vocabularySize, fileBytes, memory), model.layers)}`,
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
