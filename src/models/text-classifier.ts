import { concat, pad, reshape, type Tensor2D, type Tensor3D, tanh, tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import type { TokenBatch } from '../nn/batch.ts';
import { Dropout } from '../nn/dropout.ts';
import { Embedding } from '../nn/embedding.ts';
import { Linear } from '../nn/linear.ts';
import { Module } from '../nn/module.ts';
import { lastState, maxOverTime, meanOverTime } from '../nn/pooling.ts';
import { Recurrent } from '../nn/recurrent.ts';
import type { ModelPieces } from './pieces.ts';
import type { RecurrentModelSpec } from '../recipe/recipe.ts';
import { pooledWidth } from '../recipe/size.ts';

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
    return this.output.forward(this.dropout.forward(tanh(this.hidden.forward(x))));
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
      return this.head.forward(this.pool(output, hidden, lengths));
    });
  }

  private pool(output: Tensor3D, hidden: Tensor3D, lengths: Int32Array | null): Tensor2D {
    const last = () => lastState(hidden, this.spec.bidirectional ? 2 : 1);
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
