import { type Rank, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import { lstmFrom } from '../engine/lstm-from.ts';
import type { RecurrentWeights } from '../engine/recurrent.ts';
import { Dropout } from './dropout.ts';
import { uniform } from './init.ts';
import { Module } from './module.ts';
import { weight } from './weight.ts';

export interface DecoderLstmOptions {
  inputSize: number;
  hiddenSize: number;
  numLayers: number;
  /** Between layers, not after the last. */
  dropout: number;
  random: Random;
  dropoutRandom: Random;
}

/** The states of all layers, each [B, H]. */
export interface LstmState {
  hidden: Tensor2D[];
  cell: Tensor2D[];
}

/** torch.nn.LSTM with batch_first=True that goes on from states it is given, in one direction. Names are PyTorch's. */
export class DecoderLstm extends Module {
  private readonly layers: RecurrentWeights[] = [];
  private readonly dropout: Dropout;

  constructor({ inputSize, hiddenSize, numLayers, dropout, random, dropoutRandom }: DecoderLstmOptions) {
    super();
    this.dropout = this.child('dropout', new Dropout(dropout, dropoutRandom));
    const bound = 1 / Math.sqrt(hiddenSize);
    for (let layer = 0; layer < numLayers; layer++) {
      const make = <R extends Rank>(name: string, shape: number[]) => {
        const made = weight<R>(uniform(shape, bound, random));
        this.parameter(`${name}_l${layer}`, made);
        return made;
      };
      const width = layer === 0 ? inputSize : hiddenSize;
      this.layers.push({
        weightIh: make<Rank.R2>('weight_ih', [4 * hiddenSize, width]),
        weightHh: make<Rank.R2>('weight_hh', [4 * hiddenSize, hiddenSize]),
        biasIh: make<Rank.R1>('bias_ih', [4 * hiddenSize]),
        biasHh: make<Rank.R1>('bias_hh', [4 * hiddenSize]),
      });
    }
  }

  /** x [B, T, I] → the states of the last layer [B, T, H], and where all layers ended. */
  forward(x: Tensor3D, state: LstmState): { output: Tensor3D; state: LstmState } {
    const results = tidy(() => {
      const ends: Tensor2D[] = [];
      let output = x;
      this.layers.forEach((weights, layer) => {
        if (layer > 0) output = this.dropout.forward(output);
        const [hidden, cell] = [state.hidden[layer], state.cell[layer]] as [Tensor2D, Tensor2D];
        const result = lstmFrom({ x: output, weights, hidden, cell });
        output = result.output;
        ends.push(result.hidden, result.cell);
      });
      return { output, ends };
    });
    return {
      output: results.output,
      state: {
        hidden: results.ends.filter((_, i) => i % 2 === 0),
        cell: results.ends.filter((_, i) => i % 2 === 1),
      },
    };
  }
}
