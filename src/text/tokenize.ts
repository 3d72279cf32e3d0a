import type { TextSpec } from '../recipe/recipe.ts';
import { normaliseText } from './normalise.ts';
import { STOP_WORDS } from './stop-words.ts';

/** A text as words and marks, normalised, without stop words. An empty text gives an empty list. */
export function tokenizeText(text: string, spec: TextSpec): string[] {
  return splitNormalised(normaliseText(text, spec.normalise), spec.normalise);
}

/** The tokens of a text that `normaliseText` has already been through. Stop words are found in any case. */
export function splitNormalised(normalised: string, spec: TextSpec['normalise']): string[] {
  if (normalised === '') return [];
  const tokens = normalised.split(' ');
  if (spec.stopWords === 'none') return tokens;
  const stopWords = STOP_WORDS[spec.stopWords];
  return tokens.filter((token) => !stopWords.has(spec.lowercase ? token : token.toLowerCase()));
}
