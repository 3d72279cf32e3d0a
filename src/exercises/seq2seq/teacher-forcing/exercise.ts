import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'seq2seq/teacher-forcing',
  title: 'The loop with a teacher',
  defines: ['decode'],
  tensors: false,
  starter: `/** One step of the decoder: an id and a state → scores of every word to come next, and the new state */
type Step = (id: number, state: unknown) => { logits: number[]; state: unknown };

/**
 * target: ids with <sos> first and <eos> last; ratio: how often the true word is given; random(): a number in [0, 1)
 * → the scores at every step: one step less than the target has ids
 */
function decode(target: number[], state: unknown, step: Step, ratio: number, random: () => number): number[][] {
  // Your code: <sos> goes in first. Then a coin for each step.
  return [];
}
`,
  reference: `function decode(target: number[], state: unknown, step: Step, ratio: number, random: () => number): number[][] {
  const all: number[][] = [];
  let input = target[0];
  for (let t = 1; t < target.length; t++) {
    const next = step(input, state);
    state = next.state;
    all.push(next.logits);
    const guess = next.logits.indexOf(Math.max(...next.logits));
    input = random() < ratio ? target[t] : guess;
  }
  return all;
}
`,
  offers: [
    { name: 'step', detail: '(id, state): { logits, state }' },
    { name: 'random', detail: '(): a number in [0, 1): the true word where it is below the ratio' },
    { name: 'Math.max', detail: '(…numbers): the greatest' },
  ],
  checks: [
    { id: 'teacher', title: 'With ratio 1 every true word is given, shifted by one', points: 2 },
    { id: 'own', title: 'With ratio 0 the decoder reads its own likeliest words', points: 2 },
    { id: 'coin', title: 'The coin is thrown at every step, and decides for the next input', points: 2 },
    { id: 'state', title: 'The state is handed on from step to step', points: 1 },
  ],
};
