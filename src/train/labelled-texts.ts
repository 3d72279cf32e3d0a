import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import type { PreparedData, SplitName } from '../data/types.ts';
import type { ModelPieces } from '../models/pieces.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { Batches, type LabelledBatch, readingOf } from './batches.ts';
import { type Classifier, classifierFor } from './classifier.ts';
import { evaluationBatch } from './evaluation-batch.ts';
import { type FrozenPart, frozenPartOf } from './frozen-part.ts';
import { cutIntoPieces, type MostTexts, mostTexts } from './pieces.ts';
import type { Between, Task } from './task.ts';

/** Texts with labels and the model that reads them: what all tasks have in common that give labels to texts. */
export class LabelledTexts {
  readonly model: Classifier;
  readonly rows: Task['rows'];
  readonly stepsPerEpoch: number;
  readonly train: Batches;
  private readonly recipe: Recipe;
  private readonly data: PreparedData;
  private readonly frozen: FrozenPart | null;
  private readonly readAtOnce: number;
  private readonly most: MostTexts;
  private epoch: { number: number; batches: Uint32Array[] } | null = null;

  constructor(
    recipe: Recipe,
    data: PreparedData,
    random: Random,
    dropoutRandom: Random,
    pieces: ModelPieces = {},
  ) {
    const { train, validation, test } = data.splits;
    this.recipe = recipe;
    this.data = data;
    this.readAtOnce = evaluationBatch(recipe, data.maxLength);
    this.train = this.batches('train', recipe.training.batchSize);
    this.rows = {
      train: train.labels.length,
      validation: validation.labels.length,
      test: test.labels.length,
    };
    this.stepsPerEpoch = Math.ceil(this.train.count / recipe.training.accumulate);
    this.model = classifierFor(recipe, data, random, dropoutRandom, pieces);
    this.frozen = frozenPartOf(this.model, recipe, data);
    // Where the encoder is not run through no batch is large.
    this.most = this.frozen?.readsEncoder === false ? () => Infinity : mostTexts(recipe, data);
  }

  /**
   * The texts of a step, in pieces that the device can take.
   * @param onEpoch called where the step is the first that is asked for of an epoch
   */
  parts(epoch: number, index: number, onEpoch?: () => void): LabelledBatch[] {
    const { training, seed } = this.recipe;
    if (this.epoch?.number !== epoch) {
      onEpoch?.();
      this.epoch = { number: epoch, batches: this.train.epoch(seed, epoch, training.sortByLength) };
    }
    const start = index * training.accumulate;
    const batches = this.epoch.batches.slice(start, start + training.accumulate);
    return cutIntoPieces(batches, (text) => this.train.length(text), this.most).map((piece) =>
      this.train.gather(piece),
    );
  }

  /** Through the whole model; of one that is frozen, in part or not, through what learns of it. */
  logits(split: SplitName, batch: LabelledBatch): Tensor2D {
    return this.frozen?.logits(split, batch) ?? this.model.forward(batch.tokens);
  }

  /** Reads a split through the model as it is, with dropout off. */
  async reading<T>(
    split: 'validation' | 'test',
    between: Between,
    work: (batches: Batches, forward: (batch: LabelledBatch) => Tensor2D) => Promise<T>,
  ): Promise<T> {
    await this.frozen?.fill(split, this.batches(split, this.readAtOnce), between);
    this.model.eval();
    try {
      return await work(this.batches(split, this.readAtOnce), (batch) => this.logits(split, batch));
    } finally {
      this.model.train();
    }
  }

  /** What frozen layers make of train is computed once. @returns a sentence for the person, where something was */
  prepare(between: Between): Promise<string | null> {
    return this.frozen?.prepare(this.batches('train', this.readAtOnce), between) ?? Promise.resolve(null);
  }

  dispose(): void {
    this.model.dispose();
  }

  private batches(split: SplitName, batchSize: number): Batches {
    return new Batches(this.data.splits[split], { batchSize, ...readingOf(this.recipe, this.data) });
  }
}
