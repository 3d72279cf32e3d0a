import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

/** A backbone of one weight; in training it drops by a factor that is known. */
class Backbone {
  readonly width: number;
  readonly variables: tf.Variable[];
  readonly calls: boolean[] = [];
  training: boolean | null = null;

  constructor(weight: tf.Tensor2D) {
    this.width = weight.shape[1];
    this.variables = [tf.variable(tf.mul(weight, 1))];
  }

  train(on: boolean): void {
    this.training = on;
  }

  pooled(batch: tf.Tensor2D): tf.Tensor2D {
    this.calls.push(this.training === true);
    return tf.tidy(() => pooledOf(batch, this.variables[0] as tf.Tensor2D, this.training === true));
  }
}

/** "Dropout" that is told apart: what is left in training, of the backbone and of the head. */
const INSIDE = 0.5;
const BEHIND = [2, 0, 2, 2, 0, 2];

const pooledOf = (batch: tf.Tensor2D, weight: tf.Tensor2D, training: boolean): tf.Tensor2D =>
  tf.tanh(tf.mul(tf.matMul(batch, weight), training ? INSIDE : 1));

const dropped = (x: tf.Tensor2D): tf.Tensor2D => tf.mul(x, tf.tensor1d(BEHIND.slice(0, x.shape[1])));

interface Model {
  variables: tf.Variable[];
  train(on: boolean): void;
  logits(batch: tf.Tensor2D): tf.Tensor2D;
}

interface Case {
  batch: tf.Tensor2D;
  inside: tf.Tensor2D;
  weight: tf.Tensor2D;
  model: Model;
  backbone: Backbone;
}

/** Makes the model and frees its variables afterwards. */
async function withModel(
  { classificationModel }: Student,
  kit: Kit,
  [rows, width, classes]: readonly [number, number, number],
  work: (one: Case) => Promise<void>,
): Promise<void> {
  const inside = kit.tensor<tf.Rank.R2>([3, width]);
  const weight = kit.tensor<tf.Rank.R2>([classes, width]);
  const backbone = new Backbone(inside);
  const first = (shape: number[]): tf.Tensor => {
    if (shape?.join() !== weight.shape.join())
      kit.fail(`first is asked for [${shape?.join(', ')}]; the weight of the head is [C, H].`, {
        C: classes,
        H: width,
      });
    return tf.mul(weight, 1);
  };
  const tools = { dropout: (x: tf.Tensor2D) => tf.tidy(() => dropped(x)), first };
  const registered = new Set(Object.keys(tf.engine().registeredVariables));
  try {
    const model = classificationModel?.(backbone, classes, tools) as Model | undefined;
    if (
      typeof model?.logits !== 'function' ||
      typeof model.train !== 'function' ||
      !Array.isArray(model.variables)
    )
      kit.fail('It should return { variables, train, logits }.', { 'you return': model });
    await work({ batch: kit.tensor<tf.Rank.R2>([rows, 3]), inside, weight, model, backbone });
  } finally {
    for (const [name, variable] of Object.entries(tf.engine().registeredVariables))
      if (!registered.has(name)) variable.dispose();
    tf.dispose(backbone.variables);
  }
}

interface Mode {
  inside: boolean;
  behind: boolean;
}

function right({ batch, inside, weight }: Omit<Case, 'model' | 'backbone'>, mode: Mode): tf.Tensor2D {
  const pooled = pooledOf(batch, inside, mode.inside);
  return tf.matMul(mode.behind ? dropped(pooled) : pooled, weight, false, true);
}

const evidenceOf = ({ batch, weight }: Case): Record<string, unknown> => ({
  input: `a batch of ${batch.shape[0]}, H = ${weight.shape[1]}, C = ${weight.shape[0]}`,
});
const SIZES = [
  [3, 4, 2],
  [1, 6, 3],
  [2, 3, 1],
] as const;

