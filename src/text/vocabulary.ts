import { LabError } from '../base/errors.ts';
import type { TextSpec } from '../recipe/recipe.ts';

export const PAD = '<pad>';
export const UNK = '<unk>';

/**
 * The words a model knows, by number. 0 is `<pad>`, 1 is `<unk>` for every other word; then the words of train,
 * the most frequent first, equals in order of their UTF-16 code units, so that the same texts always give the
 * same numbers. The pieces of a subword tokenizer stand in the order they were learnt (tokenizer.ts).
 *
 * A text that literally holds `<pad>` or `<unk>` as a token does not get at these numbers by it: the two are not
 * words, are never counted, and read as unknown.
 */
export class Vocabulary {
  readonly words: readonly string[];
  readonly padId = 0;
  readonly unkId = 1;
  private readonly ids: ReadonlyMap<string, number>;

  private constructor(words: readonly string[]) {
    this.words = words;
    const ids = new Map<string, number>();
    for (let id = 2; id < words.length; id++) ids.set(words[id] as string, id);
    this.ids = ids;
  }

  /** Counts the words of the (tokenised) texts of train and keeps those that the thresholds let pass. */
  static build(texts: Iterable<readonly string[]>, spec: TextSpec['vocabulary']): Vocabulary {
    // count, texts it occurs in, the last such text
    const seen = new Map<string, { count: number; texts: number; last: number }>();
    let total = 0;
    for (const text of texts) {
      for (const word of text) {
        const entry = seen.get(word);
        if (!entry) seen.set(word, { count: 1, texts: 1, last: total });
        else {
          entry.count++;
          if (entry.last !== total) {
            entry.texts++;
            entry.last = total;
          }
        }
      }
      total++;
    }
    seen.delete(PAD);
    seen.delete(UNK);
    const kept = [...seen]
      .filter(
        ([, entry]) =>
          entry.count >= spec.minCount &&
          entry.texts >= spec.minDocumentFrequency &&
          entry.texts <= spec.maxDocumentFrequency * total,
      )
      .sort(([a, { count: m }], [b, { count: n }]) => n - m || (a < b ? -1 : 1))
      .map(([word]) => word);
    return new Vocabulary([PAD, UNK, ...(spec.maxSize === null ? kept : kept.slice(0, spec.maxSize))]);
  }

  /**
   * The vocabulary whose words were kept elsewhere, special tokens first.
   * @throws LabError `vocabulary/invalid` where the special tokens are missing or a word stands twice.
   */
  static fromWords(words: readonly string[]): Vocabulary {
    if (words[0] !== PAD || words[1] !== UNK)
      throw new LabError(
        'vocabulary/invalid',
        `A vocabulary begins with ${PAD} and ${UNK}; this one begins with ${JSON.stringify(words.slice(0, 2))}.`,
        'Take the vocabulary that was exported together with the weights.',
      );
    if (new Set(words).size !== words.length) {
      const word = words.find((candidate, id) => words.indexOf(candidate) !== id);
      throw new LabError(
        'vocabulary/invalid',
        `The word ${JSON.stringify(word)} stands twice in the vocabulary.`,
        'Take the vocabulary that was exported together with the weights.',
      );
    }
    return new Vocabulary([...words]);
  }

  /** All words, the special tokens included: the number of rows of the embedding. */
  get size(): number {
    return this.words.length;
  }

  /** The number of a word; `unkId` where it is not known. */
  id(word: string): number {
    return this.ids.get(word) ?? this.unkId;
  }
}

/** Ids of the first `maxLength` tokens. An empty text is read as a single unknown word: no text has length 0. */
export function encodeTokens(
  tokens: readonly string[],
  vocabulary: Vocabulary,
  maxLength = Infinity,
): Int32Array {
  if (tokens.length === 0) return Int32Array.of(vocabulary.unkId);
  const ids = new Int32Array(Math.min(tokens.length, maxLength));
  for (let i = 0; i < ids.length; i++) ids[i] = vocabulary.id(tokens[i] as string);
  return ids;
}
