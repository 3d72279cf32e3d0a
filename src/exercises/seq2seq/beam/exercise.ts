import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'seq2seq/beam',
  title: 'Beam search',
  defines: ['beam'],
  tensors: false,
  starter: `/** One step of the decoder: an id and a state → log-probabilities of every word to come next, and the new state */
type Step = (id: number, state: unknown) => { logs: number[]; state: unknown };

interface Options {
  sos: number;
  eos: number;
  width: number; // how many beginnings are kept
  maxLength: number; // at most so many words, <eos> included
  alpha: number; // length penalty: log-probability / length ** alpha, <eos> counts
}

/** → the best translation found, without <sos> and <eos> */
function beam(state: unknown, step: Step, { sos, eos, width, maxLength, alpha }: Options): number[] {
  // Your code.
  return [];
}
`,
  reference: `function beam(state: unknown, step: Step, { sos, eos, width, maxLength, alpha }: Options): number[] {
  let live = [{ words: [], last: sos, state, log: 0 }];
  let best = { words: [], score: -Infinity };
  const end = (words, log, length) => {
    const score = log / length ** alpha;
    if (score > best.score) best = { words, score };
  };
  for (let length = 1; length <= maxLength && live.length > 0; length++) {
    const candidates = live.flatMap(({ words, last, state, log }) => {
      const next = step(last, state);
      return next.logs.map((more, word) => ({ words, last: word, state: next.state, log: log + more }));
    });
    candidates.sort((a, b) => b.log - a.log);
    live = [];
    for (const { words, last, state, log } of candidates.slice(0, width))
      if (last === eos) end(words, log, length);
      else if (length === maxLength) end([...words, last], log, length);
      else live.push({ words: [...words, last], last, state, log });
  }
  return best.words;
}
`,
  offers: [
    { name: 'step', detail: '(id, state): { logs, state }' },
    { name: 'candidates.sort', detail: '((a, b) => b.log − a.log): greatest first' },
    { name: 'live.flatMap', detail: '((one) => […]): all lists behind one another' },
  ],
  checks: [
    { id: 'greedy', title: 'With a width of 1 it is greedy', points: 1 },
    { id: 'dead', title: 'A wider beam gets past a good first word with bad continuations', points: 2 },
    { id: 'brute', title: 'With a width of all beginnings it finds the very best', points: 2 },
    { id: 'penalty', title: 'The length penalty is applied where hypotheses are compared', points: 2 },
    {
      id: 'ends',
      title: 'It ends where <eos> never comes, and asks no more than needed',
      points: 1,
      after: 'greedy',
    },
  ],
};
