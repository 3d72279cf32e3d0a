import type { Exercise } from '../../types.ts';

const TYPE =
  'type Weights = { query: tf.Tensor2D; key: tf.Tensor2D; bias: tf.Tensor1D; score: tf.Tensor1D };';

export const exercise: Exercise = {
  id: 'lstm/attention',
  title: 'Attention over the earlier states',
  defines: ['attend'],
  tensors: true,
  silenceSeconds: 10,
  starter: `${TYPE}

/** states [B, T, H], mask [B, T] of 0 and 1; query W and key U [A, H], bias b [A], score v [A] → z [B, T, H] */
function attend(states: tf.Tensor3D, mask: tf.Tensor2D, w: Weights): tf.Tensor3D {
  return tf.tidy(() => {
    const [rows, steps, size] = states.shape;
    // Your code: W h and U h once for all states, the scores bit by bit, a softmax over s < t with mask 1, the mean.
    // Write the scores plainly first; then move them into a tf.customGrad.
    return tf.zeros([rows, steps, size]);
  });
}
`,
  reference: `${TYPE}

/** queries and keys [B, T, A], v [A] → scores [B, T, T]. Only [B, T, A] is there at once, on the way back too. */
const scoresOf = tf.customGrad((queries, keys, score, save) => {
  save([queries, keys, score]);
  const [rows, steps, width] = queries.shape;
  // One state s for all t at a time.
  const columns = tf.split(keys, steps, 1).map((key) =>
    tf.tidy(() => {
      const compared = tf.reshape(tf.tanh(tf.add(queries, key)), [rows * steps, width]);
      return tf.reshape(tf.matMul(compared, tf.reshape(score, [width, 1])), [rows, steps]);
    }),
  );
  const gradFunc = (dy, [queries, keys, score]) => {
    let [dQueries, dScore] = [tf.zerosLike(queries), tf.zerosLike(score)];
    const dKeys = tf.split(keys, steps, 1).map((key, s) => {
      const [toQueries, toKey, toScore] = tf.tidy(() => {
        const compared = tf.tanh(tf.add(queries, key)); // made anew
        const from = tf.slice(dy, [0, 0, s], [rows, steps, 1]);
        const toSums = tf.mul(tf.mul(from, score), tf.sub(1, tf.square(compared)));
        const toScore = tf.sum(tf.mul(from, compared), [0, 1]);
        return [tf.add(dQueries, toSums), tf.sum(toSums, 1, true), tf.add(dScore, toScore)];
      });
      tf.dispose([dQueries, dScore]);
      [dQueries, dScore] = [toQueries, toScore];
      return toKey;
    });
    return [dQueries, tf.concat(dKeys, 1), dScore];
  };
  return { value: tf.stack(columns, 2), gradFunc };
});

function attend(states: tf.Tensor3D, mask: tf.Tensor2D, w: Weights): tf.Tensor3D {
  return tf.tidy(() => {
    const [rows, steps, size] = states.shape;
    const flat = tf.reshape(states, [rows * steps, size]);
    const queries = tf.reshape(tf.matMul(flat, w.query, false, true), [rows, steps, -1]);
    const keys = tf.reshape(tf.add(tf.matMul(flat, w.key, false, true), w.bias), [rows, steps, -1]);
    const scores = scoresOf(queries, keys, w.score);
    const place = tf.range(0, steps);
    const earlier = tf.cast(tf.less(tf.reshape(place, [1, 1, steps]), tf.reshape(place, [1, steps, 1])), 'float32');
    const seen = tf.mul(earlier, tf.reshape(mask, [rows, 1, steps]));
    const lowered = tf.add(scores, tf.mul(tf.sub(seen, 1), 1e9));
    // Where nothing is seen the softmax is even: times seen makes it 0.
    const weights = tf.mul(tf.softmax(lowered), seen);
    return tf.matMul(weights, states);
  });
}
`,
  offers: [
    {
      name: 'tf.matMul',
      detail: '(a, b, transposeA?, transposeB?): the matrix product, also of [B, M, K] with [B, K, N]',
    },
    { name: 'tf.tidy', detail: '(f): frees all that f made but what it returns' },
    {
      name: 'tf.customGrad',
      detail:
        '((a, b, save) => { save([a, b]); return { value, gradFunc: (dy, [a, b]) => [da, db] }; }): a function of a and b with a gradient of your own; nothing inside goes onto the tape',
    },
    { name: 'tf.dispose', detail: '(tensors): frees them now' },
    { name: 'tf.tanh', detail: '(x): element by element' },
    { name: 'tf.softmax', detail: '(x): along the last axis' },
    { name: 'tf.range', detail: '(start, stop): start, start + 1, …, stop − 1' },
    { name: 'tf.less', detail: '(a, b): where a < b' },
    { name: 'tf.where', detail: '(condition, a, b): a where it is true, else b; of one shape' },
    { name: 'tf.split', detail: '(x, parts, axis): parts of one size, the axis stays' },
    { name: 'tf.stack', detail: '(tensors, axis): puts tensors of one shape along a new axis' },
  ],
  checks: [
    { id: 'formula', title: 'Each state gets the weighted mean of those before it', points: 3 },
    { id: 'first', title: 'Where there is nothing to look at, the mean is 0', points: 1, after: 'formula' },
    { id: 'future', title: 'Nothing leaks from later states or from padding', points: 2, after: 'formula' },
    { id: 'bytes', title: 'The sums of all pairs are never there at once', points: 2, after: 'formula' },
    { id: 'gradient', title: 'The gradient flows back to states and weights', points: 1, after: 'formula' },
    {
      id: 'training',
      title: 'In training they are never there at once either',
      points: 2,
      after: 'formula',
    },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'formula' },
  ],
  trains: {
    title: 'an LSTM whose states look back by your attention',
    recipe: { cell: 'lstm', attention: 'additive' },
  },
};
