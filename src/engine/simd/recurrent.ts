import * as tf from '@tensorflow/tfjs-core';
import {
  type CellKind,
  GATES,
  type RecurrentInput,
  type RecurrentOutput,
  type RecurrentWeights,
} from '../recurrent/types.ts';
import { type Packing, packSteps } from './packing.ts';
import type { Simd } from './module.ts';
import { withGradient } from '../with-gradient.ts';

/**
 * One layer in one direction as one operation with one gradient: the inputs' part of all gates is a single product
 * over the tokens of the batch, the recurrence runs inside WASM, and the gradients of the weights are single products
 * over all tokens again.
 */
export function simdRecurrent(simd: Simd, input: RecurrentInput): RecurrentOutput {
  const { cell, x, weights, lengths, reverse } = input;
  const [rows, length] = x.shape;
  const size = weights.weightHh.shape[1];
  const packing = packSteps(rows, length, lengths, reverse);
  const layer = new Layer(simd, cell, packing, [rows, length, x.shape[2], size]);
  const { weightIh, weightHh, biasIh, biasHh } = weights;
  const all = withGradient<tf.Tensor3D>([x, weightIh, weightHh, biasIh, biasHh], (save) => {
    const { value, tape } = layer.forward(x, weights);
    save([tape.read, tape.gate, tape.fromState, tape.states]);
    return { value, gradient: (dy, saved) => layer.backward(dy, weights, tapeOf(saved)) };
  });
  const slot = (k: number) => tf.reshape(tf.slice(all, [0, length + k, 0], [rows, 1, size]), [rows, size]);
  const output = tf.slice(all, [0, 0, 0], [rows, length, size]);
  return cell === 'lstm'
    ? { output, hidden: slot(0) as tf.Tensor2D, cell: slot(1) as tf.Tensor2D }
    : { output, hidden: slot(0) as tf.Tensor2D };
}

/** What the way forward leaves for the way back; see the kernels for what stands in it. */
interface Tape {
  /** Inputs of all tokens: [N, I]. */
  read: tf.Tensor;
  /** [N, G·H] */
  gate: tf.Tensor;
  /** GRU: [N, H]. */
  fromState: tf.Tensor;
  /** [N, H]; LSTM [2·N, H], cell states below. */
  states: tf.Tensor;
}

function tapeOf(saved: tf.Tensor[]): Tape {
  const [read, gate, fromState, states] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  return { read, gate, fromState, states };
}

/**
 * The two ways through a layer. Forward gives one tensor [B, T + S, H]: the states of all steps, then the last state,
 * then (LSTM) the last cell state.
 */
class Layer {
  private readonly simd: Simd;
  private readonly cell: CellKind;
  private readonly packing: Packing;
  private readonly rows: number;
  private readonly length: number;
  private readonly inputs: number;
  private readonly size: number;
  private readonly gates: number;
  private readonly slots: number;

  constructor(simd: Simd, cell: CellKind, packing: Packing, shape: [number, number, number, number]) {
    this.simd = simd;
    this.cell = cell;
    this.packing = packing;
    [this.rows, this.length, this.inputs, this.size] = shape;
    this.gates = GATES[cell] * this.size;
    this.slots = this.length + (cell === 'lstm' ? 2 : 1);
  }

