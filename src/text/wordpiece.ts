import { BERT_TEXT, type BertTextOptions, bertNormalise, bertWords } from './bert-text.ts';
import { type Breathe, learnMerges } from './merges.ts';
import { PAD, UNK } from './vocabulary.ts';

/** Stands before every piece that does not begin a word. */
export const CONTINUES = '##';
/** BERT's special tokens in the order of Hugging Face's trainer. */
export const BERT_SPECIALS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;
/** A longer word is unknown as a whole. */
const LONGEST_WORD = 100;
/** More different characters than this are not learnt, the rarest left out (the trainer's `limit_alphabet`). */
const MOST_CHARACTERS = 1000;
/** Words whose pieces are remembered. */
const REMEMBERED = 100_000;

/**
 * A WordPiece vocabulary from words with their counts: the special tokens, every character, each as `##` continuation
 * too where it occurs as one, then pieces by merges of the most frequent pairs, as Hugging Face's `WordPieceTrainer`.
 *
 * @param words as `bertWords` gives them; @param size of the whole vocabulary at most
 * @returns the vocabulary in order of its numbers
 */
export async function trainWordPiece(
  words: Iterable<readonly [string, number]>,
  size: number,
  minFrequency: number,
  specials: readonly string[] = BERT_SPECIALS,
  breathe?: Breathe,
): Promise<string[]> {
  const counted = [...words].map(([word, count]) => ({ characters: Array.from(word), count }));
  const frequency = new Map<string, number>();
  for (const { characters, count } of counted)
    for (const character of characters) frequency.set(character, (frequency.get(character) ?? 0) + count);
  const byCode = (a: string, b: string): number => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
  const alphabet = [...frequency]
    .sort(([a, m], [b, n]) => n - m || byCode(a, b))
    .slice(0, MOST_CHARACTERS)
    .map(([character]) => character)
    .sort(byCode);
  const known = new Set(alphabet);
  const inside = new Set<string>();
  for (const { characters } of counted)
    for (const character of characters.slice(1)) if (known.has(character)) inside.add(character);
  const pieces = [
    ...specials,
    ...alphabet,
    ...[...inside].sort(byCode).map((character) => CONTINUES + character),
  ];
  const numbers = new Map(pieces.map((piece, number) => [piece, number]));
  const rows = counted.map(({ characters, count }) => ({
    symbols: characters.flatMap((character, i) => numbers.get((i > 0 ? CONTINUES : '') + character) ?? []),
    count,
  }));
  await learnMerges(rows, pieces, {
    size,
    minFrequency,
    join: (left, right) => left + right.slice(CONTINUES.length),
    forbidden: new Set(specials),
    ...(breathe && { breathe }),
  });
  return pieces.slice(0, Math.max(size, specials.length));
}

/** Splits words into the longest pieces of a vocabulary, from the front (BERT's `WordpieceTokenizer`). */
export class WordPieces {
  private readonly known: ReadonlySet<string>;
  private readonly unknown: string;
  private readonly longest: number;

  constructor(pieces: Iterable<string>, unknown: string) {
    this.known = new Set(pieces);
    this.unknown = unknown;
    let longest = 1;
    for (const piece of this.known) longest = Math.max(longest, piece.length);
    this.longest = longest;
  }

  /** The pieces of one of `bertWords`; a word that they do not cover is unknown as a whole. */
  split(word: string): string[] {
    if (word.length > LONGEST_WORD && Array.from(word).length > LONGEST_WORD) return [this.unknown];
    if (this.known.has(word)) return [word];
    const pieces: string[] = [];
    for (let start = 0; start < word.length;) {
      const prefix = start > 0 ? CONTINUES : '';
      let end = Math.min(word.length, start + this.longest);
      let piece = '';
      for (; end > start; end--) {
        piece = prefix + word.slice(start, end);
        if (this.known.has(piece)) break;
      }
      if (end === start) return [this.unknown];
      pieces.push(piece);
      start = end;
    }
    return pieces;
  }
}

