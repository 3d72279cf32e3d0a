import type { Random } from '../base/random.ts';
import { BERT_MARKS, type MarkIds } from '../text/bert-marks.ts';

/**
 * The two questions BERT learns from text alone: which token stood here (masked language modelling, Devlin et al.
 * 2019), and are these two segments in order (sentence order, Lan et al. 2020).
 */

/** What the second question is answered with: the classes of a run that pretrains. */
export const ORDER_LABELS = ['in order', 'swapped'] as const;

/** Numbers below this are special: padding, unknown, the marks. */
export const ORDINARY = 2 + BERT_MARKS.length;

/** The label of a token that nobody asks for: what `ignore_index` of torch.nn.CrossEntropyLoss is by default. */
export const IGNORED = -100;

/** Of the tokens that were chosen, so many become `[MASK]`, so many any token; the others stay. */
export const MASKED_SHARE = 0.8;
export const RANDOM_SHARE = 0.1;

/**
 * The fewest tokens of a text so that at least one of them is chosen with this probability: 1 − (1 − share)ⁿ ≥ p.
 * With BERT's share of 0.15 and one half it is 5.
 */
export function minimumLength(share: number, probability = 0.5): number {
  if (share >= 1) return 1;
  return Math.max(1, Math.ceil(Math.log(1 - probability) / Math.log(1 - share)));
}

export interface MaskingOptions {
  /** Probability of a token to be chosen. */
  share: number;
  /** Takes the place of most of the chosen. */
  mask: number;
  /** Tokens that are never chosen and never put in: padding, unknown and the marks are all numbers below this. */
  ordinary: number;
  vocabularySize: number;
}

/**
 * Masks tokens in place. Each ordinary one is chosen by itself with probability `share`; unknown ones are not, as nobody
 * can be asked for a word that has no number.
 * @returns the labels: the token that stood there where one was chosen, −100 elsewhere
 */
export function maskTokens(
  ids: Int32Array,
  { share, mask, ordinary, vocabularySize }: MaskingOptions,
  random: Random,
): Int32Array {
  const labels = new Int32Array(ids.length).fill(IGNORED);
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (id < ordinary || random.uniform() >= share) continue;
    labels[i] = id;
    const fate = random.uniform();
    if (fate < MASKED_SHARE) ids[i] = mask;
    else if (fate < MASKED_SHARE + RANDOM_SHARE) ids[i] = ordinary + random.below(vocabularySize - ordinary);
  }
  return labels;
}

/** A text as the model reads it: `[CLS] a [SEP] b [SEP]`. */
export interface PairOfSegments {
  ids: Int32Array;
  /** 0 up to and with the first `[SEP]`, 1 behind it (token_type_ids). */
  segments: Int32Array;
  swapped: boolean;
}

/** Marks around the two segments of a text. */
export const PAIR_MARKS = 3;
/** … and around a single text: `[CLS] a [SEP]`. */
export const SINGLE_MARKS = 2;

/**
 * A text cut in the middle, its halves swapped with probability one half. Which half of an odd text is longer is a coin's
 * choice as well: else its length would tell the order.
 */
export function cutInOrder(tokens: ArrayLike<number>, marks: MarkIds, random: Random): PairOfSegments {
  const { length } = tokens;
  const extra = length % 2 === 1 && random.uniform() < 0.5 ? 1 : 0;
  const middle = Math.floor(length / 2) + extra;
  const swapped = random.uniform() < 0.5;
  const firstLength = swapped ? length - middle : middle;
  const ids = new Int32Array(length + PAIR_MARKS);
  const segments = new Int32Array(length + PAIR_MARKS).fill(1, firstLength + SINGLE_MARKS);
  ids[0] = marks.cls;
  for (let i = 0; i < length; i++) {
    const inFirst = i < firstLength;
    const from = swapped ? (i + middle) % length : i;
    ids[i + (inFirst ? 1 : 2)] = tokens[from] as number;
  }
  ids[firstLength + 1] = marks.sep;
  ids[length + 2] = marks.sep;
  return { ids, segments, swapped };
}

/** A text whole: `[CLS] a [SEP]`, all of it segment 0. */
export function wholeText(tokens: ArrayLike<number>, marks: MarkIds): Int32Array {
  const ids = new Int32Array(tokens.length + SINGLE_MARKS);
  ids[0] = marks.cls;
  for (let i = 0; i < tokens.length; i++) ids[i + 1] = tokens[i] as number;
  ids[tokens.length + 1] = marks.sep;
  return ids;
}

/** Entropy in nats of how often each number occurs: what a guess that knows the frequencies alone costs at least. */
export function unigramEntropy(tokens: Int32Array, ordinary: number): number {
  const counts = new Map<number, number>();
  let total = 0;
  for (const id of tokens) {
    if (id < ordinary) continue;
    counts.set(id, (counts.get(id) ?? 0) + 1);
    total++;
  }
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / total) * Math.log(count / total);
  return entropy;
}