  forward(
    x: tf.Tensor,
    { weightIh, weightHh, biasIh, biasHh }: RecurrentWeights,
  ): { value: tf.Tensor3D; tape: Tape } {
    const { simd, packing, size, gates, inputs } = this;
    const { kernels } = simd;
    const { total } = packing;
    const read = simd.empty<tf.Rank.R2>([total, inputs]);
    const gate = simd.empty<tf.Rank.R2>([total, gates]);
    const fromState = simd.empty<tf.Rank.R2>([this.cell === 'gru' ? total : 0, size]);
    // States and, for the LSTM, cell states below them; the RNN's states take the place of its gates.
    const states =
      this.cell === 'rnn' ? gate : simd.empty<tf.Rank.R2>([this.cell === 'lstm' ? 2 * total : total, size]);
    const value = simd.empty<tf.Rank.R3>([this.rows, this.slots, size]);
    const at = (tensor: tf.Tensor) => simd.pointer(tensor);

    kernels.gatherRows(total, inputs, simd.ints('index', packing.source), at(x), at(read));
    kernels.fillRows(total, gates, this.inputBias(biasIh, biasHh), at(gate));
    const projection = simd.packed('weights', inputs, gates, at(weightIh), 1, inputs);
    kernels.multiply(total, gates, inputs, at(read), inputs * 4, 4, projection, at(gate), gates * 4, 1);

    const recurrence = simd.packed('weights', size, gates, at(weightHh), 1, size);
    const steps = this.steps();
    if (this.cell === 'rnn') {
      kernels.rnnForward(...steps, at(gate), recurrence);
    } else if (this.cell === 'lstm') {
      kernels.lstmForward(...steps, at(gate), at(states) + total * size * 4, at(states), recurrence);
    } else {
      const room = simd.room('step', this.rows * gates * 4);
      kernels.gruForward(...steps, at(gate), at(fromState), at(states), recurrence, at(biasHh), room);
    }
    const places = simd.ints('index', this.placesOfOutput());
    kernels.gatherRows(this.rows * this.slots, size, places, at(states), at(value));
    return { value, tape: { read, gate, fromState, states } };
  }

  backward(dy: tf.Tensor, { weightIh, weightHh }: RecurrentWeights, tape: Tape): tf.Tensor[] {
    const { simd, packing, size, gates, inputs } = this;
    const { kernels } = simd;
    const { total } = packing;
    const { read, gate, fromState, states } = tape;
    const dx = simd.empty<tf.Rank.R3>([this.rows, this.length, inputs]);
    const dWeightIh = simd.empty<tf.Rank.R2>([gates, inputs]);
    const dWeightHh = simd.empty<tf.Rank.R2>([gates, size]);
    const dBiasIh = simd.empty<tf.Rank.R1>([gates]);
    const dBiasHh = simd.empty<tf.Rank.R1>([gates]);
    const at = (tensor: tf.Tensor) => simd.pointer(tensor);
    const dStates = this.incoming(dy);
    const before = simd.room('before', total * size * 4);
    kernels.gatherRows(total, size, simd.ints('index', packing.previous), at(states), before);

    const dGates = this.cell === 'rnn' ? dStates : at(gate);
    this.recurrenceBackward(dy, dStates, weightHh, tape);

    // Of the state's part: as of the inputs' part, but for the GRU's n, which has its own.
    const shared = this.cell === 'gru' ? 2 * size : gates;
    const states2 = simd.packed('weights', total, size, before, size, 1);
    kernels.multiply(shared, size, total, dGates, 4, gates * 4, states2, at(dWeightHh), size * 4, 0);
    kernels.sumRows(total, gates, dGates, at(dBiasIh));
    this.copy(at(dBiasIh), at(dBiasHh), shared);
    if (this.cell === 'gru') {
      const rest = at(dWeightHh) + shared * size * 4;
      kernels.multiply(size, size, total, at(fromState), 4, size * 4, states2, rest, size * 4, 0);
      kernels.sumRows(total, size, at(fromState), at(dBiasHh) + shared * 4);
    }
    const readPacked = simd.packed('weights', total, inputs, at(read), inputs, 1);
    kernels.multiply(gates, inputs, total, dGates, 4, gates * 4, readPacked, at(dWeightIh), inputs * 4, 0);

    const projection = simd.packed('weights', gates, inputs, at(weightIh), inputs, 1);
    const dRead = simd.room('read', total * inputs * 4);
    kernels.multiply(total, inputs, gates, dGates, gates * 4, 4, projection, dRead, inputs * 4, 0);
    const places = simd.ints('index', this.placesOfInput());
    kernels.gatherRows(this.rows * this.length, inputs, places, dRead, at(dx));
    return [dx, dWeightIh, dWeightHh, dBiasIh, dBiasHh];
  }

