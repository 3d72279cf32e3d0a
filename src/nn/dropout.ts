import type { Tensor } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import { drawDropout, dropout, type DropoutDraw } from '../engine/dropout.ts';
import { Module } from './module.ts';

/**
 * torch.nn.Dropout: in training each element is zero with probability p and the others are scaled by 1/(1 − p).
 * Each use draws two words from `random`; all else follows from them, the same on every device.
 */
export class Dropout extends Module {
  readonly p: number;
  private readonly random: Random;

  constructor(p: number, random: Random) {
    super();
    this.p = p;
    this.random = random;
  }

  forward<T extends Tensor>(x: T): T {
    const draw = this.draw();
    return draw ? dropout(x, draw) : x;
  }

  /** For operations that drop by themselves: what this use drops; null: nothing. */
  draw(): DropoutDraw | null {
    return this.training && this.p > 0 ? drawDropout(this.p, this.random) : null;
  }
}
