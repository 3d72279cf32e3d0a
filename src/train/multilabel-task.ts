import { mul, type Scalar, tensor1d, type Tensor1D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import { LabError } from '../base/errors.ts';
import type { EncodedSplit, PreparedData } from '../data/types.ts';
import type { ModelPieces } from '../models/pieces.ts';
import { TextClassifier } from '../models/text-classifier.ts';
import { bceWithLogits } from '../nn/losses.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Evaluation, Guess } from '../runs/types.ts';
import type { LabelledBatch } from './batches.ts';
import type { Classifier } from './classifier.ts';
import { noRows } from './classify-task.ts';
import { evaluateLabels } from './evaluate-labels.ts';
import { positiveWeights } from './multilabel-metrics.ts';
import { targetsOf } from './targets.ts';
import { guessesOfLabels } from './guesses.ts';
import { LabelledTexts } from './labelled-texts.ts';
import type { Between, MicroBatch, Task } from './task.ts';

/** Giving each text any number of labels: one yes-or-no question a label, binary cross-entropy over all of them. */
export class MultilabelTask implements Task {
  readonly model: Classifier;
  readonly rows: Task['rows'];
  readonly stepsPerEpoch: number;
  private readonly recipe: Recipe;
  private readonly data: PreparedData;
  private readonly texts: LabelledTexts;
  private readonly weights: Float32Array | null;
  private readonly weightTensor: Tensor1D | null;
  readonly timeGradient?: () => Promise<number[]>;

  /** @throws LabError `train/no-rows`, `train/one-class` where there is nothing to learn from. */
  constructor(
    recipe: Recipe,
    data: PreparedData,
    random: Random,
    dropoutRandom: Random,
    pieces: ModelPieces = {},
  ) {
    const { train } = data.splits;
    if (train.labels.length === 0) throw noRows();
    if (data.labels.length < 1)
      throw new LabError('train/one-class', 'There is no label to learn.', 'Choose another label column.');
    this.recipe = recipe;
    this.data = data;
    this.texts = new LabelledTexts(recipe, data, random, dropoutRandom, pieces);
    this.model = this.texts.model;
    this.rows = this.texts.rows;
    this.stepsPerEpoch = this.texts.stepsPerEpoch;
    const { positiveWeights: kind } = recipe.training;
    this.weights =
      kind === 'none'
        ? null
        : positiveWeights(supportOf(train, data.labels.length), train.labels.length, kind);
    this.weightTensor = this.weights && tensor1d(this.weights);
    const { model } = this;
    if (model instanceof TextClassifier) this.timeGradient = () => this.throughTime(model);
  }

  step(epoch: number, index: number): MicroBatch[] {
    const parts = this.texts.parts(epoch, index);
    const whole = parts.reduce((sum, { index: rows }) => sum + rows.length, 0) * this.data.labels.length;
    return parts.map((part) => ({
      loss: () => this.loss(part, whole),
      tokens: part.tokens.lengths.reduce((a, b) => a + b, 0),
    }));
  }

  async evaluate(
    split: 'validation' | 'test',
    between: Between,
    thresholds: readonly number[] | null = null,
  ): Promise<Evaluation> {
    return this.texts.reading(split, between, async (batches, forward) => {
      const evaluation = await evaluateLabels({
        ...{ split, batches, labels: this.data.labels, weights: this.weights, forward, between },
        // Thresholds are chosen on validation only: chosen on test they would praise themselves.
        thresholds:
          thresholds ??
          (this.recipe.training.thresholds === 'tuned' && split === 'validation' ? 'tuned' : 'half'),
      });
      return { ...evaluation, guesses: this.guesses(this.data.splits[split]) };
    });
  }

  private guesses(split: EncodedSplit): Guess[] {
    const { labels, splits } = this.data;
    const texts = Array.from(split.labels.keys());
    return guessesOfLabels(
      supportOf(splits.train, labels.length),
      splits.train.labels.length,
      Uint8Array.from(targetsOf(split, texts, labels.length)),
    );
  }

  private throughTime(model: TextClassifier): Promise<number[]> {
    const index = this.texts.train.longest(PROBE_TEXTS, PROBE_LENGTH);
    const batch = this.texts.train.gather(index);
    return model.timeGradient(batch.tokens, (logits) => {
      const targets = tensor2d(targetsOf(this.texts.train.split, index, this.data.labels.length), [
        index.length,
        this.data.labels.length,
      ]);
      return bceWithLogits(logits, targets, { posWeight: this.weightTensor });
    });
  }

  prepare(between: Between): Promise<string | null> {
    return this.texts.prepare(between);
  }

  dispose(): void {
    this.texts.dispose();
    this.weightTensor?.dispose();
  }

  private loss(part: LabelledBatch, whole: number): Scalar {
    return tidy(() => {
      const labels = this.data.labels.length;
      const targets = tensor2d(targetsOf(this.texts.train.split, part.index, labels), [
        part.index.length,
        labels,
      ]);
      const logits = this.texts.logits('train', part);
      const sum = bceWithLogits(logits, targets, { posWeight: this.weightTensor, reduction: 'sum' });
      return mul(sum, 1 / whole) as Scalar;
    });
  }
}

/** The gradient through time is measured on the longest texts of train: so many, of at most so many tokens. */
const PROBE_TEXTS = 8;
const PROBE_LENGTH = 48;

function supportOf({ setIds }: EncodedSplit, labels: number): number[] {
  const support = new Array<number>(labels).fill(0);
  for (const id of setIds ?? []) support[id] = (support[id] as number) + 1;
  return support;
}
