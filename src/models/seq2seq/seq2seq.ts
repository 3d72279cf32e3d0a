import { concat, reshape, slice, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../../base/random.ts';
import { lengthsMask } from '../../engine/attention.ts';
import { ContextAttention, type ScoreKind } from '../../nn/attention-scores.ts';
import type { TokenBatch } from '../../nn/batch.ts';
import { DecoderLstm, type LstmState } from '../../nn/decoder-lstm.ts';
import { Dropout } from '../../nn/dropout.ts';
import { Embedding } from '../../nn/embedding.ts';
import { Linear } from '../../nn/linear.ts';
import { Module } from '../../nn/module.ts';
import { LSTM } from '../../nn/recurrent.ts';

export interface Seq2SeqConfig {
  sourceVocabulary: number;
  targetVocabulary: number;
  embedding: number;
  hidden: number;
  /** Of the encoder and of the decoder. */
  layers: number;
  /** The encoder reads from both ends, half of the states each (hidden is even); the decoder's state is both side by side. */
  bidirectional?: boolean;
  /** On embeddings and between layers. */
  dropout: number;
  /** null: the decoder knows the source by its last states only. */
  attention: ScoreKind | null;
  random: Random;
  dropoutRandom: Random;
}

/** What the decoder is given of a source. */
export interface Memory {
  /** The encoder's states: [B, Ts, H]. */
  outputs: Tensor3D;
  /** Where it ended, layer by layer. */
  state: LstmState;
  /** [B · Ts]: 0 where there is padding; null: nowhere. */
  keyMask: Uint8Array | null;
}

/** What a pass with the whole target gives where the loss judges the attention, too. */
export interface Seen {
  /** [B, Tt, V]. */
  logits: Tensor3D;
  /** [B, Tt, Ts]. */
  weights: Tensor3D;
}

/** `encoder.`: embedding → dropout → LSTM, padding unread. */
class Encoder extends Module {
  private readonly embedding: Embedding;
  private readonly rnn: LSTM;
  private readonly dropout: Dropout;
  private readonly layers: number;
  private readonly directions: number;

  constructor(config: Seq2SeqConfig) {
    super();
    const { sourceVocabulary, embedding, hidden, layers, dropout, random, dropoutRandom } = config;
    const { bidirectional = false } = config;
    this.layers = layers;
    this.directions = bidirectional ? 2 : 1;
    this.embedding = this.child(
      'embedding',
      new Embedding({ numEmbeddings: sourceVocabulary, embeddingDim: embedding, random }),
    );
    this.rnn = this.child(
      'rnn',
      new LSTM({
        inputSize: embedding,
        hiddenSize: hidden / this.directions,
        numLayers: layers,
        bidirectional,
        dropout,
        random,
        dropoutRandom,
      }),
    );
    this.dropout = this.child('dropout', new Dropout(dropout, dropoutRandom));
  }

  forward(source: TokenBatch): Memory {
    const { rows, length, lengths } = source;
    const whole = lengths.every((own) => own >= length);
    const found = tidy(() => {
      const x = this.dropout.forward(this.embedding.forward(source));
      const { output, hidden, cell } = this.rnn.forward(x, whole ? null : lengths);
      const parts = (states: Tensor3D) =>
        Array.from({ length: this.layers }, (_, layer) => {
          const size = states.shape[2];
          const ends = Array.from({ length: this.directions }, (_, direction) => {
            const at = layer * this.directions + direction;
            return reshape(slice(states, [at, 0, 0], [1, rows, size]), [rows, size]) as Tensor2D;
          });
          return ends.length === 1 ? (ends[0] as Tensor2D) : concat(ends, 1);
        });
      return { output, hidden: parts(hidden), cell: parts(cell as Tensor3D) };
    });
    return {
      outputs: found.output,
      state: { hidden: found.hidden, cell: found.cell },
      keyMask: whole ? null : lengthsMask(lengths, length),
    };
  }
}

/** `decoder.`: embedding → dropout → LSTM (→ attention, the context beside the state) → words. */
class Decoder extends Module {
  private readonly embedding: Embedding;
  private readonly rnn: DecoderLstm;
  readonly attention: ContextAttention | null;
  private readonly output: Linear;
  private readonly dropout: Dropout;

  constructor(config: Seq2SeqConfig) {
    super();
    const { targetVocabulary, embedding, hidden, layers, dropout, attention, random, dropoutRandom } = config;
    this.embedding = this.child(
      'embedding',
      new Embedding({ numEmbeddings: targetVocabulary, embeddingDim: embedding, random }),
    );
    this.rnn = this.child(
      'rnn',
      new DecoderLstm({
        inputSize: embedding,
        hiddenSize: hidden,
        numLayers: layers,
        dropout,
        random,
        dropoutRandom,
      }),
    );
    const sizes = { stateSize: hidden, memorySize: hidden, random };
    this.attention = attention
      ? this.child('attention', new ContextAttention({ score: attention, ...sizes }))
      : null;
    const inFeatures = attention ? 2 * hidden : hidden;
    this.output = this.child('fc_out', new Linear({ inFeatures, outFeatures: targetVocabulary, random }));
    this.dropout = this.child('dropout', new Dropout(dropout, dropoutRandom));
  }

  forward(target: TokenBatch, memory: Memory, state: LstmState): { logits: Tensor3D; state: LstmState } {
    const { output, ends } = tidy(() => {
      const { output, state: end } = this.states(target, state);
      const context = this.attention?.forward(output, memory.outputs, memory.keyMask);
      const logits = this.output.forward(context ? concat([output, context], 2) : output);
      return { output: logits, ends: [...end.hidden, ...end.cell] };
    });
    const layers = ends.length / 2;
    return { logits: output, state: { hidden: ends.slice(0, layers), cell: ends.slice(layers) } };
  }

  /** Logits and, with gradients, where the decoder looks at each step; not tidied. */
  seen(attention: ContextAttention, target: TokenBatch, memory: Memory): Seen {
    const { output } = this.states(target, memory.state);
    const { contexts, weights } = attention.seen(output, memory.outputs, memory.keyMask);
    return { logits: this.output.forward(concat([output, contexts], 2)), weights };
  }

  alignment(attention: ContextAttention, target: TokenBatch, memory: Memory): Tensor3D {
    return tidy(() => {
      const { output } = this.states(target, memory.state);
      return attention.probabilities(output, memory.outputs, memory.keyMask);
    });
  }

  private states(target: TokenBatch, state: LstmState): { output: Tensor3D; state: LstmState } {
    return this.rnn.forward(this.dropout.forward(this.embedding.forward(target)), state);
  }
}

/**
 * Translation by an encoder and a decoder LSTM (Sutskever et al. 2014), with or without attention over the source after
 * the recurrent layers (Luong et al. 2015). Where the whole target is given (teacher forcing), all its steps go
 * through each layer in one call; without it, `decode` takes one word at a time with the same weights.
 */
export class Seq2Seq extends Module {
  private readonly encoder: Encoder;
  private readonly decoder: Decoder;

  constructor(config: Seq2SeqConfig) {
    super();
    this.encoder = this.child('encoder', new Encoder(config));
    this.decoder = this.child('decoder', new Decoder(config));
  }

  /** Logits [B, Tt, V] of the word after each word of the target, which begins with `<sos>`. */
  forward(source: TokenBatch, target: TokenBatch): Tensor3D {
    return tidy(() => {
      const memory = this.encode(source);
      return this.decoder.forward(target, memory, memory.state).logits;
    });
  }

  /** The same with the weights of the attention; null without attention. Called within a tidy, as it leaves the rest. */
  seen(source: TokenBatch, target: TokenBatch): Seen | null {
    const { attention } = this.decoder;
    return attention && this.decoder.seen(attention, target, this.encode(source));
  }

  /** To be disposed: `outputs` and all of `state`. */
  encode(source: TokenBatch): Memory {
    return this.encoder.forward(source);
  }

  /** One or several words more, from a state on: logits [B, T, V] and the state after them. */
  decode(words: TokenBatch, memory: Memory, state: LstmState): { logits: Tensor3D; state: LstmState } {
    return this.decoder.forward(words, memory, state);
  }

  /** Where the decoder looks while it is given this target: [B, Tt, Ts]; null without attention. */
  alignment(source: TokenBatch, target: TokenBatch): Tensor3D | null {
    const { attention } = this.decoder;
    return attention && tidy(() => this.decoder.alignment(attention, target, this.encode(source)));
  }
}
