import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'lstm/pos-weight',
  title: 'Positive weights and the loss that takes them',
  defines: ['positiveWeights', 'weightedLoss'],
  tensors: true,
  starter: `/** Multi-hot rows of the training texts; no weight is above \`most\` → one weight a label */
function positiveWeights(train: number[][], most: number): number[] {
  // Your code: count, divide, cap.
  return train[0].map(() => 1);
}

/** logits and targets [N, C], weights [C] → the mean over all elements, a scalar */
function weightedLoss(logits: tf.Tensor2D, targets: tf.Tensor2D, weights: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => {
    // Your code: without a sigmoid, so that ±1000 is no trouble.
    return tf.scalar(0);
  });
}
`,
  reference: `function positiveWeights(train: number[][], most: number): number[] {
  return train[0].map((_, label) => {
    const positive = train.reduce((sum, row) => sum + row[label], 0);
    return positive === 0 ? most : Math.min((train.length - positive) / positive, most);
  });
}

function weightedLoss(logits: tf.Tensor2D, targets: tf.Tensor2D, weights: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => {
    const small = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
    const missed = tf.mul(tf.mul(targets, weights), tf.add(tf.relu(tf.neg(logits)), small));
    const false_ = tf.mul(tf.sub(1, targets), tf.add(tf.relu(logits), small));
    return tf.mean(tf.add(missed, false_));
  });
}
`,
  offers: [
    { name: 'tf.relu', detail: '(x): max(x, 0), element by element' },
    { name: 'tf.abs', detail: '(x): element by element' },
    { name: 'tf.exp', detail: '(x): element by element' },
    { name: 'tf.log1p', detail: '(x): log(1 + x), exact for small x' },
    { name: 'tf.softplus', detail: '(x): log(1 + eˣ)' },
    { name: 'tf.mul', detail: '(a, b): element by element; [C] stretches over [N, C]' },
    { name: 'tf.mean', detail: '(x, axis?): over all elements without an axis' },
  ],
  checks: [
    { id: 'weights', title: 'Each weight is texts without the label by texts with it', points: 2 },
    { id: 'unseen', title: 'A label never seen gets the cap, and none is above it', points: 1 },
    { id: 'loss', title: "The loss is PyTorch's", points: 3 },
    { id: 'stable', title: 'Logits of ±1000 are no trouble', points: 2 },
    { id: 'gradient', title: 'The gradient flows back to the logits', points: 1, after: 'loss' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'loss' },
  ],
};
