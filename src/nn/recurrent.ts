import { concat, type Rank, stack, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../base/random.ts';
import {
  type CellKind,
  GATES,
  recurrentLayer,
  type RecurrentFunction,
  type RecurrentWeights,
  type StackFunction,
} from '../engine/recurrent.ts';
import { Dropout } from './dropout.ts';
import { uniform } from './init.ts';
import { Module } from './module.ts';
import { weight } from './weight.ts';

export interface RecurrentOptions {
  inputSize: number;
  hiddenSize: number;
  numLayers?: number;
  bidirectional?: boolean;
  /** Between layers, not after the last. */
  dropout?: number;
  random: Random;
  /** Draws the dropout masks; left out: `random`. */
  dropoutRandom?: Random;
  /** How one layer in one direction is computed; left out: the fastest way there is. */
  compute?: RecurrentFunction;
  /** How all layers are computed, of one direction and without dropout; of the last states it gives the top one. */
  stack?: StackFunction;
}

export interface RecurrentResult {
  /** States of the last layer: [B, T, D·H], forward before backward; zero on padded steps. */
  output: Tensor3D;
  /** Last states: [L·D, B, H], layer by layer, forward before backward. */
  hidden: Tensor3D;
  /** LSTM: last cell states, as `hidden`. */
  cell?: Tensor3D;
}

/**
 * torch.nn.RNN (tanh), GRU, LSTM with batch_first=True. With lengths it is as if the batch were packed
 * (pack_padded_sequence): padding is not read, the backward direction starts at each row's own end, and padded
 * steps come out as zeros. With null every step is read.
 */
export class Recurrent extends Module {
  readonly kind: CellKind;
  readonly hiddenSize: number;
  readonly bidirectional: boolean;
  private readonly layers: RecurrentWeights[][] = [];
  private readonly dropout: Dropout;
  private readonly compute: RecurrentFunction | null;
  private readonly stack: StackFunction | null;

  constructor(options: RecurrentOptions & { cell: CellKind }) {
    super();
    const {
      cell,
      inputSize,
      hiddenSize,
      numLayers = 1,
      bidirectional = false,
      dropout = 0,
      random,
    } = options;
    this.kind = cell;
    this.hiddenSize = hiddenSize;
    this.bidirectional = bidirectional;
    this.compute = options.compute ?? null;
    this.stack = bidirectional ? null : (options.stack ?? null);
    this.dropout = this.child('dropout', new Dropout(dropout, options.dropoutRandom ?? random));
    const directions = bidirectional ? 2 : 1;
    const rows = GATES[cell] * hiddenSize;
    const bound = 1 / Math.sqrt(hiddenSize);
    for (let layer = 0; layer < numLayers; layer++) {
      const width = layer === 0 ? inputSize : hiddenSize * directions;
      const weights = ['', '_reverse'].slice(0, directions).map((suffix) => {
        const make = <R extends Rank>(name: string, shape: number[]) => {
          const made = weight<R>(uniform(shape, bound, random));
          this.parameter(`${name}_l${layer}${suffix}`, made);
          return made;
        };
        return {
          weightIh: make<Rank.R2>('weight_ih', [rows, width]),
          weightHh: make<Rank.R2>('weight_hh', [rows, hiddenSize]),
          biasIh: make<Rank.R1>('bias_ih', [rows]),
          biasHh: make<Rank.R1>('bias_hh', [rows]),
        };
      });
      this.layers.push(weights);
    }
  }

  /** x [B, T, I]; lengths [B], each in 1…T, or null. */
  forward(x: Tensor3D, lengths: Int32Array | null): RecurrentResult {
    if (this.stack) return this.stacked(this.stack, x, lengths);
    return tidy(() => {
      const hidden: Tensor2D[] = [];
      const cells: Tensor2D[] = [];
      let current = x;
      this.layers.forEach((directions, layer) => {
        if (layer > 0) current = this.dropout.forward(current);
        const { compute } = this;
        if (!compute) {
          const result = recurrentLayer({ cell: this.kind, x: current, weights: directions, lengths });
          hidden.push(...result.hidden);
          cells.push(...result.cell);
          current = result.output;
          return;
        }
        const outputs = directions.map((weights, direction) => {
          const result = compute({
            cell: this.kind,
            x: current,
            weights,
            lengths,
            reverse: direction === 1,
          });
          hidden.push(result.hidden);
          if (result.cell) cells.push(result.cell);
          return result.output;
        });
        current = outputs.length === 1 ? (outputs[0] as Tensor3D) : concat(outputs, 2);
      });
      const result: RecurrentResult = { output: current, hidden: stack(hidden) as Tensor3D };
      if (cells.length > 0) result.cell = stack(cells) as Tensor3D;
      return result as RecurrentResult & Record<string, Tensor3D>;
    });
  }

  private stacked(by: StackFunction, x: Tensor3D, lengths: Int32Array | null): RecurrentResult {
    return tidy(() => {
      const weights = this.layers.map(([forward]) => forward as RecurrentWeights);
      const { output, hidden } = by({ cell: this.kind, x, lengths, weights });
      return { output, hidden: stack([hidden]) as Tensor3D };
    });
  }
}

export class RNN extends Recurrent {
  constructor(options: RecurrentOptions) {
    super({ ...options, cell: 'rnn' });
  }
}

export class GRU extends Recurrent {
  constructor(options: RecurrentOptions) {
    super({ ...options, cell: 'gru' });
  }
}

export class LSTM extends Recurrent {
  constructor(options: RecurrentOptions) {
    super({ ...options, cell: 'lstm' });
  }
}
