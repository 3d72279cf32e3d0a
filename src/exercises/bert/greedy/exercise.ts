import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'bert/greedy',
  title: 'A word in pieces',
  defines: ['splitWord'],
  tensors: false,
  starter: `/**
 * word: lower-case letters; pieces: the vocabulary, where a piece that goes on with a word begins with ##
 * → the pieces of the word from left to right, each the longest that fits; ['[UNK]'] where none does
 */
function splitWord(word: string, pieces: Set<string>): string[] {
  // Your code: from each place on, try the longest piece first.
  return [];
}
`,
  reference: `function splitWord(word: string, pieces: Set<string>): string[] {
  const found: string[] = [];
  let start = 0;
  while (start < word.length) {
    let end = word.length;
    let piece = '';
    for (; end > start; end--) {
      piece = (start > 0 ? '##' : '') + word.slice(start, end);
      if (pieces.has(piece)) break;
    }
    if (end === start) return ['[UNK]'];
    found.push(piece);
    start = end;
  }
  return found;
}
`,
  offers: [
    { name: 'pieces.has', detail: '(piece): whether the vocabulary has it' },
    { name: 'word.slice', detail: '(start, end): the letters from start to before end' },
  ],
  checks: [
    { id: 'whole', title: 'A word of the vocabulary is one piece', points: 1 },
    { id: 'longest', title: 'The longest piece first, ## within a word', points: 3 },
    { id: 'unknown', title: 'A word that cannot be cut up is unknown as a whole', points: 1 },
  ],
};
