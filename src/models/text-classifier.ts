import {
  concat,
  grad,
  mul,
  pad,
  reshape,
  type Scalar,
  slice,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import type { TokenBatch } from '../nn/batch.ts';
import { stepsThatCount } from '../engine/pooling.ts';
import { AdditiveAttention } from '../nn/additive-attention.ts';
import { Dropout } from '../nn/dropout.ts';
import { Embedding } from '../nn/embedding.ts';
import { Linear } from '../nn/linear.ts';
import { Module } from '../nn/module.ts';
import { lastState, maxOverTime, meanOverTime } from '../nn/pooling.ts';
import { Recurrent } from '../nn/recurrent.ts';
import type { ModelPieces } from './pieces.ts';
import type { RecurrentModelSpec } from '../recipe/recipe.ts';
import { pooledWidth, stateWidth } from '../recipe/size.ts';
import { normsFromEnd, type StepWeights, tappedStates } from './time-gradient.ts';

export interface TextClassifierOptions {
  spec: RecurrentModelSpec;
  vocabularySize: number;
  classes: number;
  /** Tokens of the longest text the model reads: what `flatten` pads to, and what unmasked texts are padded to. */
  maxLength: number;
  /** Draws the first weights. */
  random: Random;
  /** Draws the dropout masks. */
  dropoutRandom: Random;
  /** In place of our own. */
  pieces?: ModelPieces;
}

/** The id of padding: its embedding is zero and stays so. */
const PADDING = 0;

/** Linear → Tanh → Dropout → Linear: the weights are named as those of an nn.Sequential, `0` and `3`. */
class Head extends Module {
  private readonly hidden: Linear;
  private readonly dropout: Dropout;
  private readonly output: Linear;

  constructor(
    inFeatures: number,
    classes: number,
    spec: RecurrentModelSpec['head'],
    random: Random,
    dropoutRandom: Random,
  ) {
    super();
    this.hidden = this.child('0', new Linear({ inFeatures, outFeatures: spec.hidden, random }));
    this.dropout = this.child('2', new Dropout(spec.dropout, dropoutRandom));
    this.output = this.child('3', new Linear({ inFeatures: spec.hidden, outFeatures: classes, random }));
  }

  forward(x: Tensor2D): Tensor2D {
    return this.output.forward(this.dropout.forward(this.hidden.forward(x, 'tanh')));
  }
}

/**
 * The recurrent classifier of texts: Embedding → RNN, GRU or LSTM → one vector a text → head. Weights are named
 * `embedding.weight`, `rnn.weight_ih_l0`, …, `head.0.weight`, `head.3.bias`; scripts/reference/training.py holds the same
 * module in PyTorch.
 */
export class TextClassifier extends Module {
  private readonly spec: RecurrentModelSpec;
  private readonly maxLength: number;
  private readonly embedding: Embedding;
  private readonly rnn: Recurrent;
  private readonly attention: AdditiveAttention | null;
  private readonly head: Head;
  private readonly pieces: ModelPieces;

  constructor(options: TextClassifierOptions) {
    super();
    const { spec, vocabularySize, classes, maxLength, random, dropoutRandom, pieces = {} } = options;
    this.pieces = pieces;
    this.spec = spec;
    this.maxLength = maxLength;
    this.embedding = this.child(
      'embedding',
      new Embedding({
        numEmbeddings: vocabularySize,
        embeddingDim: spec.embedding,
        paddingIdx: PADDING,
        random,
      }),
    );
    this.rnn = this.child(
      'rnn',
      new Recurrent({
        cell: spec.cell,
        inputSize: spec.embedding,
        hiddenSize: spec.hidden,
        numLayers: spec.layers,
        bidirectional: spec.bidirectional,
        dropout: spec.dropout,
        random,
        dropoutRandom,
        ...(pieces.recurrent && { compute: pieces.recurrent }),
        ...(pieces.stack && { stack: pieces.stack }),
      }),
    );
    this.attention =
      spec.attention === 'none'
        ? null
        : this.child(
            'attention',
            new AdditiveAttention({
              size: stateWidth(spec),
              attentionSize: spec.attentionSize,
              random,
              ...(pieces.attend && { compute: pieces.attend }),
            }),
          );
    this.head = this.child(
      'head',
      new Head(pooledWidth(spec, maxLength), classes, spec.head, random, dropoutRandom),
    );
  }

  /**
   * Logits [rows, classes].
   *
   * With `maskPadding` the batch is read as if packed (pack_padded_sequence): padding changes nothing. Without it the
   * batch must be padded to `maxLength`, and its padding is read as text.
   */
  forward(batch: TokenBatch): Tensor2D {
    return tidy(() => {
      const lengths = this.spec.maskPadding ? batch.lengths : null;
      const { output, hidden } = this.rnn.forward(this.embedding.forward(batch), lengths);
      return this.head.forward(this.pooled(output, hidden, lengths));
    });
  }

  /**
   * What each step of each text looks back at: weights [rows, length, length] of a step (row) over those before it;
   * null where the model has no attention.
   */
  attentionWeights(batch: TokenBatch): Tensor3D | null {
    const { attention } = this;
    if (!attention) return null;
    return tidy(() => {
      const lengths = this.spec.maskPadding ? batch.lengths : null;
      return attention.forward(this.rnn.forward(this.embedding.forward(batch), lengths).output).weights;
    });
  }

  /**
   * |dLoss/dh_t| of the last layer's states (those of the forward direction), by the distance from the end of a text: the
   * length of the gradient that reaches a state through all that follows it. With dropout off.
   */
  async timeGradient(batch: TokenBatch, lossOf: (logits: Tensor2D) => Scalar): Promise<number[]> {
    const { spec } = this;
    const { rows, length, lengths } = batch;
    const masked = spec.maskPadding ? lengths : null;
    const wasTraining = this.training;
    this.eval();
    const gradients = tidy(() => {
      const loss = (taps: Tensor): Scalar => {
        let x = this.embedding.forward(batch);
        let hidden: Tensor2D[] = [];
        for (let layer = 0; layer < spec.layers; layer++) {
          const given = x;
          const directions = spec.bidirectional ? ['', '_reverse'] : [''];
          const results = directions.map((suffix, direction) =>
            tappedStates({
              cell: spec.cell,
              x: given,
              weights: this.stepWeights(`l${layer}${suffix}`),
              lengths: masked,
              reverse: direction === 1,
              taps: layer === spec.layers - 1 && direction === 0 ? (taps as Tensor3D) : null,
            }),
          );
          hidden = results.map((result) => result.hidden);
          x = concat(
            results.map(({ output }) => output),
            2,
          );
        }
        const last = reshape(concat(hidden, 1), [rows, -1]) as Tensor2D;
        return lossOf(this.head.forward(this.pooledFrom(x, () => last, masked)));
      };
      return grad(loss as (x: Tensor) => Tensor)(zeros([length, rows, spec.hidden]));
    });
    this.train(wasTraining);
    try {
      return normsFromEnd(
        (await gradients.data()) as Float32Array,
        [length, rows, spec.hidden],
        masked ?? new Int32Array(rows).fill(length),
      );
    } finally {
      gradients.dispose();
    }
  }

  private stepWeights(suffix: string): StepWeights {
    const named = new Map(this.rnn.namedParameters().map(({ name, variable }) => [name, variable]));
    const of = (name: string) => named.get(`${name}_${suffix}`) as never;
    return {
      weightIh: of('weight_ih'),
      weightHh: of('weight_hh'),
      biasIh: of('bias_ih'),
      biasHh: of('bias_hh'),
    };
  }

  private pooled(output: Tensor3D, hidden: Tensor3D, lengths: Int32Array | null): Tensor2D {
    return this.pooledFrom(output, () => lastState(hidden, this.spec.bidirectional ? 2 : 1), lengths);
  }

  /** One vector a text, from states that are joined by what they looked back at where there is attention. */
  private pooledFrom(output: Tensor3D, last: () => Tensor2D, lengths: Int32Array | null): Tensor2D {
    if (!this.attention) return this.pool(output, last, lengths);
    const [rows, steps] = output.shape;
    const whole = this.attention.context(output, lengths);
    // Padding looks at nothing, as it has no state.
    const context = (lengths ? mul(whole, stepsThatCount(lengths, steps)) : whole) as Tensor3D;
    const ends = (): Tensor2D => {
      // The context of each text's last step.
      const parts = Array.from({ length: rows }, (_, row) =>
        slice(context, [row, (lengths?.[row] ?? steps) - 1, 0], [1, 1, -1]),
      );
      return concat([last(), reshape(concat(parts, 0), [rows, -1]) as Tensor2D], 1);
    };
    return this.pool(concat([output, context], 2), ends, lengths);
  }

  private pool(output: Tensor3D, last: () => Tensor2D, lengths: Int32Array | null): Tensor2D {
    if (this.pieces.pool) return this.pieces.pool(output, lengths);
    switch (this.spec.pooling) {
      case 'max':
        return maxOverTime(output, lengths);
      case 'mean':
        return meanOverTime(output, lengths);
      case 'last':
        return last();
      case 'max+mean+last':
        return concat([maxOverTime(output, lengths), meanOverTime(output, lengths), last()], 1);
      case 'flatten': {
        const missing = this.maxLength - output.shape[1];
        const whole =
          missing > 0
            ? pad(output, [
                [0, 0],
                [0, missing],
                [0, 0],
              ])
            : output;
        return reshape(whole, [whole.shape[0], -1]);
      }
    }
  }
}
