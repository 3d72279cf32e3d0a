import { mul, type Scalar, tensor1d, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import { LabError } from '../base/errors.ts';
import type { PreparedData } from '../data/types.ts';
import type { ModelPieces } from '../models/pieces.ts';
import { crossEntropy } from '../nn/losses.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Evaluation } from '../runs/types.ts';
import type { LabelledBatch } from './batches.ts';
import type { Classifier } from './classifier.ts';
import { evaluate } from './evaluate.ts';
import { balancedWeights } from './metrics.ts';
import { guessesOfClass } from './guesses.ts';
import { LabelledTexts } from './labelled-texts.ts';
import type { Between, MicroBatch, Task } from './task.ts';
import { TrainedPredictions } from './trained-predictions.ts';

/** Choosing one class for each text. */
export class ClassifyTask implements Task {
  readonly model: Classifier;
  readonly rows: Task['rows'];
  readonly stepsPerEpoch: number;
  private readonly data: PreparedData;
  private readonly texts: LabelledTexts;
  /** Weight of each class in the loss; null: all weigh the same. */
  private readonly weights: Float32Array | null;
  private readonly weightTensor: Tensor1D | null;
  /** Of BERT, which is fine-tuned for few epochs: how they go is of interest. */
  private readonly trained: TrainedPredictions | null;

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
    this.data = data;
    this.texts = new LabelledTexts(recipe, data, random, dropoutRandom, pieces);
    this.model = this.texts.model;
    this.rows = this.texts.rows;
    this.stepsPerEpoch = this.texts.stepsPerEpoch;
    this.weights = recipe.training.balancedLoss ? balancedWeights(labels, data.labels.length) : null;
    this.trained = recipe.model.kind === 'bert' ? new TrainedPredictions(data.labels.length) : null;
    this.weightTensor = this.weights && tensor1d(this.weights);
  }

  step(epoch: number, index: number): MicroBatch[] {
    const parts = this.texts.parts(epoch, index, () => this.trained?.forget());
    // The mean over the whole step, so that many small batches equal a large one, a shorter last one included.
    const whole = parts.reduce((sum, part) => sum + this.weightOf(part), 0);
    return parts.map((part) => ({
      loss: () => this.loss(part, whole),
      tokens: part.tokens.lengths.reduce((a, b) => a + b, 0),
    }));
  }

  async evaluate(split: 'validation' | 'test', between: Between): Promise<Evaluation> {
    return this.texts.reading(split, between, async (batches, forward) => {
      const { splits, labels } = this.data;
      const { weights } = this;
      return {
        ...(await evaluate({ split, batches, labels, weights, forward, between })),
        guesses: guessesOfClass(splits.train.labels, splits[split].labels, labels.length),
      };
    });
  }

  prepare(between: Between): Promise<string | null> {
    return this.texts.prepare(between);
  }

  async trainedMacroF1(): Promise<number | null> {
    return this.trained?.macroF1(this.rows.train) ?? null;
  }

  dispose(): void {
    this.trained?.forget();
    this.texts.dispose();
    this.weightTensor?.dispose();
  }

  private loss(part: LabelledBatch, whole: number): Scalar {
    return tidy(() => {
      const logits = this.texts.logits('train', part);
      this.trained?.see(logits, part.labels);
      const sum = crossEntropy(logits, part.labels, { weight: this.weightTensor, reduction: 'sum' });
      return mul(sum, 1 / whole) as Scalar;
    });
  }

  private weightOf({ labels }: LabelledBatch): number {
    const { weights } = this;
    return weights ? labels.reduce((sum, label) => sum + (weights[label] as number), 0) : labels.length;
  }
}

export const noRows = (): LabError =>
  new LabError(
    'train/no-rows',
    'There is no text to train on: the train part is empty.',
    'Give validation and test a smaller share, or check which columns hold text and label.',
  );
