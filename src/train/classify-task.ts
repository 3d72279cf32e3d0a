import { mul, type Scalar, tensor1d, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import { LabError } from '../base/errors.ts';
import type { PreparedData, SplitName } from '../data/types.ts';
import type { ModelPieces } from '../models/pieces.ts';
import { crossEntropy } from '../nn/losses.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Evaluation } from '../runs/types.ts';
import { Batches, type LabelledBatch, readingOf } from './batches.ts';
import { type Classifier, classifierFor } from './classifier.ts';
import { evaluate } from './evaluate.ts';
import { evaluationBatch } from './evaluation-batch.ts';
import { balancedWeights } from './metrics.ts';
import { guessesOfClass } from './guesses.ts';
import { type FrozenPart, frozenPartOf } from './frozen-part.ts';
import { cutIntoPieces, type MostTexts, mostTexts } from './pieces.ts';
import type { Between, MicroBatch, Task } from './task.ts';
import { TrainedPredictions } from './trained-predictions.ts';

/** Choosing one class for each text. */
export class ClassifyTask implements Task {
  readonly model: Classifier;
  readonly rows: Task['rows'];
  readonly stepsPerEpoch: number;
  private readonly recipe: Recipe;
  private readonly data: PreparedData;
  private readonly train: Batches;
  /** Weight of each class in the loss; null: all weigh the same. */
  private readonly weights: Float32Array | null;
  private readonly weightTensor: Tensor1D | null;
  private readonly frozen: FrozenPart | null;
  private readonly readAtOnce: number;
  private readonly most: MostTexts;
  /** Of BERT, which is fine-tuned for few epochs: how they go is of interest. */
  private readonly trained: TrainedPredictions | null;
  private epoch: { number: number; batches: Uint32Array[] } | null = null;

  /** @throws LabError `train/no-rows`, `train/one-class` where there is nothing to learn from. */
  constructor(
    recipe: Recipe,
    data: PreparedData,
    random: Random,
    dropoutRandom: Random,
    pieces: ModelPieces = {},
  ) {
    const { labels } = data.splits.train;
    if (labels.length === 0) throw noRows();
    if (data.labels.length < 2)
      throw new LabError(
        'train/one-class',
        `There is nothing to tell apart: all labels are “${data.labels[0] ?? ''}”.`,
        'Choose a label column with at least two different values.',
      );
    this.recipe = recipe;
    this.data = data;
    this.readAtOnce = evaluationBatch(recipe, data.maxLength);
    this.train = this.batches('train', recipe.training.batchSize);
    const { validation, test } = data.splits;
    this.rows = { train: labels.length, validation: validation.labels.length, test: test.labels.length };
    this.stepsPerEpoch = Math.ceil(this.train.count / recipe.training.accumulate);
    this.weights = recipe.training.balancedLoss ? balancedWeights(labels, data.labels.length) : null;
    this.model = classifierFor(recipe, data, random, dropoutRandom, pieces);
    this.frozen = frozenPartOf(this.model, recipe, data);
    // Where the encoder is not run through no batch is large.
    this.most = this.frozen?.readsEncoder === false ? () => Infinity : mostTexts(recipe, data);
    this.trained = recipe.model.kind === 'bert' ? new TrainedPredictions(data.labels.length) : null;
    this.weightTensor = this.weights && tensor1d(this.weights);
  }

  step(epoch: number, index: number): MicroBatch[] {
    const { training, seed } = this.recipe;
    if (this.epoch?.number !== epoch) {
      this.trained?.forget();
      this.epoch = { number: epoch, batches: this.train.epoch(seed, epoch, training.sortByLength) };
    }
    const start = index * training.accumulate;
    const batches = this.epoch.batches.slice(start, start + training.accumulate);
    const parts = cutIntoPieces(batches, (text) => this.train.length(text), this.most).map((piece) =>
      this.train.gather(piece),
    );
    // The mean over the whole step, so that many small batches equal a large one, a shorter last one included.
    const whole = parts.reduce((sum, part) => sum + this.weightOf(part), 0);
    return parts.map((part) => ({
      loss: () => this.loss(part, whole),
      tokens: part.tokens.lengths.reduce((a, b) => a + b, 0),
    }));
  }

  async evaluate(split: 'validation' | 'test', between: Between): Promise<Evaluation> {
    await this.frozen?.fill(split, this.batches(split, this.readAtOnce), between);
    this.model.eval();
    try {
      const evaluation = await evaluate({
        split,
        batches: this.batches(split, this.readAtOnce),
        labels: this.data.labels,
        weights: this.weights,
        forward: (batch) => this.logits(split, batch),
        between,
      });
      const { splits, labels } = this.data;
      return {
        ...evaluation,
        guesses: guessesOfClass(splits.train.labels, splits[split].labels, labels.length),
      };
    } finally {
      this.model.train();
    }
  }

  prepare(between: Between): Promise<string | null> {
    return this.frozen?.prepare(this.batches('train', this.readAtOnce), between) ?? Promise.resolve(null);
  }

  async trainedMacroF1(): Promise<number | null> {
    return this.trained?.macroF1(this.rows.train) ?? null;
  }

  dispose(): void {
    this.trained?.forget();
    this.model.dispose();
    this.weightTensor?.dispose();
  }

  private loss(part: LabelledBatch, whole: number): Scalar {
    return tidy(() => {
      const logits = this.logits('train', part);
      this.trained?.see(logits, part.labels);
      const sum = crossEntropy(logits, part.labels, { weight: this.weightTensor, reduction: 'sum' });
      return mul(sum, 1 / whole) as Scalar;
    });
  }

  private weightOf({ labels }: LabelledBatch): number {
    const { weights } = this;
    return weights ? labels.reduce((sum, label) => sum + (weights[label] as number), 0) : labels.length;
  }

  /** Through the whole model; of one that is frozen, in part or not, through what learns of it. */
  private logits(split: SplitName, batch: LabelledBatch): Tensor2D {
    return this.frozen?.logits(split, batch) ?? this.model.forward(batch.tokens);
  }

  private batches(split: SplitName, batchSize: number): Batches {
    return new Batches(this.data.splits[split], {
      batchSize,
      ...readingOf(this.recipe, this.data),
    });
  }
}

export const noRows = (): LabError =>
  new LabError(
    'train/no-rows',
    'There is no text to train on: the train part is empty.',
    'Give validation and test a smaller share, or check which columns hold text and label.',
  );
