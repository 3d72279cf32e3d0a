import { recurrentModel } from '../../src/recipe/model.ts';
import type { BundleContent } from '../../src/formats/bundle.ts';
import { readSafetensors } from '../../src/formats/safetensors.ts';
import { Tokenizer } from '../../src/text/tokenizer.ts';
import { Vocabulary } from '../../src/text/vocabulary.ts';

/**
 * The recurrent classifier once more, in plain numbers and as directly as the equations stand in PyTorch's
 * documentation (nn.RNN, nn.GRU, nn.LSTM): slow, one text at a time, to compare others with.
 */

type Weight = { rows: number; columns: number; data: ArrayLike<number> };

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** W x + b */
function affine(weight: Weight, bias: Weight, x: readonly number[]): number[] {
  return Array.from({ length: weight.rows }, (_, r) => {
    let sum = bias.data[r] as number;
    for (let c = 0; c < weight.columns; c++)
      sum += (weight.data[r * weight.columns + c] as number) * (x[c] as number);
    return sum;
  });
}

/** States over time of one layer in one direction, beginning with zeros. */
function recur(
  cell: 'rnn' | 'gru' | 'lstm',
  weight: (name: string) => Weight,
  suffix: string,
  inputs: readonly number[][],
): number[][] {
  const size = weight(`weight_hh_${suffix}`).columns;
  let h = new Array<number>(size).fill(0);
  let c = new Array<number>(size).fill(0);
  return inputs.map((x) => {
    const a = affine(weight(`weight_ih_${suffix}`), weight(`bias_ih_${suffix}`), x);
    const b = affine(weight(`weight_hh_${suffix}`), weight(`bias_hh_${suffix}`), h);
    const gate = (g: number, i: number) => (a[g * size + i] as number) + (b[g * size + i] as number);
    if (cell === 'lstm') {
      c = c.map((old, i) => sigmoid(gate(1, i)) * old + sigmoid(gate(0, i)) * Math.tanh(gate(2, i)));
      h = c.map((value, i) => sigmoid(gate(3, i)) * Math.tanh(value));
    } else if (cell === 'gru') {
      h = h.map((old, i) => {
        const reset = sigmoid(gate(0, i));
        const update = sigmoid(gate(1, i));
        const next = Math.tanh((a[2 * size + i] as number) + reset * (b[2 * size + i] as number));
        return (1 - update) * next + update * old;
      });
    } else h = h.map((_, i) => Math.tanh(gate(0, i)));
    return h;
  });
}

/** The logits of texts, each computed by itself. */
export function plainLogits(content: BundleContent, texts: readonly string[]): number[][] {
  const { text: spec } = content.recipe;
  const model = recurrentModel(content.recipe);
  const weights = new Map<string, Weight>();
  for (const { name, shape, data } of readSafetensors(content.weights).tensors)
    weights.set(name, { rows: shape[0] ?? 1, columns: shape[1] ?? 1, data: Array.from(data, Number) });
  const weight = (name: string): Weight => {
    const found = weights.get(name);
    if (!found) throw new Error(`no weight ${name}`);
    return found;
  };
  const tokenizer = new Tokenizer(spec, Vocabulary.fromWords(content.vocabulary));
  const embedding = weight('embedding.weight');
  const row = (id: number) =>
    Array.from({ length: embedding.columns }, (_, i) => embedding.data[id * embedding.columns + i] as number);

  return texts.map((text) => {
    const own = [...tokenizer.encode(text, content.maxLength)];
    const padding = new Array<number>(content.maxLength - own.length).fill(0);
    let states = (model.maskPadding ? own : [...own, ...padding]).map(row);
    let last: number[] = [];
    for (let layer = 0; layer < model.layers; layer++) {
      const ofRnn = (name: string) => weight(`rnn.${name}`);
      const forward = recur(model.cell, ofRnn, `l${layer}`, states);
      const backward = model.bidirectional
        ? recur(model.cell, ofRnn, `l${layer}_reverse`, [...states].reverse()).reverse()
        : null;
      states = forward.map((state, t) => [...state, ...(backward?.[t] ?? [])]);
      last = [...(forward.at(-1) ?? []), ...(backward?.[0] ?? [])];
    }
    const units = last.map((_, i) => states.map((state) => state[i] as number));
    const greatest = units.map((values) => Math.max(...values));
    const mean = units.map((values) => values.reduce((a, b) => a + b, 0) / values.length);
    const zeros = new Array<number>(last.length * (content.maxLength - states.length)).fill(0);
    const pooled = {
      max: greatest,
      mean,
      last,
      'max+mean+last': [...greatest, ...mean, ...last],
      flatten: [...states.flat(), ...zeros],
    }[model.pooling];
    const hidden = affine(weight('head.0.weight'), weight('head.0.bias'), pooled).map(Math.tanh);
    return affine(weight('head.3.weight'), weight('head.3.bias'), hidden);
  });
}
