import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { composedSegmentSum, segmentSum } from '../engine/embedding.ts';
import { composedMax, composedMean } from '../engine/pooling.ts';
import { Dropout } from './dropout.ts';
import { Embedding } from './embedding.ts';
import embeddingCases from './fixtures/embedding.json';
import poolingCases from './fixtures/pooling.json';
import simpleCases from './fixtures/simple.json';
import { load, toTensor, toVariable, type Values } from './fixtures.ts';
import { normal } from './init.ts';
import { LayerNorm } from './layer-norm.ts';
import { Linear } from './linear.ts';
import { lastState, maxOverTime, meanOverTime } from './pooling.ts';
import { expectClose, forEachBackend } from './testing.ts';

const random = () => new Random(0);
const weighted = (y: tf.Tensor, factor: tf.Tensor) => tf.sum(tf.mul(y, factor)) as tf.Scalar;

forEachBackend('layers', () => {
  for (const [i, reference] of simpleCases.entries()) {
    it(`agree with PyTorch: ${reference.layer} ${i}`, async () => {
      const shape = reference.x.shape;
      const weights = reference.weights as unknown as Record<string, Values>;
      const net =
        reference.layer === 'linear'
          ? new Linear({
              inFeatures: shape.at(-1)!,
              outFeatures: reference.y.shape.at(-1)!,
              bias: 'bias' in weights,
              random: random(),
            })
          : new LayerNorm({ size: shape.at(-1)!, eps: reference.eps! });
      const variables = load(net, weights);
      const x = toVariable(reference.x);
      const factor = toTensor(reference.factor);
      const { value, grads } = tf.variableGrads(() => weighted(net.forward(x), factor));
      const y = net.forward(x);
      await expectClose(y, reference.y.data, { what: 'y' });
      await expectClose(grads[x.name]!, reference.dx.data, { what: 'dx' });
      const gradients = reference.gradients as unknown as Record<string, Values>;
      for (const [name, variable] of variables)
        await expectClose(grads[variable.name]!, gradients[name]!.data, { what: name });
      tf.dispose([value, grads, x, y, factor]);
      net.dispose();
    });
  }

  for (const reference of embeddingCases) {
    it(`agree with PyTorch: embedding, padding ${reference.padding}`, async () => {
      const { shape } = reference.weight;
      const net = new Embedding({
        numEmbeddings: shape[0]!,
        embeddingDim: shape[1]!,
        paddingIdx: reference.padding,
        random: random(),
      });
      load(net, { weight: reference.weight });
      const rows = reference.ids.length;
      const ids = Int32Array.from(reference.ids.flat());
      const batch = { ids, rows, length: ids.length / rows, lengths: new Int32Array(rows).fill(1) };
      const factor = toTensor(reference.factor);
      const { value, grads } = tf.variableGrads(() => weighted(net.forward(batch), factor));
      const y = net.forward(batch);
      await expectClose(y, reference.y.data, { what: 'y' });
      await expectClose(grads[net.weight.name]!, reference.gradient.data, { what: 'gradient' });
      expect(() => net.forward({ ...batch, ids: ids.map(() => 7) })).toThrow(/id 7/);
      tf.dispose([value, grads, y, factor]);
      net.dispose();
    });
  }

  it('embedding starts at zero for padding, the same on every device', async () => {
    const net = new Embedding({ numEmbeddings: 3, embeddingDim: 2, paddingIdx: 1, random: random() });
    const expected = new Random(0);
    const drawn = Array.from({ length: 6 }, () => Math.fround(expected.normal()));
    const values = [...(await net.weight.data())];
    expect(values).toEqual(drawn.map((value, i) => (i === 2 || i === 3 ? 0 : value)));
    net.dispose();
  });

  it('segment sums are the composition, for ids that repeat many times', async () => {
    const ids = Int32Array.from({ length: 150 }, (_, i) => (i % 3 === 0 ? 2 : i % 11));
    const dy = normal([150, 3], random()) as tf.Tensor2D;
    for (const skip of [null, 2]) {
      const got = segmentSum(dy, ids, 12, skip);
      const wanted = composedSegmentSum(dy, ids, 12, skip);
      await expectClose(got, wanted);
      tf.dispose([got, wanted]);
    }
    for (const id of [-1, 12])
      expect(() => segmentSum(dy, ids.fill(id, 5, 6), 12, null)).toThrow(`id ${id} at place 5`);
    dy.dispose();
  });

  for (const [i, reference] of poolingCases.entries()) {
    it(`agree with PyTorch: ${reference.kind} over time ${i}`, async () => {
      const x = toVariable<tf.Rank.R3>(reference.x);
      const factor = toTensor(reference.factor);
      const lengths = Int32Array.from(reference.lengths);
      const forms = reference.kind === 'max' ? [maxOverTime, composedMax] : [meanOverTime, composedMean];
      for (const pool of forms) {
        const { value, grads } = tf.variableGrads(() => weighted(pool(x, lengths), factor));
        const y = pool(x, lengths);
        await expectClose(y, reference.y.data, { what: 'y' });
        await expectClose(grads[x.name]!, reference.dx.data, { what: 'dx' });
        tf.dispose([value, grads, y]);
      }
      tf.dispose([x, factor]);
    });
  }

  it('pooling without lengths takes all steps; a text without steps gives zeros', async () => {
    const x = tf.tensor3d([-1, -2, -3, -4, -5, -6], [2, 3, 1]);
    for (const [pool, all, masked] of [
      [maxOverTime, [-1, -4], [0, -4]],
      [composedMax, [-1, -4], [0, -4]],
      [meanOverTime, [-2, -5], [0, -4.5]],
      [composedMean, [-2, -5], [0, -4.5]],
    ] as const) {
      const everything = pool(x, null);
      const some = pool(x, Int32Array.of(0, 2));
      // A length beyond the end counts as all steps.
      const beyond = pool(x, Int32Array.of(9, 3));
      await expectClose(everything, all);
      await expectClose(some, masked);
      await expectClose(beyond, all);
      tf.dispose([everything, some, beyond]);
    }
    x.dispose();
  });

  it('the greatest of steps with a NaN is NaN, which padding does not count for', async () => {
    const x = tf.tensor3d([1, NaN, 3, 4, 5, NaN], [2, 3, 1]);
    for (const pool of [maxOverTime, composedMax]) {
      const greatest = pool(x, Int32Array.of(3, 2));
      await expectClose(greatest, [NaN, 5]);
      greatest.dispose();
    }
    x.dispose();
  });

  it('the last state puts both directions of the last layer side by side', async () => {
    const hidden = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [4, 1, 2]);
    const [one, two] = [lastState(hidden, 1), lastState(hidden, 2)];
    expect([...(await one.data())]).toEqual([7, 8]);
    expect([...(await two.data())]).toEqual([5, 6, 7, 8]);
    tf.dispose([hidden, one, two]);
  });

  it('dropout keeps the mean, draws the same again, and rests in evaluation', async () => {
    const x = tf.ones([200, 50]);
    const draw = () => new Dropout(0.3, random()).forward(x);
    const [first, second] = [draw(), draw()];
    const values = Array.from(await first.data());
    expect(values).toEqual(Array.from(await second.data()));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean - 1)).toBeLessThan(0.03);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
    const net = new Dropout(0.3, random());
    expect(net.eval().forward(x)).toBe(x);
    tf.dispose([x, first, second]);
  });
});
