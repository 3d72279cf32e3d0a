import { add, mul, slice, type Tensor1D, type Tensor3D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import { ALPHABET, HEAD_CLASSES, HEAD_TASKS, HEAD_TEXT_LENGTH, type HeadTask } from '../data/head-tasks.ts';
import { activate } from '../engine/activation.ts';
import { attentionProbabilities, selfAttention } from '../engine/attention.ts';
import type { TokenBatch } from '../nn/batch.ts';
import { Embedding } from '../nn/embedding.ts';
import { LayerNorm } from '../nn/layer-norm.ts';
import { Linear } from '../nn/linear.ts';
import { Module } from '../nn/module.ts';

export interface HeadEncoderConfig {
  layers: number;
  heads: number;
  /** Of the states; a multiple of `heads`. */
  width: number;
}

/** Post-norm layer of a transformer (Vaswani et al. 2017), without dropout; its heads can be switched off one by one. */
class Layer extends Module {
  private readonly heads: number;
  private readonly width: number;
  private readonly qkv: Linear;
  private readonly out: Linear;
  private readonly norm1: LayerNorm;
  private readonly linear1: Linear;
  private readonly linear2: Linear;
  private readonly norm2: LayerNorm;

  constructor({ heads, width }: HeadEncoderConfig, random: Random) {
    super();
    this.heads = heads;
    this.width = width;
    const linear = (inFeatures: number, outFeatures: number) =>
      new Linear({ inFeatures, outFeatures, random });
    this.qkv = this.child('qkv', linear(width, 3 * width));
    this.out = this.child('out', linear(width, width));
    this.norm1 = this.child('norm1', new LayerNorm({ size: width }));
    this.linear1 = this.child('linear1', linear(width, 2 * width));
    this.linear2 = this.child('linear2', linear(2 * width, width));
    this.norm2 = this.child('norm2', new LayerNorm({ size: width }));
  }

  /** x [B, T, W]; gate [W]: 0 where the head is switched off; null: all are on. */
  forward(x: Tensor3D, gate: Tensor1D | null): Tensor3D {
    return tidy(() => {
      const context = selfAttention(this.qkv.forward(x), { heads: this.heads });
      const kept: Tensor3D = gate ? mul(context, gate) : context;
      const attended = this.norm1.forwardResidual(x, this.out.forward(kept), null);
      const inner = activate(this.linear1.forward(attended), 'gelu');
      return this.norm2.forwardResidual(attended, this.linear2.forward(inner), null);
    });
  }

  /** Where each place looks: [B, heads, T, T]. */
  probabilities(x: Tensor3D): Tensor4D {
    return tidy(() => {
      const [rows, length] = x.shape;
      const qkv = this.qkv.forward(x);
      const part = (i: number) => slice(qkv, [0, 0, i * this.width], [rows, length, this.width]);
      return attentionProbabilities(part(0), part(1), { heads: this.heads });
    });
  }
}

/** A small encoder that tells, at each place of a text, what the tasks of `head-tasks.ts` ask. */
export class HeadEncoder extends Module {
  private readonly characters: Embedding;
  private readonly places: Embedding;
  private readonly layers: Layer[];
  private readonly tellers: Record<HeadTask, Linear>;

  constructor(config: HeadEncoderConfig, random: Random) {
    super();
    const { layers, width } = config;
    const embedding = (numEmbeddings: number) =>
      new Embedding({ numEmbeddings, embeddingDim: width, random });
    this.characters = this.child('characters', embedding(ALPHABET.length));
    this.places = this.child('places', embedding(HEAD_TEXT_LENGTH));
    this.layers = Array.from({ length: layers }, (_, i) =>
      this.child(`layers.${i}`, new Layer(config, random)),
    );
    const teller = (task: HeadTask) =>
      this.child(`tell.${task}`, new Linear({ inFeatures: width, outFeatures: HEAD_CLASSES[task], random }));
    this.tellers = Object.fromEntries(HEAD_TASKS.map((task) => [task, teller(task)])) as Record<
      HeadTask,
      Linear
    >;
  }

  /** Logits [B, T, classes] of each task. @param gates of each layer; null: all heads are on */
  forward(texts: TokenBatch, gates: readonly Tensor1D[] | null = null): Record<HeadTask, Tensor3D> {
    return tidy(() => {
      let x = this.embed(texts);
      this.layers.forEach((layer, i) => (x = layer.forward(x, gates?.[i] ?? null)));
      return Object.fromEntries(HEAD_TASKS.map((task) => [task, this.tellers[task].forward(x)])) as Record<
        HeadTask,
        Tensor3D
      >;
    });
  }

  /** Where each place looks, layer by layer: [B, heads, T, T]. */
  probabilities(texts: TokenBatch): Tensor4D[] {
    return tidy(() => {
      let x = this.embed(texts);
      return this.layers.map((layer) => {
        const map = layer.probabilities(x);
        x = layer.forward(x, null);
        return map;
      });
    });
  }

  private embed(texts: TokenBatch): Tensor3D {
    const { rows, length } = texts;
    const ids = Int32Array.from({ length: rows * length }, (_, i) => i % length);
    return add(this.characters.forward(texts), this.places.forward({ ...texts, ids }));
  }
}
