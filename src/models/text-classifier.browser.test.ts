import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import type { TokenBatch } from '../nn/batch.ts';
import { crossEntropy } from '../nn/losses.ts';
import { expectClose, forEachBackend } from '../nn/testing.ts';
import { type RecurrentModelSpec, recurrentModelSchema } from '../recipe/recipe.ts';
import fixture from './fixtures/classifier.json' with { type: 'json' };
import { TextClassifier } from './text-classifier.ts';

type Case = (typeof fixture.cases)[number];

const { maxLength } = fixture;
const labels = Int32Array.from(fixture.labels);

/** The texts of the fixture, padded to `length`. */
function batch(length: number): TokenBatch {
  return {
    ids: Int32Array.from(fixture.ids.flatMap((row) => row.slice(0, length))),
    rows: fixture.ids.length,
    length,
    lengths: Int32Array.from(fixture.lengths),
  };
}

function build(spec: RecurrentModelSpec): TextClassifier {
  return new TextClassifier({
    spec,
    vocabularySize: fixture.vocabulary,
    classes: fixture.classes,
    maxLength,
    random: new Random(1),
    dropoutRandom: new Random(2),
  });
}

function load(reference: Case): TextClassifier {
  const model = build(recurrentModelSchema.parse(reference.spec));
  const arrays = reference.weights.map(({ name, shape, data }) => ({
    name,
    shape,
    data: Float32Array.from(data),
  }));
  model.loadStateDict(arrays, ({ data, shape }) => tf.tensor(data, shape));
  return model;
}

const nameOf = ({ spec }: Case) =>
  [
    `${spec.layers} × ${spec.cell}`,
    ...(spec.bidirectional ? ['both directions'] : []),
    spec.pooling,
    ...(spec.maskPadding ? [] : ['padding read']),
  ].join(', ');

forEachBackend('TextClassifier', () => {
  it.each(fixture.cases.map((c) => [nameOf(c), c] as const))(
    'agrees with PyTorch, values and gradients: %s',
    async (_, reference) => {
      const model = load(reference);
      expect(model.namedParameters().map(({ name }) => name)).toEqual(
        reference.weights.map(({ name }) => name),
      );
      // Masked texts need no more padding than their longest: the result is the same.
      const tokens = batch(reference.spec.maskPadding ? 5 : maxLength);
      const logits = model.forward(tokens);
      await expectClose(logits, reference.logits, { what: 'logits' });
      const { value, grads } = tf.variableGrads(
        () => crossEntropy(model.forward(tokens), labels),
        model.namedParameters().map(({ variable }) => variable),
      );
      await expectClose(value, [reference.loss], { what: 'loss' });
      for (const [i, { name, variable }] of model.namedParameters().entries())
        await expectClose(grads[variable.name]!, reference.weights[i]!.grad, { what: `gradient of ${name}` });
      tf.dispose([logits, value, ...Object.values(grads)]);
      model.dispose();
    },
  );
});

describe('TextClassifier', () => {
  it('applies dropout in training only, and the same for the same state of its generator', async () => {
    const spec = recurrentModelSchema.parse({
      embedding: 4,
      hidden: 8,
      layers: 2,
      dropout: 0.5,
      head: { hidden: 8, dropout: 0.5 },
    });
    const random = new Random(5);
    const model = new TextClassifier({
      spec,
      vocabularySize: fixture.vocabulary,
      classes: 3,
      maxLength,
      random: new Random(1),
      dropoutRandom: random,
    });
    const logits = async () => {
      const tensor = model.forward(batch(5));
      const values = [...(await tensor.data())];
      tensor.dispose();
      return values;
    };
    const state = random.state();
    const first = await logits();
    expect(await logits()).not.toEqual(first);
    random.restore(state);
    expect(await logits()).toEqual(first);
    model.eval();
    expect(await logits()).toEqual(await logits());
    expect(random.state()).not.toEqual(state);
    model.dispose();
  });
});
