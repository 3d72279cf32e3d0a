import { PairHeap } from './pair-heap.ts';

/** A word as a row of symbols, and how often it occurs. */
export interface CountedWord {
  /** Numbers of symbols; changed in place by the training. */
  symbols: number[];
  count: number;
}

/** Called now and then, so that a long training can tell how far it is and be cancelled. */
export type Breathe = (done: number, total: number) => Promise<void> | void;

/** Merges between two calls of `breathe`. */
const BETWEEN_BREATHS = 32;
/** A pair as one number: so many symbols there may be at most. */
const ROOM = 1 << 22;

interface Pair {
  count: number;
  /** Words that hold the pair, or once did; a word may stand here twice. */
  words: number[];
}

/** How often each pair of neighbours occurs, and in which words: kept up to date merge by merge. */
class PairIndex {
  readonly pairs = new Map<number, Pair>();
  /** Pairs that became more frequent since the last look. */
  readonly risen = new Set<number>();

  add(left: number, right: number, count: number, word: number): void {
    const key = left * ROOM + right;
    const pair = this.pairs.get(key);
    if (!pair) this.pairs.set(key, { count, words: [word] });
    else {
      pair.count += count;
      if (pair.words[pair.words.length - 1] !== word) pair.words.push(word);
    }
    this.risen.add(key);
  }

  remove(left: number, right: number, count: number): void {
    const pair = this.pairs.get(left * ROOM + right);
    if (pair) pair.count -= count;
  }

  /** Replaces left, right by `joined` throughout a word. */
  mergeIn(word: CountedWord, number: number, left: number, right: number, joined: number): void {
    const { symbols, count } = word;
    let to = 0;
    for (let at = 0; at < symbols.length;) {
      const symbol = symbols[at] as number;
      if (symbol !== left || symbols[at + 1] !== right) {
        symbols[to++] = symbol;
        at++;
        continue;
      }
      this.remove(left, right, count);
      if (to > 0) {
        const before = symbols[to - 1] as number;
        this.remove(before, left, count);
        this.add(before, joined, count, number);
      }
      if (at + 2 < symbols.length) {
        const after = symbols[at + 2] as number;
        this.remove(right, after, count);
        this.add(joined, after, count, number);
      }
      symbols[to++] = joined;
      at += 2;
    }
    symbols.length = to;
  }
}

export interface MergeOptions {
  /** Ends when there are so many symbols … */
  size: number;
  /** … or no pair occurs so often. */
  minFrequency: number;
  /** The piece that two pieces make. */
  join: (left: string, right: string) => string;
  /** A piece that must not come to be. */
  forbidden?: ReadonlySet<string>;
  breathe?: Breathe;
}

/**
 * Byte pair encoding (Sennrich, Haddow and Birch 2016): again and again the most frequent pair of neighbours becomes a
 * symbol of its own, until there are `size`. Of equally frequent pairs the one whose symbols are older comes first, as
 * in Hugging Face's trainers, so that the same words give the same pieces.
 *
 * The pairs are counted once; a merge then touches only the words that hold its pair, and only the pairs beside it.
 *
 * @param pieces the symbols there are to begin with, by number; the new ones are appended
 * @throws what `breathe` throws
 */
export async function learnMerges(
  words: readonly CountedWord[],
  pieces: string[],
  { size, minFrequency, join, forbidden, breathe }: MergeOptions,
): Promise<void> {
  const index = new PairIndex();
  for (const [number, { symbols, count }] of words.entries())
    for (let i = 0; i + 1 < symbols.length; i++)
      index.add(symbols[i] as number, symbols[i + 1] as number, count, number);
  const heap = new PairHeap();
  const takeRisen = (): void => {
    for (const key of index.risen) heap.push(key, index.pairs.get(key)?.count ?? 0);
    index.risen.clear();
  };
  takeRisen();
  const numbers = new Map(pieces.map((piece, number) => [piece, number]));
  const first = pieces.length;
  while (pieces.length < size) {
    if ((pieces.length - first) % BETWEEN_BREATHS === 0) await breathe?.(pieces.length - first, size - first);
    const best = heap.pop();
    if (!best || best.count < minFrequency) break;
    const pair = index.pairs.get(best.key);
    if (!pair) continue;
    // The heap is not told of pairs that became rarer: it finds out when their turn comes.
    if (pair.count !== best.count) {
      if (pair.count > 0) heap.push(best.key, pair.count);
      continue;
    }
    index.pairs.delete(best.key);
    const left = Math.floor(best.key / ROOM);
    const right = best.key % ROOM;
    const piece = join(pieces[left] as string, pieces[right] as string);
    if (forbidden?.has(piece)) continue;
    let joined = numbers.get(piece);
    if (joined === undefined) {
      joined = pieces.length;
      pieces.push(piece);
      numbers.set(piece, joined);
    }
    for (const number of pair.words) index.mergeIn(words[number] as CountedWord, number, left, right, joined);
    takeRisen();
  }
  await breathe?.(size - first, size - first);
}
