import {
  add,
  argMax,
  cast,
  equal,
  keep,
  mul,
  type Scalar,
  scalar,
  stack,
  sum,
  type Tensor1D,
  tensor1d,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import { Random } from '../base/random.ts';
import { LabError } from '../base/errors.ts';
import { ORDINARY, unigramEntropy } from '../data/pretraining.ts';
import type { PreparedData } from '../data/types.ts';
import { BertForPreTraining } from '../models/bert/bert.ts';
import { configOf } from '../models/bert/config.ts';
import { crossEntropy } from '../nn/losses.ts';
import { bertModel } from '../recipe/model.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Evaluation } from '../runs/types.ts';
import { beginWith } from './backbone.ts';
import { noRows } from './classify-task.ts';
import { EVALUATION_BATCH } from './evaluation-batch.ts';
import { evaluatePretraining } from './evaluate-pretraining.ts';
import { type MaskedBatch, PretrainBatches } from './pretrain-batches.ts';
import { cutIntoPieces, type MostTexts, mostTexts } from './pieces.ts';
import type { Between, MicroBatch, Task } from './task.ts';

/** What a step tells beside its loss, each a mean over the step. */
export const PRETRAIN_MEASURES = ['maskedLoss', 'maskedAccuracy', 'orderLoss', 'orderAccuracy'] as const;

/** BERT's pretraining: which tokens stood at the masked places, and are the halves of a text in order. */
export class PretrainTask implements Task {
  readonly model: BertForPreTraining;
  readonly rows: Task['rows'];
  readonly stepsPerEpoch: number;
  readonly measures: readonly string[];
  private readonly recipe: Recipe;
  private readonly data: PreparedData;
  private readonly train: PretrainBatches;
  private readonly entropy: number;
  private readonly most: MostTexts;
  private epoch: { number: number; batches: Uint32Array[] } | null = null;

  /** @throws LabError `train/no-rows` where no text is long enough, `recipe/model`, `weights/mismatch` */
  constructor(recipe: Recipe, data: PreparedData, random: Random, dropoutRandom: Random) {
    this.recipe = recipe;
    this.data = data;
    if (data.splits.train.rows.length === 0) throw noRows();
    const count = (split: 'validation' | 'test') => this.batches(split, EVALUATION_BATCH).rows;
    this.train = this.batches('train', recipe.training.batchSize);
    if (this.train.rows === 0)
      throw new LabError(
        'train/no-rows',
        'No text of train is long enough to ask for a token of it.',
        'Set training.pretraining.minLength to a smaller number, or check which column holds the text.',
      );
    this.rows = { train: this.train.rows, validation: count('validation'), test: count('test') };
    this.stepsPerEpoch = Math.ceil(this.train.count / recipe.training.accumulate);
    this.measures = PRETRAIN_MEASURES.slice(0, recipe.training.pretraining.sentenceOrder ? 4 : 2);
    this.most = mostTexts(recipe, data);
    this.entropy = unigramEntropy(this.train.split.tokens, ORDINARY);
    const spec = bertModel(recipe, data.maxLength);
    if (spec.architecture !== 'bert' || spec.segments < 2)
      throw new LabError(
        'recipe/model',
        'Pretraining asks whether two segments are in order, and this model knows no second segment.',
        'Set model.architecture to bert and model.segments to 2.',
      );
    this.model = new BertForPreTraining(
      configOf(spec, data.vocabulary.length, data.pretrained !== undefined),
      { random, dropoutRandom },
    );
    beginWith(this.model, data.pretrained, spec.init);
  }

  step(epoch: number, index: number): MicroBatch[] {
    const { training, seed } = this.recipe;
    if (this.epoch?.number !== epoch)
      this.epoch = { number: epoch, batches: this.train.epoch(seed, epoch, training.sortByLength) };
    const start = index * training.accumulate;
    // Masks depend on seed, epoch and step alone: a resumed run draws the same.
    const random = new Random(seed, `pretrain/${epoch}/${index}`);
    const batches = this.epoch.batches.slice(start, start + training.accumulate);
    const parts = cutIntoPieces(batches, (text) => this.train.length(text), this.most).map((piece) =>
      this.train.gatherMasked(piece, random),
    );
    const whole = {
      masked: Math.max(
        1,
        parts.reduce((sum, { masked }) => sum + masked, 0),
      ),
      rows: parts.reduce((sum, { texts }) => sum + texts.rows, 0),
    };
    return parts.map((part) => this.part(part, whole));
  }

  async evaluate(split: 'validation' | 'test', between: Between): Promise<Evaluation> {
    this.model.eval();
    try {
      return await evaluatePretraining({
        split,
        model: this.model,
        batches: this.batches(split, EVALUATION_BATCH),
        words: this.data.vocabulary.length,
        entropy: this.entropy,
        between,
      });
    } finally {
      this.model.train();
    }
  }

  dispose(): void {
    this.model.dispose();
  }

  private part(batch: MaskedBatch, whole: { masked: number; rows: number }): MicroBatch {
    const told: { measures: Tensor1D | null } = { measures: null };
    return {
      tokens: batch.texts.lengths.reduce((a, b) => a + b, 0),
      loss: () =>
        tidy(() => {
          const { wordLogits, orderLogits } = pretrainLogits(this.model, batch);
          const words = wordLogits && answers(wordLogits, batch.labels, whole.masked);
          const order = orderLogits && batch.order && answers(orderLogits, batch.order, whole.rows);
          const none = words && order ? null : scalar(0);
          const parts = [words ?? [none, none], ...(batch.order ? [order ?? [none, none]] : [])];
          told.measures = keep(stack(parts.flat() as Scalar[]) as Tensor1D);
          const losses = [words?.[0], order?.[0]].filter((loss) => loss !== null && loss !== undefined);
          return losses.reduce((a, b) => add(a, b));
        }),
      measures: () => told.measures,
    };
  }

  private batches(split: 'train' | 'validation' | 'test', batchSize: number): PretrainBatches {
    return new PretrainBatches(this.recipe, this.data, split, batchSize);
  }
}

/** Logits [N, V] of the tokens asked for and [B, 2] of the order; null where none is asked for. */
export interface PretrainLogits {
  wordLogits: Tensor2D | null;
  orderLogits: Tensor2D | null;
}

export function pretrainLogits(
  model: BertForPreTraining,
  { texts, places, order }: MaskedBatch,
): PretrainLogits {
  const hidden = model.bert.forward(texts);
  return {
    wordLogits: places.length > 0 ? model.wordLogits(hidden, places) : null,
    orderLogits: order && model.orderLogits(hidden),
  };
}

/** Loss and share of right answers, both as parts of a mean over `whole` questions. */
function answers(logits: Tensor2D, labels: Int32Array, whole: number): [Scalar, Scalar] {
  const loss = mul(crossEntropy(logits, labels, { reduction: 'sum' }), 1 / whole) as Scalar;
  const right = equal(argMax(logits, 1), tensor1d(labels, 'int32'));
  return [loss, mul(sum(cast(right, 'float32')), 1 / whole) as Scalar];
}
