import { mul, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import { Module } from './module.ts';

/**
 * torch.nn.Dropout: in training each element is zero with probability p and the others are scaled by 1/(1 − p).
 * The mask is drawn on the host, so a seed gives the same one on every device.
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
    if (!this.training || this.p === 0) return x;
    return tidy(() => mul(x, tensor(dropoutMask(x.size, this.p, this.random), x.shape)) as T);
  }
}

/** 0 with probability p, else 1/(1 − p). */
export function dropoutMask(size: number, p: number, random: Random): Float32Array {
  const mask = new Float32Array(size);
  const kept = 1 / (1 - p);
  const threshold = p * 4294967296;
  for (let i = 0; i < size; i++) if (random.uint32() >= threshold) mask[i] = kept;
  return mask;
}
