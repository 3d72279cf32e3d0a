import type { Random } from '../base/random.ts';
import {
  cutInOrder,
  IGNORED,
  maskTokens,
  type MaskingOptions,
  minimumLength,
  ORDINARY,
  PAIR_MARKS,
  SINGLE_MARKS,
  wholeText,
} from '../data/pretraining.ts';
import type { EncodedSplit, PreparedData } from '../data/types.ts';
import type { BertBatch } from '../models/bert/bert.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { type MarkIds, markIds } from '../text/bert-marks.ts';
import { Batches, padded } from './batches.ts';

/** Places are filled up to a multiple of this with ones that do not count, so that few shapes occur. */
const PLACES_STEP = 16;

/** Texts with what is asked of them. */
export interface MaskedBatch {
  texts: BertBatch;
  /** Which tokens are asked for, as row · length + position; those that fill up are 0. */
  places: Int32Array;
  /** What stood there; −100 where a place does not count. */
  labels: Int32Array;
  /** Places that count. */
  masked: number;
  /** 1 where the halves of a text are swapped: [rows]; null: nobody asks. */
  order: Int32Array | null;
}

/** The texts of a split long enough to ask for a token, as batches that are masked and cut anew each time. */
export class PretrainBatches extends Batches {
  private readonly marks: MarkIds;
  private readonly masking: MaskingOptions;
  private readonly asksForOrder: boolean;

  constructor(recipe: Recipe, data: PreparedData, split: 'train' | 'validation' | 'test', batchSize: number) {
    const { maskShare, sentenceOrder, minLength } = recipe.training.pretraining;
    const { padId, maxLength, vocabulary } = data;
    // Two tokens at least: one has no halves.
    const least = Math.max(2, minLength ?? minimumLength(maskShare));
    super(longEnough(data.splits[split], least), { batchSize, maxLength, padId, full: false });
    this.marks = markIds(vocabulary);
    this.masking = {
      share: maskShare,
      mask: this.marks.mask,
      ordinary: ORDINARY,
      vocabularySize: vocabulary.length,
    };
    this.asksForOrder = sentenceOrder;
  }

  gatherMasked(index: Uint32Array, random: Random): MaskedBatch {
    const { split, marks, asksForOrder } = this;
    const cut = Array.from(index, (i) => {
      const start = split.offsets[i] as number;
      const tokens = split.tokens.subarray(start, start + this.length(i));
      if (asksForOrder) return cutInOrder(tokens, marks, random);
      const ids = wholeText(tokens, marks);
      return { ids, segments: new Int32Array(ids.length), swapped: false };
    });
    const asked = cut.map(({ ids }) => maskTokens(ids, this.masking, random));
    const most = this.options.maxLength + (asksForOrder ? PAIR_MARKS : SINGLE_MARKS);
    const side = (rows: readonly Int32Array[], fill: number) => padded(rows, fill, null, most);
    const texts = side(
      cut.map(({ ids }) => ids),
      this.options.padId,
    );
    const segments = side(
      cut.map((text) => text.segments),
      0,
    ).ids;
    const all = side(asked, IGNORED).ids;
    const found = Array.from(all.keys()).filter((place) => all[place] !== IGNORED);
    // Without the other question there is always something to compute, though it may not count.
    const least = asksForOrder ? 0 : PLACES_STEP;
    const count = Math.max(least, Math.ceil(found.length / PLACES_STEP) * PLACES_STEP);
    const places = new Int32Array(count);
    places.set(found);
    const labels = new Int32Array(count).fill(IGNORED);
    found.forEach((place, k) => (labels[k] = all[place] as number));
    return {
      texts: { ...texts, segments },
      ...{ places, labels, masked: found.length },
      order: asksForOrder ? Int32Array.from(cut, ({ swapped }) => (swapped ? 1 : 0)) : null,
    };
  }
}

function longEnough(split: EncodedSplit, least: number): EncodedSplit {
  const at = (i: number) => split.offsets[i] as number;
  const kept = Uint32Array.from(split.rows.keys()).filter((i) => at(i + 1) - at(i) >= least);
  const offsets = new Uint32Array(kept.length + 1);
  kept.forEach((i, k) => (offsets[k + 1] = (offsets[k] as number) + at(i + 1) - at(i)));
  const tokens = new Int32Array(offsets[kept.length] as number);
  kept.forEach((i, k) => tokens.set(split.tokens.subarray(at(i), at(i + 1)), offsets[k]));
  return {
    ...{ offsets, tokens },
    rows: Uint32Array.from(kept, (i) => split.rows[i] as number),
    labels: new Int32Array(kept.length),
  };
}
