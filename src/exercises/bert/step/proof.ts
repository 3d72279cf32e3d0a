import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const scale = 'tf.minimum(1, tf.div(maxNorm, length))';
const length = 'tf.sqrt(tf.addN(Object.values(grads).map((grad) => tf.sum(tf.square(grad)))))';
const sumLoss = 'sums.loss += count * (await loss.data())[0]';
const result = 'return { loss: sums.loss / count, accuracy: sums.right / count }';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'step', reason: /0 steps/ },
    {
      name: 'no mode',
      code: changed(reference, '  model.train(true);\n', ''),
      caughtBy: 'step',
      reason: /not in training mode/,
    },
    {
      name: 'the loss as a tensor',
      code: changed(reference, 'const [loss] = await value.data();', 'const loss = value;').replace(
        'tf.dispose([value, grads, length])',
        'tf.dispose([grads, length])',
      ),
      caughtBy: 'step',
      reason: /loss is a tensor/,
    },
    {
      name: 'the loss after the step',
      code: changed(
        reference,
        'const [loss] = await value.data();',
        'const again = tf.tidy(() => model.score(batch).loss);\n  const [loss] = await again.data();\n  again.dispose();',
      ),
      caughtBy: 'step',
      reason: /once more after the step/,
    },
    {
      name: 'not shortened',
      code: changed(reference, scale, 'tf.scalar(1)'),
      caughtBy: 'clip',
      reason: /not shortened/,
    },
    {
      name: 'each by its own norm',
      code: changed(
        reference,
        'tf.mul(grad, scale)',
        'tf.mul(grad, tf.minimum(1, tf.div(maxNorm, tf.norm(grad))))',
      ),
      caughtBy: 'clip',
      reason: /its own norm/,
    },
    {
      name: 'every number by itself',
      code: changed(reference, 'tf.mul(grad, scale)', 'tf.clipByValue(grad, -maxNorm, maxNorm)'),
      caughtBy: 'clip',
      reason: /cut off by itself/,
    },
    {
      name: 'always as long as maxNorm',
      code: changed(reference, scale, 'tf.div(maxNorm, length)'),
      caughtBy: 'clip',
      reason: /always made as long/,
    },
    {
      name: 'no root',
      code: changed(
        reference,
        length,
        'tf.addN(Object.values(grads).map((grad) => tf.sum(tf.square(grad))))',
      ),
      caughtBy: 'clip',
      reason: /lacks its root/,
    },
    {
      name: 'the norm afterwards',
      code: changed(reference, 'return { loss, norm }', 'return { loss, norm: Math.min(norm, maxNorm) }'),
      caughtBy: 'clip',
      reason: /shortened gradients; it has/,
    },
    {
      name: 'the mean over the batches',
      code: changed(
        changed(reference, sumLoss, 'sums.loss += (await loss.data())[0]'),
        result,
        'return { loss: sums.loss / Math.max(1, batches.length), accuracy: sums.right / count }',
      ),
      caughtBy: 'evaluation',
      reason: /mean over the batches/,
      others: {},
    },
    {
      name: 'the accuracy as a mean over the batches',
      code: changed(
        changed(
          reference,
          'sums.right += (await right.data())[0]',
          'sums.right += (await right.data())[0] / Math.max(1, count)',
        ),
        result,
        'return { loss: sums.loss / count, accuracy: sums.right / Math.max(1, batches.length) }',
      ),
      caughtBy: 'evaluation',
      reason: /mean over the batches/,
    },
    {
      name: 'divided by 0',
      code: changed(reference, 'Math.max(1, sums.count)', 'sums.count'),
      caughtBy: 'evaluation',
      reason: /NaN/,
    },
    {
      name: 'evaluation in training mode',
      code: changed(reference, '  model.train(false);\n', ''),
      caughtBy: 'evaluation',
      reason: /still in training mode/,
    },
    {
      name: 'the mode never set',
      code: changed(reference, '  model.train(false);\n', ''),
      caughtBy: 'mode',
      reason: /never set/,
    },
    {
      name: 'gradients in evaluation',
      code: changed(
        reference,
        'tf.tidy(() => model.score(batch))',
        '(() => {\n      let score;\n      tf.dispose(tf.variableGrads(() => { score = model.score(batch); tf.keep(score.loss); tf.keep(score.right); return score.loss.clone(); }, model.variables));\n      return score;\n    })()',
      ),
      caughtBy: 'mode',
      reason: /Gradients are computed in evaluation/,
    },
    {
      name: 'scores not freed',
      code: changed(reference, '    tf.dispose([loss, right]);\n', ''),
      caughtBy: 'mode',
      reason: /evaluate leaves 4 tensors/,
    },
    {
      name: 'gradients not freed',
      code: changed(reference, 'tf.dispose([value, grads, length])', 'tf.dispose([value, length])'),
      caughtBy: 'memory',
      reason: /trainStep leaves 2 tensors/,
    },
  ],
  right: [
    {
      name: 'the norm as a number',
      code: `const number = async (tensor) => (await tensor.data())[0];
      async function trainStep(model, batch, optimizer, maxNorm) {
        model.train(true);
        const { value, grads } = tf.variableGrads(() => model.score(batch).loss, model.variables);
        let squares = 0;
        for (const name in grads) {
          const square = tf.tidy(() => grads[name].square().sum());
          squares += await number(square);
          square.dispose();
        }
        const norm = Math.sqrt(squares);
        const scale = norm > maxNorm ? maxNorm / norm : 1;
        tf.tidy(() => {
          const short = {};
          for (const name in grads) short[name] = grads[name].mul(scale);
          optimizer.step(short);
        });
        const loss = await number(value);
        tf.dispose(grads);
        value.dispose();
        return { loss, norm };
      }
      async function evaluate(model, batches) {
        model.train(false);
        let [loss, right, count] = [0, 0, 0];
        for (const batch of batches) {
          const score = model.score(batch);
          loss += score.count * await number(score.loss);
          right += await number(score.right);
          count += score.count;
          tf.dispose(score);
        }
        return count === 0 ? { loss: 0, accuracy: 0 } : { loss: loss / count, accuracy: right / count };
      }`,
    },
    {
      name: 'the sums stay on the device',
      code: changed(
        reference.slice(0, reference.indexOf('async function evaluate')),
        'tf.minimum(1, tf.div(maxNorm, length))',
        'tf.div(maxNorm, tf.maximum(maxNorm, length))',
      ).concat(`async function evaluate(model, batches) {
        model.train(false);
        let count = 0;
        const sums = tf.tidy(() => {
          let all = tf.zeros([2]);
          for (const batch of batches) {
            const score = model.score(batch);
            count += score.count;
            all = tf.add(all, tf.stack([tf.mul(score.loss, score.count), score.right]));
          }
          return all;
        });
        const [loss, right] = await sums.data();
        sums.dispose();
        return { loss: loss / (count || 1), accuracy: right / (count || 1) };
      }`),
    },
  ],
};
