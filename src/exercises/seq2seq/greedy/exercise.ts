import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'seq2seq/greedy',
  title: 'Greedy decoding that ends',
  defines: ['greedy'],
  tensors: false,
  starter: `type Step = (id: number, state: unknown) => { logits: number[]; state: unknown };

interface Marks {
  sos: number;
  eos: number;
  maxLength: number; // at most so many words
}

/** → ids of the words, without <sos> and <eos> */
function greedy(state: unknown, step: Step, { sos, eos, maxLength }: Marks): number[] {
  // Your code.
  return [];
}
`,
  reference: `function greedy(state: unknown, step: Step, { sos, eos, maxLength }: Marks): number[] {
  const words: number[] = [];
  let id = sos;
  while (words.length < maxLength) {
    const next = step(id, state);
    state = next.state;
    id = next.logits.indexOf(Math.max(...next.logits));
    if (id === eos) break;
    words.push(id);
  }
  return words;
}
`,
  offers: [
    { name: 'step', detail: '(id, state): { logits, state }' },
    { name: 'Math.max', detail: '(…numbers): the greatest' },
  ],
  checks: [
    { id: 'words', title: 'The likeliest word at every step, which is read next', points: 2 },
    { id: 'eos', title: 'It stops at <eos>, which is no word of the translation', points: 2, after: 'words' },
    { id: 'ends', title: 'It ends after maxLength words where <eos> never comes', points: 1, after: 'words' },
    { id: 'work', title: 'The decoder is asked no more often than needed', points: 1, after: 'words' },
  ],
};
