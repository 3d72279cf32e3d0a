import type { Exercise } from '../../types.ts';

const TYPES = `interface Part {
  gradients: tf.Tensor[]; // of the mean loss of this part: one for each weight; yours to dispose of
  count: number; // how many tokens the mean is over
}`;

export const exercise: Exercise = {
  id: 'bert/accumulation',
  title: 'A large batch in small parts',
  defines: ['accumulate'],
  tensors: true,
  starter: `${TYPES}

/** gradientsOf(i): the gradients of part i, from 0 to parts − 1 → those of the whole batch */
function accumulate(parts: number, gradientsOf: (i: number) => Part): tf.Tensor[] {
  // Your code: this is the first part alone.
  return gradientsOf(0).gradients;
}
`,
  reference: `${TYPES}

function accumulate(parts: number, gradientsOf: (i: number) => Part): tf.Tensor[] {
  let sums: tf.Tensor[] | null = null;
  let total = 0;
  for (let i = 0; i < parts; i++) {
    const { gradients, count } = gradientsOf(i);
    total += count;
    const added = gradients.map((gradient, k) =>
      tf.tidy(() => {
        const weighed = tf.mul(gradient, count);
        return sums ? tf.add(sums[k], weighed) : weighed;
      }),
    );
    tf.dispose([gradients, sums ?? []]);
    sums = added;
  }
  const means = sums.map((sum) => tf.div(sum, Math.max(1, total)));
  tf.dispose(sums);
  return means;
}
`,
  offers: [
    { name: 'gradientsOf', detail: '(i): { gradients, count } of a part' },
    { name: 'tf.add', detail: '(a, b): element by element' },
    { name: 'tf.mul', detail: '(a, b): element by element' },
    { name: 'tf.dispose', detail: '(tensors): frees them' },
    { name: 'tf.tidy', detail: '(() => …): frees all that is made inside but what is returned' },
  ],
  checks: [
    { id: 'even', title: 'Parts that ask for equally many tokens', points: 2 },
    { id: 'uneven', title: 'Parts that do not: still the gradient of the whole batch', points: 3 },
    { id: 'once', title: 'Each part is computed once, in order', points: 1, after: 'even' },
    { id: 'memory', title: 'Only one sum is left of all parts before', points: 2, after: 'even' },
  ],
};
