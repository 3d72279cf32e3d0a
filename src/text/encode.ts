import type { TextSpec } from '../recipe/recipe.ts';
import { normaliseText } from './normalise.ts';
import { splitNormalised } from './tokenize.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The longest text a model reads, whatever the percentile says: memory grows with it. */
export const LONGEST = 4096;

/** One text on its way to ids, for the live sample. */
export interface TokenSample {
  text: string;
  normalised: string;
  /** Every token of the text; `cut`: beyond the maximum length, so the model does not see it. */
  tokens: { token: string; id: number; unknown: boolean; cut: boolean }[];
}

/** Ids of the first `maxLength` tokens. An empty text is read as a single unknown word: no text has length 0. */
export function encodeTokens(
  tokens: readonly string[],
  vocabulary: Vocabulary,
  maxLength: number,
): Int32Array {
  if (tokens.length === 0) return Int32Array.of(vocabulary.unkId);
  const ids = new Int32Array(Math.min(tokens.length, maxLength));
  for (let i = 0; i < ids.length; i++) ids[i] = vocabulary.id(tokens[i] as string);
  return ids;
}

/** text → normalised text → tokens → ids, with the unknown and the cut ones marked. */
export function sampleTokens(
  text: string,
  spec: TextSpec,
  vocabulary: Vocabulary,
  maxLength: number,
): TokenSample {
  const normalised = normaliseText(text, spec.normalise);
  const tokens = splitNormalised(normalised, spec.normalise).map((token, i) => {
    const id = vocabulary.id(token);
    return { token, id, unknown: id === vocabulary.unkId, cut: i >= maxLength };
  });
  return { text, normalised, tokens };
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
