import type { LabErrorData } from '../base/errors.ts';
import type { Column, TextSpec } from '../recipe/recipe.ts';
import type { Corpus } from './corpus.ts';
import { countWords } from './pieces.ts';

export interface VocabularyInput {
  /** The texts as words, whatever the tokenizer. */
  words: Corpus;
  train: Uint32Array;
  text: TextSpec;
  ordinaryTokens: number;
  /** The column, where there are two languages. */
  of?: Column | undefined;
}

/**
 * A vocabulary without a single word reads every text as unknown ones: what is trained on it cannot tell two texts of
 * one length apart. Says why it is so and what helps; null where the vocabulary has words.
 */
export function noWords({ words, train, text, ordinaryTokens, of }: VocabularyInput): LabErrorData | null {
  if (ordinaryTokens > 0) return null;
  const code = 'text/no-words';
  const texts = of === undefined ? 'the texts of train' : `the texts of train in “${of}”`;
  const counts = [...countWords(words, train)].sort(([, a], [, b]) => b - a);
  const [most] = counts;
  if (!most)
    return {
      code,
      message: `Nothing is left of ${texts} after cleaning: there is no word to learn from.`,
      hint: 'Clean less (keep punctuation, digits, stop words), or choose another column as text.',
    };
  const [word, count] = most;
  const { minCount } = text.vocabulary;
  const reason =
    count < minCount
      ? `the most frequent, “${word}”, occurs ${times(count)}, and at least ${minCount.toLocaleString('en')} are asked for`
      : 'none passes the thresholds of the vocabulary';
  return {
    code,
    message: `The vocabulary has no word of ${texts}: ${reason}. Every token would be unknown, and nothing could be learnt.`,
    hint:
      count < minCount
        ? 'Ask for fewer occurrences of a word.'
        : 'Loosen the limits on how many texts a word stands in.',
  };
}

const times = (count: number): string => (count === 1 ? 'once' : `${count.toLocaleString('en')} times`);
