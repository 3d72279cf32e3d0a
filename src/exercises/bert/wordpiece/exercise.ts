import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'bert/wordpiece',
  title: 'From texts to a batch, and back',
  defines: ['encodeBatch', 'decodeBatch'],
  tensors: false,
  starter: `/**
 * pieces(text): the pieces of a text; vocabulary: the piece of each id, the marks among them
 * → ids [texts, longest row] and mask: 1 for pieces and marks, 0 for padding
 */
function encodeBatch(
  texts: string[],
  pieces: (text: string) => string[],
  vocabulary: string[],
  maxLength: number,
): { ids: number[][]; mask: number[][] } {
  // Your code: [CLS], the pieces, [SEP], then [PAD]
  return { ids: [], mask: [] };
}

/** Ids of a batch → its texts */
function decodeBatch(ids: number[][], vocabulary: string[]): string[] {
  // Your code
  return [];
}
`,
  reference: `function encodeBatch(
  texts: string[],
  pieces: (text: string) => string[],
  vocabulary: string[],
  maxLength: number,
): { ids: number[][]; mask: number[][] } {
  const places = new Map(vocabulary.map((piece, id) => [piece, id]));
  const unknown = places.get('[UNK]');
  const rows = texts.map((text) => {
    const kept = pieces(text).slice(0, maxLength - 2);
    return ['[CLS]', ...kept, '[SEP]'].map((piece) => places.get(piece) ?? unknown);
  });
  const length = Math.max(0, ...rows.map((row) => row.length));
  const padding = (row) => length - row.length;
  return {
    ids: rows.map((row) => [...row, ...Array(padding(row)).fill(places.get('[PAD]'))]),
    mask: rows.map((row) => [...row.map(() => 1), ...Array(padding(row)).fill(0)]),
  };
}

function decodeBatch(ids: number[][], vocabulary: string[]): string[] {
  const dropped = ['[PAD]', '[CLS]', '[SEP]'];
  return ids.map((row) =>
    row
      .map((id) => vocabulary[id])
      .filter((piece) => !dropped.includes(piece))
      .join(' ')
      .replaceAll(' ##', ''),
  );
}
`,
  offers: [
    { name: 'pieces', detail: '(text): the pieces of a text' },
    { name: 'new Map', detail: '(pairs): looks up at once, where indexOf reads the whole vocabulary' },
    { name: 'list.slice', detail: '(0, n): the first n' },
    { name: 'Math.max', detail: '(…numbers): the greatest' },
  ],
  checks: [
    { id: 'marks', title: '[CLS], the ids of the pieces, [SEP]', points: 2 },
    { id: 'cut', title: 'Long texts lose pieces, not their [SEP]', points: 2 },
    { id: 'batch', title: 'Rows of one length, and a mask that says what is padding', points: 2 },
    { id: 'decode', title: 'Ids become text again', points: 2 },
  ],
};
