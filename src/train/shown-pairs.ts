import { EOS } from '../data/encode-pairs.ts';
import type { PreparedData } from '../data/types.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { AlignedSentence } from '../runs/types.ts';
import { isSubword, Tokenizer } from '../text/tokenizer.ts';
import { UNK, Vocabulary } from '../text/vocabulary.ts';

/** One sentence as a person reads it. */
interface ShownSide {
  texts: string[];
  starts: boolean[];
  /** Places of the words that the vocabulary does not have; their texts are the words themselves. */
  unknown: number[];
}

/**
 * The pairs of validation as tokens that a person reads, sources in the order they are written. A word that is read as
 * unknown stands there as it was written.
 */
export function shownPairs(
  recipe: Recipe,
  { vocabulary, labels, splits }: Pick<PreparedData, 'vocabulary' | 'labels' | 'splits'>,
): (i: number) => Omit<AlignedSentence, 'links'> {
  const { offsets, tokens, pairs } = splits.validation;
  const pieces = isSubword(recipe.text);
  const reader = (words: readonly string[]) => {
    const tokenizer = new Tokenizer(recipe.text, Vocabulary.fromWords(words));
    return (ids: Iterable<number>, written: string): ShownSide => {
      // Of pieces it is not known which part of the text an unknown one was.
      const own = pieces ? [] : written.split(' ');
      const unknown: number[] = [];
      const shown = Array.from(ids, (id, place) => {
        const token = words[id] ?? '';
        const word = own[place];
        if (token !== UNK || !word) return tokenizer.show(token);
        unknown.push(place);
        return { text: word, starts: true };
      });
      return { texts: shown.map(({ text }) => text), starts: shown.map(({ starts }) => starts), unknown };
    };
  };
  const [from, to] = [reader(vocabulary), reader(labels)];
  return (i) => {
    const read = tokens.slice(offsets[i], offsets[i + 1]);
    const source = from(recipe.data.reverseSource ? read.reverse() : read, pairs?.sources[i] ?? '');
    const said = pairs?.tokens.subarray(pairs.offsets[i], pairs.offsets[i + 1]) ?? [];
    const target = to(said, pairs?.references[i] ?? '');
    return {
      source: source.texts,
      target: [...target.texts, EOS],
      ...(pieces && { starts: { source: source.starts, target: [...target.starts, true] } }),
      ...(source.unknown.length + target.unknown.length > 0 && {
        unknown: { source: source.unknown, target: target.unknown },
      }),
    };
  };
}
