import type { TextSpec } from '../recipe/recipe.ts';
import { normalisedText } from './tokenize.ts';
import { type ShownToken, Tokenizer } from './tokenizer.ts';
import { PAD, type Vocabulary } from './vocabulary.ts';

/** The longest text a model reads, whatever the percentile says: memory grows with it. */
export const LONGEST = 4096;

export interface Mark {
  token: string;
  id: number;
}

/** What a model reads around the tokens of a text. */
export interface Frame {
  before: readonly Mark[];
  after: readonly Mark[];
  padding: Mark;
  /** With marks and padding a text has so many tokens at most. */
  length: number;
  /** Every text is padded to that length; otherwise to the longest of its batch. */
  full: boolean;
}

/** One text on its way to ids, for the live sample. */
export interface TokenSample {
  text: string;
  normalised: string;
  /** Every token of the text; `cut`: beyond the maximum length, so the model does not see it. */
  tokens: { token: string; id: number; unknown: boolean; cut: boolean; starts: boolean }[];
  /** Null: the model does not read the text as one (pretraining cuts it in two). */
  frame: Frame | null;
  /** The model reads the tokens that are not cut from the last to the first. */
  reversed: boolean;
}

/** A token for people, with whether the model knows it. */
export interface SplitToken extends ShownToken {
  id: number;
  unknown: boolean;
}

/** Every token of a text as a person reads it. */
export function shownTokens(text: string, tokenizer: Tokenizer): SplitToken[] {
  const { vocabulary } = tokenizer;
  return tokenizer.tokens(text).map((token) => {
    const id = vocabulary.id(token);
    return { ...tokenizer.show(token), id, unknown: id === vocabulary.unkId };
  });
}

export interface SampleOptions {
  /** Marks that stand before and after the tokens, of the vocabulary. */
  marks?: readonly [before: string, after: string] | null;
  /** Every text is padded to the maximum length. */
  full?: boolean;
  /** The model reads the text as one; otherwise there is no frame. */
  whole?: boolean;
  /** The model reads the text from its end. */
  reversed?: boolean;
}

/**
 * text → normalised text → tokens → ids, with the unknown and the cut ones marked, and what the model reads around them.
 * @throws Error where the vocabulary lacks a mark
 */
export function sampleTokens(
  text: string,
  spec: TextSpec,
  vocabulary: Vocabulary,
  maxLength: number,
  { marks = null, full = false, whole = true, reversed = false }: SampleOptions = {},
): TokenSample {
  const tokens = shownTokens(text, new Tokenizer(spec, vocabulary)).map(
    ({ text: token, id, unknown, starts }, i) => ({ token, id, unknown, cut: i >= maxLength, starts }),
  );
  const frame = whole ? frameOf(vocabulary, maxLength, marks, full) : null;
  return { text, normalised: normalisedText(text, spec), tokens, frame, reversed };
}

function frameOf(
  vocabulary: Vocabulary,
  maxLength: number,
  marks: SampleOptions['marks'],
  full: boolean,
): Frame {
  const [before, after] = (marks ?? []).map((token) => {
    const id = vocabulary.words.indexOf(token);
    if (id < 0) throw new Error(`This vocabulary has no ${token}.`);
    return { token, id };
  });
  return {
    before: before ? [before] : [],
    after: after ? [after] : [],
    padding: { token: PAD, id: vocabulary.padId },
    length: maxLength + (marks?.length ?? 0),
    full,
  };
}

/**
 * The maximum length a recipe asks for, in tokens. A percentile p is taken over the lengths of train by nearest
 * rank: the least length that at least p % of them do not exceed. Between 1 and 4096; without texts 1.
 */
export function resolveMaxLength(lengths: ArrayLike<number>, spec: TextSpec['maxLength']): number {
  if (spec.kind === 'fixed') return spec.value;
  const sorted = Float64Array.from(lengths).sort();
  const rank = Math.ceil((spec.value / 100) * sorted.length);
  return Math.min(LONGEST, Math.max(1, sorted[Math.max(0, rank - 1)] ?? 1));
}
