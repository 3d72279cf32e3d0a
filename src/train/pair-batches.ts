import { EOS, SOS } from '../data/encode-pairs.ts';
import type { EncodedPairs, PreparedData } from '../data/types.ts';
import type { TokenBatch } from '../nn/batch.ts';
import { Batches, LENGTH_STEP } from './batches.ts';
import type { Marks } from './translate.ts';

/** Sources and targets of a batch; labels are the words to come, padding where there is none: [rows · length]. */
export interface PairBatch {
  source: TokenBatch;
  target: TokenBatch;
  labels: Int32Array;
  /** Labels that count. */
  words: number;
}

export const marksOf = ({ labels }: Pick<PreparedData, 'labels'>): Marks => ({
  sos: labels.indexOf(SOS),
  eos: labels.indexOf(EOS),
});

/** The pairs of a split in batches; lengths of both sides are rounded up, so that few shapes occur. */
export class PairBatches extends Batches {
  private readonly marks: Marks;
  readonly pairs: EncodedPairs;

  constructor(data: PreparedData, split: 'train' | 'validation' | 'test', batchSize: number) {
    const { maxLength, padId } = data;
    const encoded = data.splits[split];
    super(encoded, { batchSize, maxLength, padId, full: false });
    if (!encoded.pairs) throw new Error('These texts have no translations.');
    this.pairs = encoded.pairs;
    this.marks = marksOf(data);
  }

  gatherPairs(index: Uint32Array): PairBatch {
    const { offsets, tokens } = this.pairs;
    const { padId } = this.options;
    const wordsOf = (i: number) => tokens.subarray(offsets[i], offsets[i + 1]);
    const lengths = Int32Array.from(index, (i) => wordsOf(i).length + 1);
    const longest = lengths.reduce((a, b) => Math.max(a, b), 1);
    const length = Math.ceil(longest / LENGTH_STEP) * LENGTH_STEP;
    const ids = new Int32Array(index.length * length).fill(padId);
    const labels = ids.slice();
    index.forEach((i, row) => {
      const words = wordsOf(i);
      ids[row * length] = this.marks.sos;
      ids.set(words, row * length + 1);
      labels.set(words, row * length);
      labels[row * length + words.length] = this.marks.eos;
    });
    return {
      source: this.gather(index).tokens,
      target: { ids, rows: index.length, length, lengths },
      labels,
      words: lengths.reduce((a, b) => a + b, 0),
    };
  }

  /** Gold links of pair i: source, target, 1 if sure; null where the data has none. */
  linksOf(i: number): [number, number, number][] | null {
    const { linkOffsets, links } = this.pairs;
    if (!linkOffsets || !links) return null;
    const found: [number, number, number][] = [];
    for (let k = linkOffsets[i] as number; k < (linkOffsets[i + 1] as number); k++)
      found.push([links[3 * k] as number, links[3 * k + 1] as number, links[3 * k + 2] as number]);
    return found;
  }
}
