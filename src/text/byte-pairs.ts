import { type Breathe, learnMerges } from './merges.ts';

/**
 * Byte-level BPE in the manner of GPT-2 (Radford et al. 2019): a word is its UTF-8 bytes with a mark before the first,
 * each byte written as one printable character. There is a piece for every byte, so no word is ever unknown.
 *
 * Merges are not kept apart: of two neighbours those join first whose union stands earlier among the pieces, as in
 * tiktoken. The pieces in their order are thus the whole model.
 */

/** Stands before every word, in the place that GPT-2 gives to the space. */
export const WORD_START = 'Ġ';
/** A longer word is read in runs of so many symbols: the time it takes grows with the square of a run. */
const LONGEST_RUN = 256;

/** GPT-2's characters for bytes: those that can be seen stand for themselves, the others for U+0100 and on. */
export const BYTE_CHARACTERS: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const seen = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCharCode(seen ? byte : next++);
  });
})();

const BYTES = new Map(BYTE_CHARACTERS.map((character, byte) => [character, byte]));
const encoder = new TextEncoder();

/** A word as characters for its bytes, in runs none of which is longer than 256. */
function runsOf(word: string): string[] {
  let symbols = WORD_START;
  for (const byte of encoder.encode(word)) symbols += BYTE_CHARACTERS[byte] as string;
  if (symbols.length <= LONGEST_RUN) return [symbols];
  const runs: string[] = [];
  for (let at = 0; at < symbols.length; at += LONGEST_RUN) runs.push(symbols.slice(at, at + LONGEST_RUN));
  return runs;
}

/**
 * The pieces that words with their counts give: the bytes, then the merges in the order they were learnt.
 * @param size number of pieces at most, of which 256 are the bytes; @param forbidden pieces that must not come to be
 */
export async function trainBytePairs(
  words: Iterable<readonly [string, number]>,
  size: number,
  minFrequency: number,
  forbidden: ReadonlySet<string>,
  breathe?: Breathe,
): Promise<string[]> {
  const pieces = [...BYTE_CHARACTERS];
  const numbers = new Map(pieces.map((piece, number) => [piece, number]));
  const counted = [...words].flatMap(([word, count]) =>
    runsOf(word).map((run) => ({
      symbols: Array.from(run, (character) => numbers.get(character) as number),
      count,
    })),
  );
  await learnMerges(counted, pieces, {
    size,
    minFrequency,
    join: (left, right) => left + right,
    forbidden,
    ...(breathe && { breathe }),
  });
  return pieces;
}

/** Splits words by the pieces that were learnt. */
export class BytePairs {
  private readonly ranks: ReadonlyMap<string, number>;

  /** @param pieces in the order they were learnt; the bytes among them */
  constructor(pieces: readonly string[]) {
    this.ranks = new Map(pieces.map((piece, rank) => [piece, rank]));
  }

  /** The pieces of one word, the first with the mark of a word's start. */
  split(word: string): string[] {
    return runsOf(word).flatMap((run) => (this.ranks.has(run) ? [run] : this.merge(run)));
  }

  private merge(run: string): string[] {
    const parts = run.split('');
    for (;;) {
      let best = Infinity;
      let at = -1;
      for (let i = 0; i + 1 < parts.length; i++) {
        const rank = this.ranks.get((parts[i] as string) + (parts[i + 1] as string));
        if (rank !== undefined && rank < best) {
          best = rank;
          at = i;
        }
      }
      if (at < 0) return parts;
      parts.splice(at, 2, (parts[at] as string) + (parts[at + 1] as string));
    }
  }
}

/** The text that pieces stand for, with a space before each word but the first. */
export function joinBytePairs(pieces: readonly string[]): string {
  return textOf(pieces.join('')).replace(/^ /, '');
}

/** Characters for bytes as text; bytes that make no character become U+FFFD. */
function textOf(characters: string): string {
  const bytes = Array.from(characters, (character) => BYTES.get(character) ?? 0x20);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}

const half = (byte: number): string => `‹${byte.toString(16).toUpperCase().padStart(2, '0')}›`;

/** A piece as a person reads it; bytes that are only part of a character by their number, such as ‹C3›. */
export function shownBytePair(piece: string): { text: string; starts: boolean } {
  const starts = piece.startsWith(WORD_START);
  const own = starts ? piece.slice(1) : piece;
  const text = textOf(own);
  if (!text.includes('\ufffd')) return { text, starts };
  return {
    text: Array.from(own, (character) => {
      const byte = BYTES.get(character) ?? 0x20;
      return byte < 0x80 ? String.fromCharCode(byte) : half(byte);
    }).join(''),
    starts,
  };
}
