import type { TextSpec } from '../recipe/recipe.ts';
import { normaliseText } from './normalise.ts';
import { type ShownToken, Tokenizer } from './tokenizer.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The longest text a model reads, whatever the percentile says: memory grows with it. */
export const LONGEST = 4096;

/** One text on its way to ids, for the live sample. */
export interface TokenSample {
  text: string;
  normalised: string;
  /** Every token of the text; `cut`: beyond the maximum length, so the model does not see it. */
  tokens: { token: string; id: number; unknown: boolean; cut: boolean; starts: boolean }[];
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

/** text → normalised text → tokens → ids, with the unknown and the cut ones marked. */
export function sampleTokens(
  text: string,
  spec: TextSpec,
  vocabulary: Vocabulary,
  maxLength: number,
): TokenSample {
  const tokens = shownTokens(text, new Tokenizer(spec, vocabulary)).map(
    ({ text: token, id, unknown, starts }, i) => ({ token, id, unknown, cut: i >= maxLength, starts }),
  );
  return { text, normalised: normaliseText(text, spec.normalise), tokens };
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
