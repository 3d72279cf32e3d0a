import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { layerNorm } from '../norm.ts';

type Part = (x: tf.Tensor3D) => tf.Tensor3D;
interface Parts {
  attention: (x: tf.Tensor3D, mask: tf.Tensor2D) => tf.Tensor3D;
  feedForward: Part;
  norm1: Part;
  norm2: Part;
  dropout: Part;
}

interface Input {
  x: tf.Tensor3D;
  mask: tf.Tensor2D;
  parts: Parts;
}

/** Parts that are told apart by what they do: what they are in a real layer does not matter here. */
function inputOf(
  kit: Kit,
  lengths: readonly number[],
  steps: number,
  width: number,
  training = false,
): Input {
  const shape: [number, number, number] = [lengths.length, steps, width];
  const vector = (): tf.Tensor1D => kit.tensor<tf.Rank.R1>([width]);
  const [v, gain1, bias1, gain2, bias2] = [vector(), vector(), vector(), vector(), vector()];
  const kept = tf.tensor3d(
    Array.from({ length: lengths.length * steps * width }, () => 2 * kit.integer(0, 1)),
    shape,
  );
  const parts: Parts = {
    attention: (x, mask) =>
      tf.tidy(() => {
        kit.aTensor(mask, 'the mask given to attention', [lengths.length, steps]);
        const weights = tf.expandDims(mask, 2);
        const sum = tf.sum(tf.mul(x, weights), 1, true);
        return tf.add(tf.mul(x, 0.3), tf.div(sum, tf.sum(weights, 1, true)));
      }),
    feedForward: (x) => tf.tidy(() => tf.mul(tf.tanh(x), v)),
    norm1: (x) => tf.tidy(() => layerNorm(x, gain1, bias1, 1e-5)),
    norm2: (x) => tf.tidy(() => layerNorm(x, gain2, bias2, 1e-5)),
    dropout: (x) => tf.tidy(() => (training ? (tf.mul(x, kept) as tf.Tensor3D) : tf.clone(x))),
  };
  const mask = tf.tensor2d(
    lengths.map((length) => Array.from({ length: steps }, (_, t) => Number(t < length))),
  );
  return { x: kit.tensor<tf.Rank.R3>(shape), mask, parts };
}

const sum = (a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D => tf.add(a, b);

function right({ x, mask, parts: p }: Input): tf.Tensor3D {
  const a = p.norm1(sum(x, p.dropout(p.attention(x, mask))));
  return p.norm2(sum(a, p.dropout(p.feedForward(a))));
}

/** Layers that students write, by the sentence that tells them what is wrong. */
function mistaken({ x, mask, parts: p }: Input): Record<string, tf.Tensor3D> {
  const { norm1, norm2, dropout, feedForward } = p;
  const attention = (of: tf.Tensor3D): tf.Tensor3D => p.attention(of, mask);
  const a = norm1(sum(x, dropout(attention(x))));
  const pre = sum(x, dropout(attention(norm1(x))));
  const plain = sum(x, dropout(attention(x)));
  return {
    'Nothing is added and nothing normalised: these are the two parts one after the other.': feedForward(
      attention(x),
    ),
    'The sums are missing: what a part makes replaces what it got.': norm2(
      dropout(feedForward(norm1(dropout(attention(x))))),
    ),
    'The first sum is missing: x is lost.': ((b) => norm2(sum(b, dropout(feedForward(b)))))(
      norm1(dropout(attention(x))),
    ),
    'The second sum is missing.': norm2(dropout(feedForward(a))),
    'The second sum takes x; it has to be what the first norm made.': norm2(sum(x, dropout(feedForward(a)))),
    'The feed-forward part gets x; it has to get what the first norm made.': norm2(
      sum(a, dropout(feedForward(x))),
    ),
    'The norms stand before the parts: that is pre-LayerNorm, as GPT-2 has it; BERT normalises the sums.':
      sum(pre, dropout(feedForward(norm2(pre)))),
    'What is added is normalised; the sum has to be.': ((b) => sum(b, norm2(dropout(feedForward(b)))))(
      sum(x, norm1(dropout(attention(x)))),
    ),
    'The two norms are exchanged: each has its own γ and β.': ((b) => norm1(sum(b, dropout(feedForward(b)))))(
      norm2(plain),
    ),
    'norm1 is used twice: each norm has its own γ and β.': norm1(sum(a, dropout(feedForward(a)))),
    'The first norm is missing.': norm2(sum(plain, dropout(feedForward(plain)))),
    'The second norm is missing.': sum(a, dropout(feedForward(a))),
    'There is no dropout.': ((b) => norm2(sum(b, feedForward(b))))(norm1(sum(x, attention(x)))),
    'There is no dropout behind the attention.': ((b) => norm2(sum(b, dropout(feedForward(b)))))(
      norm1(sum(x, attention(x))),
    ),
    'There is no dropout behind the feed-forward part.': norm2(sum(a, feedForward(a))),
    'The sums are dropped: what is handed on must stay whole.': ((b) =>
      norm2(dropout(sum(b, feedForward(b)))))(norm1(dropout(sum(x, attention(x))))),
    'Dropout stands behind the norms: it belongs before the sums.': ((b) =>
      dropout(norm2(sum(b, feedForward(b)))))(dropout(norm1(sum(x, attention(x))))),
  };
}

const answer = ({ layer }: Student, { x, mask, parts }: Input): unknown => layer?.(x, mask, parts);
const evidenceOf = ({ x }: Input): Record<string, unknown> => ({ input: `x [${x.shape.join(', ')}]` });
const SIZES = [
  [[3, 3], 3, 4],
  [[1], 1, 3],
] as const;

async function compare(student: Student, kit: Kit, input: Input, what: string): Promise<void> {
  await kit.close(answer(student, input), right(input), {
    what,
    input: evidenceOf(input),
    mistakes: () => mistaken(input),
  });
}

export const checks: ExerciseChecks = {
  id: 'bert/layer',
  checks: {
    async evaluation(student, kit) {
      for (const [lengths, steps, width] of SIZES)
        await compare(student, kit, inputOf(kit, lengths, steps, width), 'what the layer makes');
    },
    async dropout(student, kit) {
      for (const [lengths, steps, width] of SIZES)
        await compare(
          student,
          kit,
          inputOf(kit, lengths, steps, width, true),
          'what the layer makes in training',
        );
    },
    async mask(student, kit) {
      const input = inputOf(kit, [2, 4, 1], 4, 3);
      const ones = tf.onesLike(input.mask);
      await kit.close(answer(student, input), right(input), {
        what: 'what the layer makes with padding',
        input: { ...evidenceOf(input), 'tokens of each text': [2, 4, 1] },
        mistakes: () => ({ 'The mask is not handed to the attention.': right({ ...input, mask: ones }) }),
      });
    },
    async gradient({ layer }, kit) {
      const { x, mask, parts } = inputOf(kit, [2, 3], 3, 3, true);
      await kit.gradient((at) => layer?.(at, mask, parts), x, {
        what: 'what the layer makes, after x',
        places: 5,
      });
    },
    memory(student, kit) {
      const input = inputOf(kit, [2, 3], 3, 4, true);
      kit.noLeak('layer', () => answer(student, input));
    },
  },
};
