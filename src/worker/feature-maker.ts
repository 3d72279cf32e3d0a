import { type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { durationWords } from '../base/duration.ts';
import { LabError } from '../base/errors.ts';
import { Random } from '../base/random.ts';
import { type EncodedSplit, type PreparedData, SPLITS, type SplitName } from '../data/types.ts';
import { BertForSequenceClassification, meanOfTokens, tokensAt } from '../models/bert/bert.ts';
import type { BertBatch } from '../models/bert/parts.ts';
import { bertModel } from '../recipe/model.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { FeatureSplit } from '../stats/features.ts';
import { type FeatureRecord, keepFeatures, keptFeatures } from '../storage/features.ts';
import { Batches, readingOf } from '../train/batches.ts';
import { classifierFor } from '../train/classifier.ts';
import { evaluationBatch } from '../train/evaluation-batch.ts';
import { type BegunFeatures, featuresOf } from '../train/features.ts';
import { yieldToMessages } from '../train/yield.ts';
import type { FeatureReading, FeatureRequest, FeaturesMade, JobProgress } from './protocol.ts';

/** Features that were not read to their end. */
interface Begun {
  /** Names what they follow from. */
  key: string;
  splits: Map<SplitName, BegunFeatures>;
  /** What that took. */
  seconds: number;
}

/** Features under way, each to be cancelled by its id. */
export class FeatureJobs {
  private readonly jobs = new Map<string, AbortController>();
  /** What the last one that was stopped had read: asked for again, it goes on there. */
  private begun: Begun | null = null;

  /** @param onLoaded the model has its weights: those in the data are needed no more */
  async make(
    jobId: string,
    request: FeatureRequest,
    tell: (progress: JobProgress) => void,
    onLoaded: () => void = () => undefined,
  ): Promise<FeaturesMade> {
    const controller = new AbortController();
    this.jobs.set(jobId, controller);
    try {
      const key = await nameOf(request.recipe, request.data, request.reading);
      if (this.begun?.key !== key) this.begun = { key, splits: new Map(), seconds: 0 };
      const made = await makeFeatures(request, this.begun, controller.signal, tell, onLoaded);
      this.begun = null;
      return made;
    } finally {
      this.jobs.delete(jobId);
    }
  }

  cancel(jobId: string): void {
    this.jobs.get(jobId)?.abort();
  }
}

/**
 * The features of all texts of a data set by a pretrained encoder, kept under the name of what they follow from: the
 * weights, the ids of the texts and what is read of them. Asked for again, they are there.
 */
async function makeFeatures(
  { recipe, data, reading }: FeatureRequest,
  begun: Begun,
  signal: AbortSignal,
  tell: (progress: JobProgress) => void,
  onLoaded: () => void,
): Promise<FeaturesMade> {
  if (recipe.task !== 'classify')
    throw new LabError(
      'features/task',
      `Features are of texts that have one label each, and the task is ${recipe.task}.`,
      'Set task to classify.',
    );
  const { key } = begun;
  const kept = await keptFeatures(key);
  if (kept) return made(kept, true);
  const random = new Random(recipe.seed, 'weights');
  const model = classifierFor(recipe, data, random, random);
  onLoaded();
  if (!(model instanceof BertForSequenceClassification)) {
    model.dispose();
    throw new LabError('features/no-bert', 'This recipe has no BERT.', 'Choose a model of kind bert.');
  }
  model.eval();
  const began = performance.now() - 1000 * begun.seconds;
  const total = SPLITS.reduce((sum, split) => sum + data.splits[split].labels.length, 0);
  let before = 0;
  let timed = performance.now();
  let first: number | null = null;
  const between = async (done: number): Promise<void> => {
    const all = before + done;
    // What was read before the interrupt took none of this time.
    first ??= all;
    const perText = (performance.now() - timed) / 1000 / Math.max(1, all - first);
    const left = all > first && all < total ? ` · ${durationWords(perText * (total - all))} left` : '';
    if (all === first) timed = performance.now();
    tell({ phase: `reading the texts · ${numbered(all)} of ${numbered(total)}${left}`, done: all, total });
    await yieldToMessages();
    if (signal.aborted) throw new LabError('cancelled', 'Cancelled.');
  };
  try {
    const splits = {} as Record<SplitName, FeatureSplit>;
    let width = bertModel(recipe, data.maxLength).hidden;
    for (const split of SPLITS) {
      const batches = new Batches(data.splits[split], {
        batchSize: evaluationBatch(recipe, data.maxLength),
        ...readingOf(recipe, data),
      });
      const known = begun.splits.get(split) ?? {
        batches: 0,
        table: { width: 0, values: new Float32Array(0) },
      };
      begun.splits.set(split, known);
      const table = await featuresOf((batch) => vectorsOf(model, batch, reading), batches, between, known);
      before += batches.rows;
      width = table.width || width;
      const { labels, rows } = data.splits[split];
      splits[split] = { values: table.values, labels, rows };
    }
    const seconds = (performance.now() - began) / 1000;
    const record = { key, width, labels: data.labels, splits, usedAt: Date.now(), seconds };
    if (!(await keepFeatures(record)))
      throw new LabError(
        'storage/closed',
        'This browser gives the page no storage, so the features could not be kept.',
        'Private windows often forbid it: open the lab in an ordinary window.',
      );
    return made(record, false);
  } finally {
    begun.seconds = (performance.now() - began) / 1000;
    model.dispose();
  }
}

const numbered = (count: number): string => count.toLocaleString('en');

/** [rows, H]: the last state of `[CLS]`, or the mean of the last states of all tokens but padding. */
function vectorsOf(
  { bert }: BertForSequenceClassification,
  batch: BertBatch,
  reading: FeatureReading,
): Tensor2D {
  return tidy(() => {
    const hidden = bert.forward(batch);
    if (reading === 'mean') return meanOfTokens(hidden, batch.lengths);
    return tokensAt(
      hidden,
      Int32Array.from({ length: batch.rows }, (_, b) => b * batch.length),
    );
  });
}

const made = ({ key, width, labels, splits, seconds }: FeatureRecord, reused: boolean): FeaturesMade => ({
  ...{ key, width, labels, seconds, reused },
  rows: {
    train: splits.train.rows.length,
    validation: splits.validation.rows.length,
    test: splits.test.rows.length,
  },
});

/** SHA-256 over all that the features follow from. */
async function nameOf(recipe: Recipe, data: PreparedData, reading: FeatureReading): Promise<string> {
  const model = { ...bertModel(recipe, data.maxLength), init: null };
  const words = JSON.stringify([2, reading, model, data.labels, data.pretrained ? null : recipe.seed]);
  const parts: Uint8Array[] = [new TextEncoder().encode(words)];
  if (data.pretrained) parts.push(...piecesOf(data.pretrained));
  for (const split of SPLITS) parts.push(...bytesOf(data.splits[split]));
  // One after the other: each is copied while it is digested.
  const digests: ArrayBuffer[] = [];
  for (const part of parts) digests.push(await crypto.subtle.digest('SHA-256', part as BufferSource));
  const all = await crypto.subtle.digest('SHA-256', await new Blob(digests).arrayBuffer());
  return Array.from(new Uint8Array(all), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Of a large file as much as may stand in memory twice. */
const PIECE_BYTES = 16e6;

const piecesOf = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / PIECE_BYTES) }, (_, i) =>
    bytes.subarray(i * PIECE_BYTES, (i + 1) * PIECE_BYTES),
  );

const bytesOf = ({ rows, offsets, tokens, labels }: EncodedSplit): Uint8Array[] =>
  [rows, offsets, tokens, labels].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
