import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'seq2seq/collate',
  title: 'Sentences as a batch of ids',
  defines: ['encode', 'collate'],
  tensors: false,
  starter: `/** The words of a sentence → ids, with <sos> before and <eos> behind; words not in the vocabulary are <unk> */
function encode(words: string[], vocabulary: Map<string, number>): number[] {
  // Your code.
  return [];
}

/** Ids of sentences → all filled up to the longest, and how long each was */
function collate(sentences: number[][], pad: number): { ids: number[][]; lengths: number[] } {
  // Your code.
  return { ids: sentences, lengths: [] };
}
`,
  reference: `function encode(words: string[], vocabulary: Map<string, number>): number[] {
  const unknown = vocabulary.get('<unk>');
  const idOf = (word: string) => vocabulary.get(word) ?? unknown;
  return ['<sos>', ...words, '<eos>'].map(idOf);
}

function collate(sentences: number[][], pad: number): { ids: number[][]; lengths: number[] } {
  const lengths = sentences.map((ids) => ids.length);
  const longest = Math.max(0, ...lengths);
  return { ids: sentences.map((ids) => [...ids, ...Array(longest - ids.length).fill(pad)]), lengths };
}
`,
  offers: [
    { name: 'vocabulary.get', detail: '(word): its id, or undefined' },
    { name: 'Array.from', detail: '({ length: n }, (_, i) => …): n values' },
    { name: 'Math.max', detail: '(…numbers): the greatest; without any, −Infinity' },
  ],
  checks: [
    { id: 'marks', title: 'A sentence begins with <sos> and ends with <eos>', points: 2 },
    { id: 'unknown', title: 'A word that is not in the vocabulary is <unk>', points: 1 },
    { id: 'fill', title: 'All sentences are filled up to the longest', points: 1 },
    { id: 'lengths', title: 'The lengths are those before filling', points: 1 },
    {
      id: 'edges',
      title: 'Empty sentences, ids of 0, no sentence; what is given stays as it was',
      points: 1,
      after: 'fill',
    },
  ],
};
