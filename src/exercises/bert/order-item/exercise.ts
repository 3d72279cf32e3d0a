import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'bert/order-item',
  title: 'Two halves, in order or not',
  defines: ['orderItem'],
  tensors: false,
  starter: `interface Item {
  ids: number[]; // [CLS] first half [SEP] second half [SEP]
  segments: number[]; // 0 up to and with the first [SEP], then 1
  label: number; // 0: in order, 1: swapped
}

/** tokens: ids of a text without marks, two at least; random(): a number in [0, 1), another one at each call */
function orderItem(tokens: number[], marks: { cls: number; sep: number }, random: () => number): Item {
  // Your code
  return { ids: [marks.cls, ...tokens, marks.sep], segments: [0, ...tokens.map(() => 0), 0], label: 0 };
}
`,
  reference: `interface Item {
  ids: number[];
  segments: number[];
  label: number;
}

function orderItem(tokens: number[], marks: { cls: number; sep: number }, random: () => number): Item {
  const swapped = random() < 0.5;
  const longer = Math.ceil(tokens.length / 2);
  const middle = swapped ? tokens.length - longer : longer;
  const a = tokens.slice(0, middle);
  const b = tokens.slice(middle);
  const [first, second] = swapped ? [b, a] : [a, b];
  return {
    ids: [marks.cls, ...first, marks.sep, ...second, marks.sep],
    segments: [0, ...first.map(() => 0), 0, ...second.map(() => 1), 1],
    label: swapped ? 1 : 0,
  };
}
`,
  offers: [
    { name: 'random', detail: '(): a number in [0, 1)' },
    { name: 'tokens.slice', detail: '(from, to): a part; to is not in it' },
    { name: 'Math.ceil', detail: '(x): the whole number above' },
  ],
  checks: [
    { id: 'even', title: 'Both orders of a text, with their marks', points: 2 },
    { id: 'segments', title: 'Segments 0 and 1', points: 2 },
    { id: 'odd', title: 'An odd text does not tell its order by its lengths', points: 2 },
    { id: 'draws', title: 'Drawn anew each time, one half swapped, the label with it', points: 2 },
  ],
};
