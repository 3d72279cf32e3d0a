import type { TextSpec } from '../recipe/recipe.ts';
import { BERT_TEXT, bertNormalise, bertTextOf, bertWords } from './bert-text.ts';
import { BytePairs, joinBytePairs, shownBytePair, trainBytePairs } from './byte-pairs.ts';
import type { Breathe } from './merges.ts';
import { tokenizeText } from './tokenize.ts';
import { encodeTokens, PAD, UNK, Vocabulary } from './vocabulary.ts';
import { joinWordPieces, shownWordPiece, trainWordPiece, WordPieces } from './wordpiece.ts';

/**
 * The tokenizers a recipe can choose, behind one interface. All begin with the words that `tokenizeText` gives, so
 * cleaning is the same for all; they differ in how a word becomes tokens. What was learnt is the vocabulary, in order
 * of its numbers: it and the recipe are the whole model, and so checkpoints and zips carry it as they carry words.
 */

/** A token as a person reads it. */
export interface ShownToken {
  text: string;
  /** Begins a word; else it is glued to the token before. */
  starts: boolean;
}

/** How one kind of tokenizer splits words and joins tokens. */
export interface Splitter {
  /** Tokens of one word of `tokenizeText`. */
  split(word: string): string[];
  /** Tokens as text. */
  join(tokens: readonly string[]): string;
  show(token: string): ShownToken;
}

const WORDS: Splitter = {
  split: (word) => [word],
  join: (tokens) => tokens.join(' '),
  show: (token) => ({ text: token, starts: true }),
};

type SubwordSpec = Exclude<TextSpec['tokenizer'], { kind: 'word' }>;

const SPECIALS: ReadonlySet<string> = new Set([PAD, UNK]);
/** Tokens that are no text: those of a translator have begin and end as well. They stand by themselves. */
const MARKS: ReadonlySet<string> = new Set([...SPECIALS, '<sos>', '<eos>']);

export function splitterOf(spec: TextSpec, vocabulary: Vocabulary): Splitter {
  const learnt = vocabulary.words.slice(2);
  switch (spec.tokenizer.kind) {
    case 'word':
      return WORDS;
    case 'bpe': {
      const pairs = new BytePairs(learnt);
      return {
        split: (word) => pairs.split(word),
        join: joinBytePairs,
        show: (token) => (MARKS.has(token) ? { text: token, starts: true } : shownBytePair(token)),
      };
    }
    case 'wordpiece': {
      const pieces = new WordPieces(learnt, UNK);
      const options = bertTextOf(spec) ?? BERT_TEXT;
      return {
        split: (word) => bertWords(bertNormalise(word, options)).flatMap((part) => pieces.split(part)),
        join: joinWordPieces,
        show: shownWordPiece,
      };
    }
  }
}

/**
 * The vocabulary that a subword tokenizer learns from words and how often each occurs in train.
 * @param marks of WordPiece: further tokens that no text has, behind `<pad>` and `<unk>`
 * @throws what `breathe` throws
 */
export async function trainSubwords(
  spec: TextSpec & { tokenizer: SubwordSpec },
  words: ReadonlyMap<string, number>,
  breathe?: Breathe,
  marks: readonly string[] = [],
): Promise<Vocabulary> {
  const { kind, vocabularySize, minFrequency } = spec.tokenizer;
  if (kind === 'bpe') {
    const size = vocabularySize - SPECIALS.size;
    return Vocabulary.fromWords([
      ...SPECIALS,
      ...(await trainBytePairs(words, size, minFrequency, SPECIALS, breathe)),
    ]);
  }
  const options = bertTextOf(spec) ?? BERT_TEXT;
  const parts = new Map<string, number>();
  for (const [word, count] of words)
    for (const part of bertWords(bertNormalise(word, options)))
      parts.set(part, (parts.get(part) ?? 0) + count);
  return Vocabulary.fromWords(
    await trainWordPiece(parts, vocabularySize, minFrequency, [...SPECIALS, ...marks], breathe),
  );
}

export const isSubword = (spec: TextSpec): spec is TextSpec & { tokenizer: SubwordSpec } =>
  spec.tokenizer.kind !== 'word';

/** Words whose tokens are remembered. */
const REMEMBERED = 50_000;

/** From any text to numbers and back, under a recipe and the vocabulary that came of it. */
export class Tokenizer {
  readonly vocabulary: Vocabulary;
  private readonly spec: TextSpec;
  private readonly splitter: Splitter;
  private readonly remembered = new Map<string, readonly string[]>();

  constructor(spec: TextSpec, vocabulary: Vocabulary) {
    this.spec = spec;
    this.vocabulary = vocabulary;
    this.splitter = splitterOf(spec, vocabulary);
  }

  /** Tokens of a text as they stand in the vocabulary; an unknown word stands as it is, or as `<unk>`. */
  tokens(text: string): string[] {
    const words = tokenizeText(text, this.spec);
    return isSubword(this.spec) ? words.flatMap((word) => this.split(word)) : words;
  }

  /** Numbers of the first `maxLength` tokens; of an empty text that of a single unknown word. */
  encode(text: string, maxLength = Infinity): Int32Array {
    return encodeTokens(this.tokens(text), this.vocabulary, maxLength);
  }

  /** The (normalised) text of these numbers; padding is left out. */
  decode(ids: Iterable<number>): string {
    const { words, padId } = this.vocabulary;
    return this.splitter.join(
      Array.from(ids)
        .filter((id) => id !== padId && id in words)
        .map((id) => words[id] as string),
    );
  }

  show(token: string): ShownToken {
    return this.splitter.show(token);
  }

  private split(word: string): readonly string[] {
    let tokens = this.remembered.get(word);
    if (!tokens) {
      tokens = this.splitter.split(word);
      if (this.remembered.size >= REMEMBERED) this.remembered.clear();
      this.remembered.set(word, tokens);
    }
    return tokens;
  }
}
