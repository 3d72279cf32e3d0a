import { add, mul, reshape, type Scalar, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { Random } from '../base/random.ts';
import type { PreparedData } from '../data/types.ts';
import { Seq2Seq } from '../models/seq2seq/seq2seq.ts';
import type { TokenBatch } from '../nn/batch.ts';
import { coverageLoss } from '../nn/coverage.ts';
import { crossEntropy } from '../nn/losses.ts';
import { seq2seqModel } from '../recipe/model.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Evaluation } from '../runs/types.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { alignmentSnapshot } from './alignment-snapshot.ts';
import { noRows } from './classify-task.ts';
import { EVALUATION_BATCH } from './evaluation-batch.ts';
import { evaluateTranslation } from './evaluate-translation.ts';
import { marksOf, type PairBatch, PairBatches } from './pair-batches.ts';
import { shownPairs } from './shown-pairs.ts';
import type { Between, MicroBatch, Task } from './task.ts';
import { forcingCoins, forcingRatio } from '../recipe/teacher-forcing.ts';
import { mixedTarget } from './translate.ts';

/** A translation may have so many words more than the longest text of train, `<eos>` included. */
export const SPARE_WORDS = 10;

/** Translating: the cross-entropy of each next word, padding left out. */
export class TranslateTask implements Task {
  readonly model: Seq2Seq;
  readonly rows: Task['rows'];
  readonly stepsPerEpoch: number;
  private readonly recipe: Recipe;
  private readonly data: PreparedData;
  private readonly train: PairBatches;
  /** Of the target language. */
  private readonly tokenizer: Tokenizer;
  private epoch: { number: number; batches: Uint32Array[] } | null = null;

  /** @throws LabError `train/no-rows` where there is nothing to learn from, `recipe/model` */
  constructor(recipe: Recipe, data: PreparedData, random: Random, dropoutRandom: Random) {
    const { train, validation, test } = data.splits;
    if (train.labels.length === 0) throw noRows();
    this.recipe = recipe;
    this.data = data;
    this.train = new PairBatches(data, 'train', recipe.training.batchSize);
    this.tokenizer = new Tokenizer(recipe.text, Vocabulary.fromWords(data.labels));
    this.rows = {
      train: train.labels.length,
      validation: validation.labels.length,
      test: test.labels.length,
    };
    this.stepsPerEpoch = Math.ceil(this.train.count / recipe.training.accumulate);
    this.model = translatorFor(recipe, data, random, dropoutRandom);
  }

  step(epoch: number, index: number): MicroBatch[] | Promise<MicroBatch[]> {
    const { training, seed } = this.recipe;
    if (this.epoch?.number !== epoch)
      this.epoch = { number: epoch, batches: this.train.epoch(seed, epoch, training.sortByLength) };
    const start = index * training.accumulate;
    const parts = this.epoch.batches
      .slice(start, start + training.accumulate)
      .map((batch) => this.train.gatherPairs(batch));
    const whole = parts.reduce((sum, { words }) => sum + words, 0);
    const total = this.stepsPerEpoch * training.epochs;
    const ratio = forcingRatio(training.teacherForcing, epoch * this.stepsPerEpoch + index, total);
    if (ratio >= 1) return parts.map((part) => this.part(part, part.target, whole));
    // Coins of a step depend on seed, epoch and step alone: a resumed run throws the same.
    const random = new Random(seed, `teacher/${epoch}/${index}`);
    return this.mixed(parts, whole, (steps) => forcingCoins(ratio, steps, random));
  }

  async evaluate(split: 'validation' | 'test', between: Between): Promise<Evaluation> {
    const { data, recipe, model } = this;
    model.eval();
    try {
      return await evaluateTranslation({
        split,
        model,
        batches: new PairBatches(data, split, EVALUATION_BATCH),
        words: data.labels,
        join: (ids) => this.tokenizer.decode(ids),
        marks: marksOf(data),
        maxLength: data.maxLength + SPARE_WORDS,
        beam: recipe.training.beam,
        between,
      });
    } finally {
      model.train();
    }
  }

  async alignments() {
    const { data, recipe, model } = this;
    if (seq2seqModel(recipe).attention === 'none') return null;
    const batches = new PairBatches(data, 'validation', EVALUATION_BATCH);
    const tokens = shownPairs(recipe, data);
    const reversed = recipe.data.reverseSource;
    model.eval();
    try {
      return await alignmentSnapshot({ model, batches, reversed, tokens });
    } finally {
      model.train();
    }
  }

  dispose(): void {
    this.model.dispose();
  }

  /** The decoder's own words take the place of true ones, where the coins say so. */
  private async mixed(
    parts: readonly PairBatch[],
    whole: number,
    coins: (steps: number) => boolean[],
  ): Promise<MicroBatch[]> {
    const ready: MicroBatch[] = [];
    this.model.eval();
    try {
      for (const part of parts) {
        const target = await mixedTarget(this.model, part.source, part.target, coins(part.target.length));
        ready.push(this.part(part, target, whole));
      }
    } finally {
      this.model.train();
    }
    return ready;
  }

  private part({ source, labels, words }: PairBatch, target: TokenBatch, whole: number): MicroBatch {
    return {
      loss: () => this.loss(source, target, labels, whole),
      tokens: words + source.lengths.reduce((a, b) => a + b, 0),
    };
  }

  private loss(source: TokenBatch, target: TokenBatch, labels: Int32Array, whole: number): Scalar {
    return tidy(() => {
      const { padId } = this.data;
      const { coverage } = this.recipe.training;
      const seen = coverage > 0 ? this.model.seen(source, target) : null;
      const flat = seen?.logits ?? this.model.forward(source, target);
      const logits = reshape(flat, [-1, this.data.labels.length]) as Tensor2D;
      const words = crossEntropy(logits, labels, { ignoreIndex: padId, reduction: 'sum' });
      if (!seen) return mul(words, 1 / whole) as Scalar;
      const counts = Float32Array.from(labels, (label) => (label === padId ? 0 : 1));
      const missed = coverageLoss(seen.weights, counts, source.lengths);
      return mul(add(words, mul(missed, coverage)), 1 / whole) as Scalar;
    });
  }
}

/** The model of a recipe, for these two vocabularies. */
export function translatorFor(
  recipe: Recipe,
  { vocabulary, labels }: Pick<PreparedData, 'vocabulary' | 'labels'>,
  random: Random,
  dropoutRandom: Random,
): Seq2Seq {
  const { embedding, hidden, layers, bidirectional, dropout, attention } = seq2seqModel(recipe);
  return new Seq2Seq({
    sourceVocabulary: vocabulary.length,
    targetVocabulary: labels.length,
    ...{ embedding, hidden, layers, bidirectional, dropout, random, dropoutRandom },
    attention: attention === 'none' ? null : attention,
  });
}
