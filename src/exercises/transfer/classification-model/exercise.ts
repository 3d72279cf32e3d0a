import type { Exercise } from '../../types.ts';

const TYPES = `interface Backbone {
  width: number; // H
  variables: tf.Variable[];
  train(on: boolean): void;
  pooled(batch: unknown): tf.Tensor2D; // [B, H]
}

interface Tools {
  dropout: (x: tf.Tensor2D) => tf.Tensor2D; // always drops
  first: (shape: number[]) => tf.Tensor; // first values of a weight
}

interface Model {
  variables: tf.Variable[];
  train(on: boolean): void; // false: evaluation
  logits(batch: unknown): tf.Tensor2D; // [B, C]
}`;

export const exercise: Exercise = {
  id: 'transfer/classification-model',
  title: 'A classifier on someone else’s model',
  defines: ['classificationModel'],
  tensors: true,
  starter: `${TYPES}

function classificationModel(backbone: Backbone, classes: number, { dropout, first }: Tools): Model {
  const weight = tf.variable(first([classes, backbone.width]));
  const bias = tf.variable(tf.zeros([classes]));
  // Your code
  return {
    variables: [weight, bias],
    train: (on) => {},
    logits: (batch) => tf.tidy(() => tf.zeros([1, classes])),
  };
}
`,
  reference: `${TYPES}

function classificationModel(backbone: Backbone, classes: number, { dropout, first }: Tools): Model {
  const weight = tf.variable(first([classes, backbone.width]));
  const bias = tf.variable(tf.zeros([classes]));
  let training = true;
  backbone.train(true);
  return {
    variables: [...backbone.variables, weight, bias],
    train: (on) => {
      training = on;
      backbone.train(on);
    },
    logits: (batch) =>
      tf.tidy(() => {
        const pooled = backbone.pooled(batch);
        const x = training ? dropout(pooled) : pooled;
        return tf.add(tf.matMul(x, weight, false, true), bias);
      }),
  };
}
`,
  offers: [
    { name: 'backbone.pooled', detail: '(batch): what it says of each text, [B, H]' },
    { name: 'backbone.train', detail: '(on): its mode' },
    { name: 'tf.variable', detail: '(tensor): a weight' },
    { name: 'tf.matMul', detail: '(a, b, transposeA?, transposeB?): of matrices' },
  ],
  checks: [
    { id: 'logits', title: 'Logits in evaluation, nothing behind them', points: 2 },
    { id: 'mode', title: 'Dropout in training only, the backbone’s too', points: 3 },
    {
      id: 'variables',
      title: 'The optimizer gets all weights, and its steps are felt',
      points: 2,
      after: 'logits',
    },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'logits' },
  ],
};