  private recurrenceBackward(dy: tf.Tensor, dStates: number, weightHh: tf.Tensor, tape: Tape): void {
    const { simd, size, gates, packing } = this;
    const { kernels } = simd;
    const steps = this.steps();
    const states = simd.pointer(tape.states);
    const gate = simd.pointer(tape.gate);
    const matrix = simd.pointer(weightHh);
    const shared = this.cell === 'gru' ? 2 * size : gates;
    const weights = simd.packed('weights', shared, size, matrix, size, 1);
    if (this.cell === 'rnn') {
      kernels.rnnBackward(...steps, states, dStates, weights);
    } else if (this.cell === 'lstm') {
      const dCells = simd.room('cells', this.rows * size * 4);
      const index = packing.order.map((b) => b * this.slots + this.length + 1);
      kernels.gatherRows(this.rows, size, simd.ints('index', index), simd.pointer(dy), dCells);
      kernels.lstmBackward(...steps, gate, states + packing.total * size * 4, dStates, dCells, weights);
    } else {
      const weightsN = simd.packed('weights of n', size, size, matrix + shared * size * 4, size, 1);
      kernels.gruBackward(...steps, gate, simd.pointer(tape.fromState), states, dStates, weights, weightsN);
    }
  }

  /** What flows into each packed state from the outputs, and into the last ones from the slot of last states. */
  private incoming(dy: tf.Tensor): number {
    const { simd, packing, size, slots, length } = this;
    const { kernels } = simd;
    const dStates = simd.room('states', packing.total * size * 4);
    const index = packing.source.map((place) => Math.floor(place / length) * slots + (place % length));
    kernels.gatherRows(packing.total, size, simd.ints('index', index), simd.pointer(dy), dStates);
    const lastSlots = packing.last.map((_, b) => b * slots + length);
    const last = simd.room('last', this.rows * size * 4);
    kernels.gatherRows(this.rows, size, simd.ints('index', lastSlots), simd.pointer(dy), last);
    kernels.addRows(this.rows, size, simd.ints('index', packing.last), last, dStates);
    return dStates;
  }

  /** b_ih + b_hh, or b_ih alone for the GRU, whose b_hh is added inside. */
  private inputBias(biasIh: tf.Tensor, biasHh: tf.Tensor): number {
    const { simd } = this;
    if (this.cell === 'gru') return simd.pointer(biasIh);
    const sum = simd.room('bias', this.gates * 4);
    this.copy(simd.pointer(biasIh), sum, this.gates);
    simd.kernels.addTo(this.gates, simd.pointer(biasHh), sum);
    return sum;
  }

  private copy(from: number, to: number, size: number): void {
    this.simd.kernels.fillRows(1, size, from, to);
  }

  private steps(): [number, number, number, number] {
    const { simd, packing } = this;
    const counts = simd.ints('counts', packing.counts);
    return [packing.steps, counts, simd.ints('offsets', packing.offsets), this.size];
  }

  /** Row of [B·T] → packed row, −1 where there is padding. */
  private placesOfInput(): Int32Array {
    const places = new Int32Array(this.rows * this.length).fill(-1);
    this.packing.source.forEach((place, row) => (places[place] = row));
    return places;
  }

  /** Row of [B·(T + S)] → row of the states, −1 where there is padding. */
  private placesOfOutput(): Int32Array {
    const { packing, slots, length } = this;
    const places = new Int32Array(this.rows * slots).fill(-1);
    packing.source.forEach((place, row) => {
      places[Math.floor(place / length) * slots + (place % length)] = row;
    });
    packing.last.forEach((row, b) => {
      places[b * slots + length] = row;
      if (slots - length === 2 && row >= 0) places[b * slots + length + 1] = packing.total + row;
    });
    return places;
  }
}
