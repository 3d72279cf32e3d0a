import type { TextSpec } from '../recipe/recipe.ts';
import { bertAlone, bertNormalise, bertParts, bertTextOf } from './bert-text.ts';
import { lemmas } from './lemmas.ts';
import { normaliseText } from './normalise.ts';
import { STOP_WORDS } from './stop-words.ts';

/**
 * A text as words and marks, normalised, without stop words, by their lemmas where the recipe asks for them. Of WordPiece
 * that does no more than BERT: at its white space, as its own rules find the words. An empty text gives an empty list.
 */
export function tokenizeText(text: string, spec: TextSpec): string[] {
  const bert = bertTextOf(spec);
  if (bert && bertAlone(spec)) return bertParts(text, bert);
  return splitNormalised(normalisedText(text, spec), spec.normalise);
}

/** A text on a line, as the recipe's tokenizer looks for its words. */
export function normalisedText(text: string, spec: TextSpec): string {
  const bert = bertTextOf(spec);
  if (bert && bertAlone(spec))
    return bertNormalise(text, bert)
      .replace(/\p{White_Space}+/gu, ' ')
      .trim();
  return normaliseText(text, spec.normalise, bert?.chineseChars);
}

/** Names all that `tokenizeText` follows from. */
export function wordRules(spec: TextSpec): string {
  const bert = bertTextOf(spec);
  const own = bert && (bertAlone(spec) ? { cleanText: bert.cleanText } : { chinese: bert.chineseChars });
  return JSON.stringify([spec.normalise, own]);
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
