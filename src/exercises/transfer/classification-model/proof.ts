import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const made = 'return tf.add(tf.matMul(x, weight, false, true), bias)';
const drops = 'training ? dropout(pooled) : pooled';
const begins = '  let training = true;\n  backbone.train(true);\n';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'logits', reason: /shape/ },
    {
      name: 'probabilities',
      code: changed(reference, made, 'return tf.softmax(tf.add(tf.matMul(x, weight, false, true), bias))'),
      caughtBy: 'logits',
      reason: /probabilities; logits/,
      others: { mode: /First see “Logits in evaluation, nothing behind/ },
    },
    {
      name: 'a bend behind the product',
      code: changed(reference, made, 'return tf.relu(tf.add(tf.matMul(x, weight, false, true), bias))'),
      caughtBy: 'logits',
      reason: /bend behind/,
    },
    {
      name: 'dropout always on',
      code: changed(reference, drops, 'dropout(pooled)'),
      caughtBy: 'logits',
      reason: /head still drops/,
    },
    {
      name: 'the backbone forgotten',
      code: changed(reference, '      backbone.train(on);\n', ''),
      caughtBy: 'mode',
      reason: /backbone is still in training/,
    },
    {
      name: 'no way back into training',
      code: changed(reference, 'training = on;', 'if (!on) training = false;'),
      caughtBy: 'mode',
      reason: /head does not drop/,
    },
    {
      name: 'begins in evaluation',
      code: changed(reference, begins, '  let training = false;\n  backbone.train(false);\n'),
      caughtBy: 'mode',
      reason: /Nothing is dropped in training/,
    },
    {
      name: 'no dropout',
      code: changed(reference, drops, 'pooled'),
      caughtBy: 'mode',
      reason: /head does not drop/,
    },
    {
      name: 'the mode does nothing',
      code: changed(reference, '      training = on;\n      backbone.train(on);\n', ''),
      caughtBy: 'mode',
      reason: /train\(false\) does nothing/,
    },
    {
      name: 'the head alone for the optimizer',
      code: changed(reference, '[...backbone.variables, weight, bias]', '[weight, bias]'),
      caughtBy: 'variables',
      reason: /weights of the backbone are not/,
      others: {},
    },
    {
      name: 'the weight copied once',
      code: changed(
        changed(
          reference,
          '  let training',
          '  const turned = tf.keep(tf.transpose(weight));\n  let training',
        ),
        'tf.matMul(x, weight, false, true)',
        'tf.matMul(x, turned)',
      ),
      caughtBy: 'variables',
      reason: /No gradient reaches variable 1|have not changed/,
    },
    {
      name: 'the bias not used',
      code: changed(reference, made, 'return tf.matMul(x, weight, false, true)'),
      caughtBy: 'variables',
      reason: /No gradient reaches variable 2|not right|[Gg]radient/,
    },
    {
      name: 'no tidy',
      code: changed(reference, '      tf.tidy(() => {\n', '      (() => {\n').replace(
        '      }),\n  };',
        '      })(),\n  };',
      ),
      caughtBy: 'memory',
      reason: /leaves \d+ tensors/,
    },
  ],
  right: [
    {
      name: 'a class',
      code: `class Model {
        constructor(backbone, classes, { dropout, first }) {
          Object.assign(this, { backbone, dropout });
          this.weight = tf.variable(first([classes, backbone.width]));
          this.bias = tf.variable(tf.zeros([classes]));
          this.variables = [...backbone.variables, this.weight, this.bias];
          this.train(true);
        }
        train(on) {
          this.training = on;
          this.backbone.train(on);
        }
        logits(batch) {
          return tf.tidy(() => {
            let x = this.backbone.pooled(batch);
            if (this.training) x = this.dropout(x);
            return x.matMul(this.weight.transpose()).add(this.bias);
          });
        }
      }
      const classificationModel = (...given) => new Model(...given);`,
    },
    {
      name: 'the mode is a function',
      code: changed(
        changed(reference, 'training = on;', 'drop = on ? dropout : same;'),
        begins,
        '  const same = (x) => x;\n  let drop = dropout;\n  backbone.train(true);\n',
      ).replace(drops, 'drop(pooled)'),
    },
  ],
};