/** Logits in a mode, and what they would be in others. */
async function compare(kit: Kit, one: Case, training: boolean, when: string): Promise<void> {
  const of = (inside: boolean, behind: boolean): tf.Tensor => right(one, { inside, behind });
  const wanted = of(training, training);
  await kit.close(one.model.logits(one.batch), wanted, {
    what: `the logits ${when}`,
    input: evidenceOf(one),
    mistakes: () =>
      training
        ? {
            'Nothing is dropped in training.': of(false, false),
            'The head does not drop in training.': of(true, false),
            'The backbone is not in training mode.': of(false, true),
            'The logits are all 0: nothing is computed yet.': tf.zerosLike(wanted),
          }
        : {
            'The logits are all 0: nothing is computed yet.': tf.zerosLike(wanted),
            'Evaluation drops as training does: train(false) does nothing.': of(true, true),
            'The head still drops in evaluation.': of(false, true),
            'The backbone is still in training mode: its dropout is on in evaluation.': of(true, false),
            ...(wanted.shape[1] === 1
              ? {}
              : { 'These are probabilities; logits are wanted.': tf.softmax(wanted) }),
            'These are log-probabilities; logits are wanted.': tf.logSoftmax(wanted),
            'These are answers of a sigmoid; logits are wanted.': tf.sigmoid(wanted),
            'A bend behind the product: negative logits are lost.': tf.relu(wanted),
          },
  });
}

export const checks: ExerciseChecks = {
  id: 'transfer/classification-model',
  onOriginals: ['logits', 'mode', 'variables', 'memory'],
  checks: {
    async logits(student, kit) {
      for (const size of SIZES)
        await withModel(student, kit, size, async (one) => {
          one.model.train(false);
          await compare(kit, one, false, 'in evaluation');
        });
    },
    async mode(student, kit) {
      await withModel(student, kit, SIZES[0], async (one) => {
        await compare(kit, one, true, 'at the beginning, in training');
        one.model.train(false);
        await compare(kit, one, false, 'after train(false)');
        one.model.train(true);
        await compare(kit, one, true, 'after train(true)');
        one.model.train(false);
        await compare(kit, one, false, 'after train(false) once more');
        const { calls } = one.backbone;
        if (calls.length !== 4)
          kit.fail(`The batch goes through the backbone ${calls.length} times for 4 calls of logits.`);
      });
    },
    async variables(student, kit) {
      await withModel(student, kit, SIZES[0], async (one) => {
        const { model, backbone, weight } = one;
        const input = { 'shapes of variables': model.variables.map(({ shape }) => `[${shape.join(', ')}]`) };
        if (!model.variables.includes(backbone.variables[0] as tf.Variable))
          kit.fail(
            'The weights of the backbone are not among the variables: they would stay as they are.',
            input,
          );
        if (model.variables.length !== 3)
          kit.fail(
            `There are ${model.variables.length} variables: one of the backbone, weight and bias make 3.`,
            input,
          );
        const [, own, bias] = model.variables as [tf.Variable, tf.Variable, tf.Variable];
        kit.aTensor(own, 'the second variable, the weight,', weight.shape, input);
        kit.aTensor(bias, 'the third variable, the bias,', [weight.shape[0]], input);
        await kit.close(bias, tf.zerosLike(bias), { what: 'the first bias' });
        model.train(false);
        const { grads } = kit.backward('the logits', () =>
          tf.variableGrads(() => tf.sum(tf.square(model.logits(one.batch))), model.variables),
        );
        const without = model.variables.findIndex(({ name }) => !grads[name]);
        if (without >= 0) kit.fail(`No gradient reaches variable ${without}.`, input);
        tf.dispose(grads);
        // A step of the optimizer.
        const later = kit.tensor<tf.Rank.R2>(weight.shape);
        own.assign(later);
        bias.assign(tf.ones(bias.shape));
        const before = right(one, { inside: false, behind: false });
        await kit.close(
          model.logits(one.batch),
          tf.add(right({ ...one, weight: later }, { inside: false, behind: false }), 1),
          {
            what: 'the logits after a step of the optimizer',
            mistakes: { 'They have not changed: the head reads copies of its variables.': before },
          },
        );
      });
    },
    async memory(student, kit) {
      await withModel(student, kit, SIZES[0], async ({ model, batch }) => {
        for (const training of [true, false]) {
          model.train(training);
          kit.noLeak(training ? 'logits in training' : 'logits in evaluation', () => model.logits(batch));
        }
      });
    },
  },
};
