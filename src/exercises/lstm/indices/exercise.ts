import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'lstm/indices',
  title: 'Words to indices',
  defines: ['vocabulary', 'encode'],
  tensors: false,
  starter: `const PAD = 0; // <pad>
const UNK = 1; // <unk>

/** texts: the words of each training text → the words by index, '<pad>' and '<unk>' first */
function vocabulary(texts: string[][], minCount: number): string[] {
  // Your code.
  return ['<pad>', '<unk>'];
}

/** The indices of the words of one text: cut or filled up to \`length\` */
function encode(words: string[], vocabulary: string[], length: number): number[] {
  // Your code.
  return [];
}
`,
  reference: `const PAD = 0;
const UNK = 1;

function vocabulary(texts: string[][], minCount: number): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= minCount);
  kept.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ['<pad>', '<unk>', ...kept.map(([word]) => word)];
}

function encode(words: string[], vocabulary: string[], length: number): number[] {
  const places = new Map(vocabulary.map((word, i) => [word, i]));
  places.delete('<pad>');
  const ids = words.slice(0, length).map((word) => places.get(word) ?? UNK);
  while (ids.length < length) ids.push(PAD);
  return ids;
}
`,
  offers: [
    { name: 'new Map', detail: '(): counts by word, with get and set' },
    { name: 'words.slice', detail: '(0, n): the first n' },
    { name: 'list.sort', detail: '((a, b) => …): negative puts a first' },
  ],
  checks: [
    { id: 'vocabulary', title: 'The words by how often they occur', points: 2 },
    { id: 'count', title: 'Words rarer than the threshold are left out', points: 1 },
    { id: 'encode', title: 'Words become indices, unknown ones <unk>', points: 2 },
    { id: 'length', title: 'Every text gets the wanted length', points: 1 },
  ],
};
