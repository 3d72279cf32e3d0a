import type { Exercise } from '../../types.ts';

const TYPES = `type Map3D = (x: tf.Tensor3D) => tf.Tensor3D;

interface Parts {
  attention: (x: tf.Tensor3D, mask: tf.Tensor2D) => tf.Tensor3D;
  feedForward: Map3D;
  norm1: Map3D; // the LayerNorm behind the attention
  norm2: Map3D; // the one behind the feed-forward part
  dropout: Map3D; // drops in training, and does nothing in evaluation
}`;

export const exercise: Exercise = {
  id: 'bert/layer',
  title: 'One layer',
  defines: ['layer'],
  tensors: true,
  starter: `${TYPES}

/** x [B, T, H], mask [B, T] → [B, T, H] */
function layer(x: tf.Tensor3D, mask: tf.Tensor2D, parts: Parts): tf.Tensor3D {
  return tf.tidy(() => {
    // Your code
    return parts.feedForward(parts.attention(x, mask));
  });
}
`,
  reference: `${TYPES}

function layer(x: tf.Tensor3D, mask: tf.Tensor2D, parts: Parts): tf.Tensor3D {
  return tf.tidy(() => {
    const { attention, feedForward, norm1, norm2, dropout } = parts;
    const a = norm1(tf.add(x, dropout(attention(x, mask))));
    return norm2(tf.add(a, dropout(feedForward(a))));
  });
}
`,
  offers: [
    { name: 'tf.add', detail: '(a, b): element by element' },
    { name: 'parts.attention', detail: '(x, mask): [B, T, H]' },
    { name: 'parts.norm1', detail: '(x): normalises each token' },
    { name: 'parts.dropout', detail: '(x): in training some numbers are 0' },
  ],
  checks: [
    { id: 'evaluation', title: 'Sums, and norms behind them', points: 3 },
    { id: 'dropout', title: 'Dropout takes from what is added', points: 2 },
    { id: 'mask', title: 'The mask reaches the attention', points: 1, after: 'evaluation' },
    { id: 'gradient', title: 'The gradient reaches x', points: 1, after: 'evaluation' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'evaluation' },
  ],
};
