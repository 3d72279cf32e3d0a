import { type Rank, reshape, tensor2d, type Tensor3D, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import { embeddingLookup } from '../engine/embedding.ts';
import type { TokenBatch } from './batch.ts';
import { normalValues } from './init.ts';
import { Module } from './module.ts';
import { weight } from './weight.ts';

export interface EmbeddingOptions {
  numEmbeddings: number;
  embeddingDim: number;
  /** This row starts at zero and gets no gradient. */
  paddingIdx?: number | null;
  random: Random;
}

/** torch.nn.Embedding: rows of a table [V, E]. First values N(0, 1). */
export class Embedding extends Module {
  readonly weight: Variable<Rank.R2>;
  readonly paddingIdx: number | null;

  constructor({ numEmbeddings, embeddingDim, paddingIdx = null, random }: EmbeddingOptions) {
    super();
    this.paddingIdx = paddingIdx;
    const values = normalValues(numEmbeddings * embeddingDim, random);
    if (paddingIdx !== null) values.fill(0, paddingIdx * embeddingDim, (paddingIdx + 1) * embeddingDim);
    this.weight = weight<Rank.R2>(tensor2d(values, [numEmbeddings, embeddingDim]));
    this.parameter('weight', this.weight);
  }

  /** → [rows, length, E]. */
  forward({ ids, rows, length }: TokenBatch): Tensor3D {
    return tidy(() => {
      const found = embeddingLookup(this.weight, ids, this.paddingIdx);
      return reshape(found, [rows, length, this.weight.shape[1]]);
    });
  }
}