/** Pieces as text: words with a space between them. */
export function joinWordPieces(pieces: readonly string[]): string {
  return pieces
    .map((piece, i) => (piece.startsWith(CONTINUES) && i > 0 ? piece.slice(2) : ` ${piece}`))
    .join('')
    .trim();
}

/** The lab's own names of the first two marks, and BERT's. */
const MARK_NAMES: ReadonlyMap<string, string> = new Map([
  [PAD, '[PAD]'],
  [UNK, '[UNK]'],
]);

/** A piece as a person reads it: without `##`, told by `starts`; `<unk>` by the name that BERT has for it. */
export function shownWordPiece(piece: string): { text: string; starts: boolean } {
  return piece.startsWith(CONTINUES) && piece !== CONTINUES
    ? { text: piece.slice(CONTINUES.length), starts: false }
    : { text: MARK_NAMES.get(piece) ?? piece, starts: true };
}

/** A shown piece as it stands in the vocabulary: with `##` where it goes on with a word. */
export const pieceOf = ({ text, starts }: { text: string; starts: boolean }): string =>
  starts ? text : CONTINUES + text;

export interface WordPieceModel {
  /** Pieces by number. */
  vocabulary: readonly string[];
  text: BertTextOptions;
  unknown: string;
  /** Tokens that are never split nor found in ordinary text. */
  specials: readonly string[];
}

/** BERT's tokenizer whole: from any text to numbers and back. */
export class WordPiece {
  readonly model: WordPieceModel;
  private readonly pieces: WordPieces;
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly remembered = new Map<string, readonly string[]>();
  private readonly special: RegExp | null;

  constructor(vocabulary: readonly string[], options: Partial<Omit<WordPieceModel, 'vocabulary'>> = {}) {
    const { text = BERT_TEXT, unknown = '[UNK]' } = options;
    const specials = options.specials ?? BERT_SPECIALS.filter((name) => vocabulary.includes(name));
    this.model = { vocabulary, text, unknown, specials };
    this.pieces = new WordPieces(vocabulary, unknown);
    this.numbers = new Map(vocabulary.map((piece, number) => [piece, number]));
    const escaped = specials.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
    this.special = escaped.length > 0 ? new RegExp(`(${escaped.join('|')})`) : null;
  }

  /** Pieces of a text. `special`: `[MASK]` and its like in the text are the special tokens, else ordinary text. */
  tokenize(text: string, special = false): string[] {
    if (!special || !this.special) return this.ordinary(text);
    return text.split(this.special).flatMap((part, i) => (i % 2 === 1 ? [part] : this.ordinary(part)));
  }

  /** Numbers of a text's pieces, without `[CLS]` and `[SEP]` around them. */
  encode(text: string, special = false): Int32Array {
    return Int32Array.from(this.tokenize(text, special), (piece) => this.id(piece));
  }

  /** The words of these numbers with a space between them; a number out of range is skipped. */
  decode(ids: Iterable<number>, skipSpecials = true): string {
    const { vocabulary, specials } = this.model;
    const pieces = Array.from(ids, (id) => vocabulary[id]).filter((piece) => piece !== undefined);
    return joinWordPieces(skipSpecials ? pieces.filter((piece) => !specials.includes(piece)) : pieces);
  }

  id(piece: string): number {
    return this.numbers.get(piece) ?? this.numbers.get(this.model.unknown) ?? 0;
  }

  private ordinary(text: string): string[] {
    const result: string[] = [];
    for (const word of bertWords(bertNormalise(text, this.model.text))) {
      let pieces = this.remembered.get(word);
      if (!pieces) {
        pieces = this.pieces.split(word);
        if (this.remembered.size >= REMEMBERED) this.remembered.clear();
        this.remembered.set(word, pieces);
      }
      for (const piece of pieces) result.push(piece);
    }
    return result;
  }
}
