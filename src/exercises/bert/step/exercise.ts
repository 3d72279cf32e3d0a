import type { Exercise } from '../../types.ts';

const TYPES = `interface Score {
  loss: tf.Scalar; // the mean over the tokens that are asked for
  right: tf.Scalar; // how many of them were told rightly
  count: number; // how many there are
}

interface Model {
  variables: tf.Variable[];
  train(on: boolean): void; // training mode, or evaluation mode
  score(batch: unknown): Score;
}

interface Optimizer {
  /** gradients by the name of the variable (variable.name) */
  step(gradients: Record<string, tf.Tensor>): void;
}`;

export const exercise: Exercise = {
  id: 'bert/step',
  title: 'A step, and a look at the validation part',
  defines: ['trainStep', 'evaluate'],
  tensors: true,
  promises: true,
  starter: `${TYPES}

async function trainStep(
  model: Model,
  batch: unknown,
  optimizer: Optimizer,
  maxNorm: number,
): Promise<{ loss: number; norm: number }> {
  // Your code
  return { loss: 0, norm: 0 };
}

async function evaluate(model: Model, batches: unknown[]): Promise<{ loss: number; accuracy: number }> {
  // Your code
  return { loss: 0, accuracy: 0 };
}
`,
  reference: `${TYPES}

async function trainStep(
  model: Model,
  batch: unknown,
  optimizer: Optimizer,
  maxNorm: number,
): Promise<{ loss: number; norm: number }> {
  model.train(true);
  const { value, grads } = tf.variableGrads(() => model.score(batch).loss, model.variables);
  const length = tf.tidy(() => tf.sqrt(tf.addN(Object.values(grads).map((grad) => tf.sum(tf.square(grad))))));
  tf.tidy(() => {
    const scale = tf.minimum(1, tf.div(maxNorm, length));
    optimizer.step(Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, tf.mul(grad, scale)])));
  });
  const [loss] = await value.data();
  const [norm] = await length.data();
  tf.dispose([value, grads, length]);
  return { loss, norm };
}

async function evaluate(model: Model, batches: unknown[]): Promise<{ loss: number; accuracy: number }> {
  model.train(false);
  const sums = { loss: 0, right: 0, count: 0 };
  for (const batch of batches) {
    const { loss, right, count } = tf.tidy(() => model.score(batch));
    sums.loss += count * (await loss.data())[0];
    sums.right += (await right.data())[0];
    sums.count += count;
    tf.dispose([loss, right]);
  }
  const count = Math.max(1, sums.count);
  return { loss: sums.loss / count, accuracy: sums.right / count };
}
`,
  offers: [
    { name: 'tf.variableGrads', detail: '(() => loss, variables): { value, grads }, grads by name' },
    { name: 'model.score', detail: '(batch): { loss, right, count }' },
    { name: 'model.train', detail: '(true): training mode; (false): evaluation mode' },
    { name: 'tf.addN', detail: '(tensors): their sum' },
    { name: 'tf.dispose', detail: '(tensors): frees them, also within lists and records' },
  ],
  checks: [
    { id: 'step', title: 'A step goes down the gradient of the loss, in training mode', points: 2 },
    { id: 'clip', title: 'Gradients that are too long are shortened together', points: 2 },
    { id: 'evaluation', title: 'Evaluation counts every token alike', points: 2 },
    { id: 'mode', title: 'Evaluation mode, no gradients, nothing changed', points: 2, after: 'evaluation' },
    { id: 'memory', title: 'No tensor is left behind', points: 1, after: 'step' },
  ],
};
