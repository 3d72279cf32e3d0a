import { Random } from '../base/random.ts';
import { SINGLE_MARKS, wholeText } from '../data/pretraining.ts';
import type { EncodedSplit, PreparedData } from '../data/types.ts';
import type { TokenBatch } from '../nn/batch.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { type MarkIds, markIds } from '../text/bert-marks.ts';

/** Padded lengths are rounded up to multiples of this, so that few shapes occur and their buffers are used again. */
export const LENGTH_STEP = 4;
/** Batches that are sorted by length together. */
const POOL_BATCHES = 50;

/** A batch of texts with their classes; `index` are their positions in the split. */
export interface LabelledBatch {
  index: Uint32Array;
  tokens: TokenBatch;
  labels: Int32Array;
}

export interface BatchOptions {
  batchSize: number;
  maxLength: number;
  padId: number;
  /** Pad every text to maxLength instead of to the longest of its batch. */
  full: boolean;
  /** Texts are read as `[CLS] a [SEP]`: of BERT. Null: as they are. */
  marks?: MarkIds | null;
}

/** How the model of a recipe that gives labels reads its texts. */
export function readingOf(
  { model }: Pick<Recipe, 'model'>,
  { maxLength, padId, vocabulary }: Pick<PreparedData, 'maxLength' | 'padId' | 'vocabulary'>,
): Omit<BatchOptions, 'batchSize'> {
  const full = model.kind === 'recurrent' && !model.maskPadding;
  return { maxLength, padId, full, marks: model.kind === 'bert' ? markIds(vocabulary) : null };
}

/**
 * The texts of a split as batches of padded ids. The batches of an epoch depend on seed and epoch alone, so a run
 * that goes on in the middle of an epoch sees the same ones.
 */
export class Batches {
  readonly split: EncodedSplit;
  readonly options: BatchOptions;
  readonly rows: number;
  readonly count: number;

  constructor(split: EncodedSplit, options: BatchOptions) {
    this.split = split;
    this.options = options;
    this.rows = split.labels.length;
    this.count = Math.ceil(this.rows / options.batchSize);
  }

  /** Tokens of text i that the model reads. */
  length(i: number): number {
    const { offsets } = this.split;
    return Math.min((offsets[i + 1] as number) - (offsets[i] as number), this.options.maxLength);
  }

  /**
   * The batches of one epoch as positions in the split: shuffled; with `sortByLength` also sorted by length within
   * pools of 50 batches, and the batches shuffled again.
   */
  epoch(seed: number, epoch: number, sortByLength: boolean): Uint32Array[] {
    const random = new Random(seed, `shuffle/${epoch}`);
    const order = random.shuffle(Uint32Array.from({ length: this.rows }, (_, i) => i));
    if (sortByLength) {
      const pool = POOL_BATCHES * this.options.batchSize;
      for (let start = 0; start < order.length; start += pool)
        this.byLength(order.subarray(start, start + pool));
    }
    const batches = this.cut(order);
    return sortByLength ? this.shuffled(batches, random) : batches;
  }

  /** Every text once, the shortest first: the least padding, for evaluation. */
  inOrderOfLength(): Uint32Array[] {
    return this.cut(this.byLength(Uint32Array.from({ length: this.rows }, (_, i) => i)));
  }

  /** The longest `count` texts of at most `most` tokens (of texts as long, the first), the shortest first. */
  longest(count: number, most: number): Uint32Array {
    const order = this.byLength(Uint32Array.from({ length: this.rows }, (_, i) => i));
    const short = order.filter((i) => this.length(i) <= most);
    return short.length > 0 ? short.slice(-count) : order.slice(0, count);
  }

  /** The ids of these texts, padded at the end, rows × length. */
  gather(index: Uint32Array): LabelledBatch {
    const { options, split } = this;
    const { marks = null, full, padId } = options;
    const most = options.maxLength + (marks ? SINGLE_MARKS : 0);
    const texts = Array.from(index, (i) => {
      const start = split.offsets[i] as number;
      const text = split.tokens.subarray(start, start + this.length(i));
      return marks ? wholeText(text, marks) : text;
    });
    return {
      index,
      tokens: padded(texts, padId, full ? most : null, most),
      labels: Int32Array.from(index, (i) => split.labels[i] as number),
    };
  }

  /** Array.prototype.sort is stable, so equal lengths keep the order of the shuffle. */
  private byLength(order: Uint32Array): Uint32Array {
    order.set(Array.from(order).sort((a, b) => this.length(a) - this.length(b)));
    return order;
  }

  private cut(order: Uint32Array): Uint32Array[] {
    const { batchSize } = this.options;
    return Array.from({ length: this.count }, (_, b) => order.subarray(b * batchSize, (b + 1) * batchSize));
  }

  private shuffled(batches: Uint32Array[], random: Random): Uint32Array[] {
    const order = random.shuffle(Uint32Array.from({ length: batches.length }, (_, i) => i));
    return Array.from(order, (b) => batches[b] as Uint32Array);
  }
}

/**
 * Texts side by side, padded at the end to `length`, or to the longest of them rounded up, so that few shapes occur, but
 * not beyond `most`.
 */
export function padded(
  texts: readonly Int32Array[],
  padId: number,
  length: number | null = null,
  most = Infinity,
): TokenBatch {
  const lengths = Int32Array.from(texts, (text) => text.length);
  const longest = lengths.reduce((a, b) => Math.max(a, b), 1);
  const width = length ?? Math.min(most, Math.ceil(longest / LENGTH_STEP) * LENGTH_STEP);
  const ids = new Int32Array(texts.length * width).fill(padId);
  texts.forEach((text, row) => ids.set(text, row * width));
  return { ids, rows: texts.length, length: width, lengths };
}
