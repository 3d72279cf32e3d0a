/** Byte pair encoding as the exercise defines it, and with the mistakes that are made in it. */

export type Merge = [left: string, right: string];

export interface Mistakes {
  /** How a text is cut. */
  chunks?: (text: string) => string[];
  /** Each different chunk counts once. */
  once?: boolean;
  /** A pair that occurs less often is not merged. */
  least?: number;
  /** Whether pairs are counted again after a merge. */
  recount?: boolean;
  tie?: 'first' | 'last' | 'seen';
}

const chunksOf = (text: string): string[] => text.match(/\s*\S+|\s+/gu) ?? [];

function merged(symbols: readonly string[], left: string, right: string, places = Infinity): string[] {
  const out: string[] = [];
  let rest = places;
  for (let i = 0; i < symbols.length; i++) {
    if (rest > 0 && symbols[i] === left && symbols[i + 1] === right) {
      out.push(left + right);
      rest--;
      i++;
    } else {
      out.push(symbols[i] as string);
    }
  }
  return out;
}

interface Pair {
  left: string;
  right: string;
  times: number;
  words: Set<number>;
}

/** The pairs of all words, by a key that no text can hold twice: the length of the left part stands before it. */
class PairIndex {
  readonly pairs = new Map<string, Pair>();

  note(symbols: readonly string[], word: number, by: number): void {
    for (let i = 0; i + 1 < symbols.length; i++) {
      const [left, right] = [symbols[i] as string, symbols[i + 1] as string];
      const key = `${left.length}:${left}${right}`;
      let pair = this.pairs.get(key);
      if (!pair) this.pairs.set(key, (pair = { left, right, times: 0, words: new Set() }));
      pair.times += by;
      if (by > 0) pair.words.add(word);
      if (pair.times === 0) this.pairs.delete(key);
    }
  }

  best(least: number, tie: Mistakes['tie']): Pair | null {
    let best: Pair | null = null;
    for (const pair of this.pairs.values()) {
      if (pair.times < least || (best && pair.times < best.times)) continue;
      const wins =
        !best ||
        pair.times > best.times ||
        (tie === 'first' && before(pair, best)) ||
        (tie === 'last' && before(best, pair));
      if (wins) best = pair;
    }
    return best;
  }
}

const before = (a: Pair, b: Pair): boolean => a.left < b.left || (a.left === b.left && a.right < b.right);

export function trained(
  texts: readonly string[],
  count: number,
  { chunks = chunksOf, once = false, least = 2, recount = true, tie = 'first' }: Mistakes = {},
): Merge[] {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const chunk of chunks(text)) counts.set(chunk, once ? 1 : (counts.get(chunk) ?? 0) + 1);
  const words = [...counts].map(([chunk, times]) => ({ symbols: Array.from(chunk), times }));
  const index = new PairIndex();
  words.forEach(({ symbols, times }, w) => index.note(symbols, w, times));
  const merges: Merge[] = [];
  while (merges.length < count) {
    const best = index.best(least, tie);
    if (!best) break;
    const { left, right } = best;
    merges.push([left, right]);
    if (!recount) {
      index.pairs.delete(`${left.length}:${left}${right}`);
      continue;
    }
    for (const w of [...best.words]) {
      const word = words[w] as (typeof words)[number];
      index.note(word.symbols, w, -word.times);
      word.symbols = merged(word.symbols, left, right);
      index.note(word.symbols, w, word.times);
    }
  }
  return merges;
}

/** How tokens are found: by the order of merges, or as it is often got wrong. */
export type Way = 'order' | 'longest' | 'leftmost' | 'once' | 'units';

export function encoded(text: string, merges: readonly Merge[], way: Way = 'order'): string[] {
  return chunksOf(text).flatMap((chunk) => {
    if (way === 'longest') return longest(chunk, new Set(merges.map(([left, right]) => left + right)));
    let symbols = way === 'units' ? chunk.split('') : Array.from(chunk);
    if (way === 'leftmost') return leftmost(symbols, merges);
    for (const [left, right] of merges) symbols = merged(symbols, left, right, way === 'once' ? 1 : Infinity);
    return symbols;
  });
}

function longest(chunk: string, known: ReadonlySet<string>): string[] {
  const characters = Array.from(chunk);
  const tokens: string[] = [];
  for (let i = 0; i < characters.length;) {
    let end = characters.length;
    while (end > i + 1 && !known.has(characters.slice(i, end).join(''))) end--;
    tokens.push(characters.slice(i, end).join(''));
    i = end;
  }
  return tokens;
}

function leftmost(start: readonly string[], merges: readonly Merge[]): string[] {
  let symbols = [...start];
  for (let i = 0; i + 1 < symbols.length;) {
    const known = merges.some(([left, right]) => left === symbols[i] && right === symbols[i + 1]);
    if (!known) {
      i++;
      continue;
    }
    symbols = [...symbols.slice(0, i), `${symbols[i]}${symbols[i + 1]}`, ...symbols.slice(i + 2)];
    i = 0;
  }
  return symbols;
}
