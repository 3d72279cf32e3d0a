import type { TextSpec } from '../recipe/recipe.ts';
import { lemmas } from './lemmas.ts';
import { normaliseText } from './normalise.ts';
import { STOP_WORDS } from './stop-words.ts';

/** A text as words and marks, normalised, without stop words, by their lemmas where the recipe asks for them. An empty text gives an empty list. */
export function tokenizeText(text: string, spec: TextSpec): string[] {
  return splitNormalised(normaliseText(text, spec.normalise), spec.normalise);
}

/** The tokens of a text that `normaliseText` has already been through. Stop words are found in any case. */
export function splitNormalised(normalised: string, spec: TextSpec['normalise']): string[] {
  if (normalised === '') return [];
  const lower = (token: string): string => (spec.lowercase ? token : token.toLowerCase());
  let tokens = normalised.split(' ');
  if (spec.stopWords !== 'none') {
    const stopWords = STOP_WORDS[spec.stopWords];
    tokens = tokens.filter((token) => !stopWords.has(lower(token)));
  }
  if (spec.lemmas !== 'english') return tokens;
  const list = lemmas();
  return tokens.map((token) => {
    const word = lower(token);
    const lemma = list.of(word);
    return lemma === word ? token : lemma;
  });
}
