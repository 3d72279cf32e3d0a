import type { Exercise } from '../../types.ts';

const CHUNKS = `/** White space belongs to the word after it; no merge goes beyond a chunk. "a  cat" → ["a", "  cat"] */
const chunks = (text: string): string[] => text.match(/\\s*\\S+|\\s+/gu) ?? [];
`;

export const exercise: Exercise = {
  id: 'lstm/bpe',
  title: 'A tokenizer of your own: BPE',
  defines: ['trainBpe', 'encode', 'decode'],
  tensors: false,
  silenceSeconds: 10,
  starter: `type Merge = [left: string, right: string];

${CHUNKS}
/** The merges in the order in which they were learned, at most \`count\`. */
function trainBpe(texts: string[], count: number): Merge[] {
  // Your code.
  return [];
}

/** The tokens of the text. */
function encode(text: string, merges: Merge[]): string[] {
  // Your code: chunk by chunk, from characters (Array.from keeps 😀 whole) to tokens.
  return [];
}

function decode(tokens: string[]): string {
  // Your code.
  return '';
}
`,
  reference: `type Merge = [left: string, right: string];

${CHUNKS}
const merged = (symbols: string[], left: string, right: string): string[] => {
  const out: string[] = [];
  for (let i = 0; i < symbols.length; i++) {
    if (symbols[i] === left && symbols[i + 1] === right) {
      out.push(left + right);
      i++;
    } else {
      out.push(symbols[i]);
    }
  }
  return out;
};

function trainBpe(texts: string[], count: number): Merge[] {
  // Each different chunk once, with how often it occurs.
  const counts = new Map<string, number>();
  for (const text of texts) for (const chunk of chunks(text)) counts.set(chunk, (counts.get(chunk) ?? 0) + 1);
  const words = [...counts].map(([chunk, times]) => ({ symbols: Array.from(chunk), times }));
  // The index: of each pair how often it occurs, and in which words.
  const index = new Map<string, Map<string, { left: string; right: string; times: number; words: Set<number> }>>();
  const note = (w: number, sign: 1 | -1): void => {
    const { symbols, times } = words[w];
    for (let i = 0; i + 1 < symbols.length; i++) {
      const [left, right] = [symbols[i], symbols[i + 1]];
      let row = index.get(left);
      if (!row) index.set(left, (row = new Map()));
      let pair = row.get(right);
      if (!pair) row.set(right, (pair = { left, right, times: 0, words: new Set() }));
      pair.times += sign * times;
      if (sign > 0) pair.words.add(w);
      else if (pair.times === 0) row.delete(right);
      else pair.words.delete(w);
    }
  };
  words.forEach((_, w) => note(w, 1));
  const merges: Merge[] = [];
  while (merges.length < count) {
    let best = { left: '', right: '', times: 1, words: new Set<number>() };
    for (const row of index.values())
      for (const pair of row.values()) {
        if (pair.times < best.times || pair.times < 2) continue;
        const earlier = pair.left < best.left || (pair.left === best.left && pair.right < best.right);
        if (pair.times > best.times || earlier) best = pair;
      }
    if (best.times < 2) break;
    const { left, right } = best;
    merges.push([left, right]);
    // Only words with the pair change.
    for (const w of [...best.words]) {
      note(w, -1);
      words[w].symbols = merged(words[w].symbols, left, right);
      note(w, 1);
    }
  }
  return merges;
}

function encode(text: string, merges: Merge[]): string[] {
  const ranks = new Map<string, Map<string, number>>();
  merges.forEach(([left, right], rank) => {
    let row = ranks.get(left);
    if (!row) ranks.set(left, (row = new Map()));
    if (!row.has(right)) row.set(right, rank);
  });
  return chunks(text).flatMap((chunk) => {
    let symbols = Array.from(chunk);
    for (;;) {
      let first = Infinity;
      for (let i = 0; i + 1 < symbols.length; i++)
        first = Math.min(first, ranks.get(symbols[i])?.get(symbols[i + 1]) ?? Infinity);
      if (first === Infinity) return symbols;
      symbols = merged(symbols, ...merges[first]);
    }
  });
}

function decode(tokens: string[]): string {
  return tokens.join('');
}
`,
  offers: [
    { name: 'chunks', detail: '(text): its words, each with the white space before it' },
    { name: 'Array.from', detail: '(text): its characters, code point by code point' },
    { name: 'Map', detail: 'new Map(): counts by key, with get, set, has and delete' },
    { name: 'Set', detail: 'new Set(): with add, has and delete' },
  ],
  checks: [
    { id: 'merges', title: 'The commonest pair is merged, again and again', points: 3 },
    { id: 'ties', title: 'Of equally common pairs the first in the alphabet is taken', points: 1 },
    { id: 'encode', title: 'A text is split by the merges in their order', points: 2 },
    { id: 'round', title: 'Any text comes back as it was', points: 1 },
    { id: 'speed', title: 'Fast enough for 2,000 merges on 5,000 texts in 10 seconds', points: 2 },
  ],
};
