import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'rnn/pad-batch',
  title: 'A batch and its mask',
  defines: ['padBatch'],
  tensors: false,
  starter: `/** texts: ids of each text; pad: the id of padding → all of one length, and where there is text */
function padBatch(texts: number[][], pad: number): { ids: number[][]; mask: number[][] } {
  // Your code.
  return { ids: texts, mask: [] };
}
`,
  reference: `function padBatch(texts: number[][], pad: number): { ids: number[][]; mask: number[][] } {
  const longest = Math.max(0, ...texts.map((text) => text.length));
  const ids = texts.map((text) => [...text, ...Array(longest - text.length).fill(pad)]);
  const mask = texts.map((text) => Array.from({ length: longest }, (_, t) => (t < text.length ? 1 : 0)));
  return { ids, mask };
}
`,
  offers: [
    { name: 'Array.from', detail: '({ length: n }, (_, i) => …): n values' },
    { name: 'Math.max', detail: '(…numbers): the greatest; without any, −Infinity' },
    { name: 'texts.map', detail: '((text) => …): one value for each text' },
  ],
  checks: [
    { id: 'ids', title: 'Every text is filled up to the longest of the batch, at its end', points: 2 },
    { id: 'mask', title: 'The mask is 1 on words and 0 on padding', points: 2 },
    { id: 'edges', title: 'One text, empty texts and ids like that of padding', points: 1 },
    { id: 'input', title: 'The texts given are left as they were', points: 1, after: 'ids' },
  ],
};
