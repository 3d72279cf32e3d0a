import { tensor3d, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import { SINGLE_MARKS } from '../data/pretraining.ts';
import { type PreparedData, SPLITS, type SplitName } from '../data/types.ts';
import type { BertForSequenceClassification } from '../models/bert/bert.ts';
import type { TokenBatch } from '../nn/batch.ts';
import type { Batches, LabelledBatch } from './batches.ts';
import type { FrozenPart } from './frozen-part.ts';
import type { Between } from './task.ts';

/** States of the texts of a split, one after the other, without padding: those of text i begin at offsets[i] · width. */
interface StateTable {
  offsets: Uint32Array;
  values: Float32Array;
}

/** Tokens of each text as the model reads it, and those before it. */
function offsetsOf(batches: Pick<Batches, 'rows' | 'length'>): Uint32Array {
  const offsets = new Uint32Array(batches.rows + 1);
  for (let i = 0; i < batches.rows; i++)
    offsets[i + 1] = (offsets[i] as number) + batches.length(i) + SINGLE_MARKS;
  return offsets;
}

/** Bytes of the states of a split. */
function bytesOf({ offsets }: PreparedData['splits'][SplitName], maxLength: number, width: number): number {
  let tokens = 0;
  for (let i = 0; i + 1 < offsets.length; i++)
    tokens += Math.min((offsets[i + 1] as number) - (offsets[i] as number), maxLength) + SINGLE_MARKS;
  return tokens * width * Float32Array.BYTES_PER_ELEMENT;
}

/**
 * Which splits may be kept within so many bytes: train first, as it is read in every epoch.
 * @param width numbers of a state
 */
export function splitsThatFit(
  { splits, maxLength }: Pick<PreparedData, 'splits' | 'maxLength'>,
  width: number,
  mostBytes: number,
): Set<SplitName> {
  const fitting = new Set<SplitName>();
  let left = mostBytes;
  for (const split of SPLITS) {
    const bytes = bytesOf(splits[split], maxLength, width);
    if (bytes > left) continue;
    left -= bytes;
    fitting.add(split);
  }
  return fitting;
}

/**
 * What the frozen layers at the bottom of an encoder make of each token: always the same, as they neither learn nor drop,
 * so it is computed once and kept beside the texts. A step begins at the first layer that learns.
 */
export class FrozenStates implements FrozenPart {
  readonly readsEncoder = true;
  private readonly model: BertForSequenceClassification;
  private readonly layers: number;
  private readonly width: number;
  private readonly fitting: ReadonlySet<SplitName>;
  private readonly kept = new Map<SplitName, StateTable>();

  /**
   * @param layers so many above the embeddings are frozen, and the embeddings
   * @param width numbers of a state
   * @param fitting the splits that are kept; of the others the frozen layers read every batch anew
   */
  constructor(
    model: BertForSequenceClassification,
    layers: number,
    width: number,
    fitting: ReadonlySet<SplitName>,
  ) {
    this.model = model;
    this.layers = layers;
    this.width = width;
    this.fitting = fitting;
  }

  async prepare(batches: Batches, between: Between): Promise<string | null> {
    if (!this.fitting.has('train')) return null;
    const began = performance.now();
    await this.fill('train', batches, between);
    const seconds = ((performance.now() - began) / 1000).toPrecision(3);
    const below = this.layers === 1 ? 'the first layer' : `the first ${this.layers} layers`;
    return `The embeddings and ${below} are frozen: what they make of the ${batches.rows} texts of train was computed once, in ${seconds} s, and kept.`;
  }

  async fill(split: SplitName, batches: Batches, between: Between): Promise<void> {
    if (this.kept.has(split) || !this.fitting.has(split)) return;
    const { width } = this;
    const offsets = offsetsOf(batches);
    const table = { offsets, values: new Float32Array((offsets.at(-1) as number) * width) };
    let done = 0;
    for (const index of batches.inOrderOfLength()) {
      const { tokens } = batches.gather(index);
      const states = this.model.bert.below(tokens, this.layers);
      try {
        const values = (await states.data()) as Float32Array;
        index.forEach((i, row) => {
          const from = row * tokens.length * width;
          const own = (tokens.lengths[row] as number) * width;
          table.values.set(values.subarray(from, from + own), (offsets[i] as number) * width);
        });
      } finally {
        states.dispose();
      }
      done += index.length;
      await between({ what: `texts of ${split} read once`, done, total: batches.rows });
    }
    this.kept.set(split, table);
  }

  /** Logits [rows, labels]; of a split that is not kept through the whole model. */
  logits(split: SplitName, { index, tokens }: LabelledBatch): Tensor2D {
    const table = this.kept.get(split);
    if (table)
      return tidy(() =>
        this.model.classify(this.model.featuresAbove(this.states(table, index, tokens), tokens, this.layers)),
      );
    if (this.fitting.has(split)) throw new Error(`The states of ${split} were not computed yet.`);
    return this.model.forward(tokens);
  }

  /** Kept states side by side, padded as the ids are: [rows, length, width]. What stands at padding is not looked at. */
  private states({ offsets, values }: StateTable, index: Uint32Array, tokens: TokenBatch): Tensor3D {
    const { width } = this;
    const { rows, length } = tokens;
    const batch = new Float32Array(rows * length * width);
    index.forEach((i, row) =>
      batch.set(
        values.subarray((offsets[i] as number) * width, (offsets[i + 1] as number) * width),
        row * length * width,
      ),
    );
    return tensor3d(batch, [rows, length, width]);
  }
}
