import {
  argMax,
  dispose,
  gather,
  logSoftmax,
  reshape,
  type Tensor2D,
  type Tensor3D,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Memory, Seq2Seq } from '../models/seq2seq/seq2seq.ts';
import type { TokenBatch } from '../nn/batch.ts';
import type { LstmState } from '../nn/decoder-lstm.ts';
import { beamSearch, type BeamOptions, type Found } from './beam.ts';

/** The decoder's own words: greedy, by beam search, or mixed with the true ones. All tensors are freed. */

const disposeState = ({ hidden, cell }: LstmState): void => dispose([...hidden, ...cell]);

const column = (ids: Int32Array): TokenBatch => ({
  ids,
  rows: ids.length,
  length: 1,
  lengths: new Int32Array(ids.length).fill(1),
});

/** The likeliest word of each row: logits [B, 1, V] → [B]. */
async function likeliest(logits: Tensor3D): Promise<Int32Array> {
  const [rows, , words] = logits.shape;
  const found = tidy(() => argMax(reshape(logits, [rows, words]), 1));
  try {
    return Int32Array.from(await found.data());
  } finally {
    found.dispose();
  }
}

/** One word a row from each state on; the state before is freed. */
async function advance(model: Seq2Seq, input: Int32Array, memory: Memory, state: LstmState) {
  const next = model.decode(column(input), memory, state);
  disposeState(state);
  try {
    return { words: await likeliest(next.logits), state: next.state };
  } catch (error) {
    disposeState(next.state);
    throw error;
  } finally {
    next.logits.dispose();
  }
}

export interface Marks {
  sos: number;
  eos: number;
}

/**
 * The likeliest word after the likeliest word, until `<eos>` or `maxLength` words, whichever comes first.
 * The model is to be in evaluation mode.
 */
export async function greedy(
  model: Seq2Seq,
  source: TokenBatch,
  { sos, eos }: Marks,
  maxLength: number,
): Promise<number[][]> {
  const found: number[][] = Array.from({ length: source.rows }, () => []);
  const going = new Set(found.keys());
  const memory = model.encode(source);
  let { state } = memory;
  let input: Int32Array = new Int32Array(source.rows).fill(sos);
  try {
    for (let t = 0; t < maxLength && going.size > 0; t++) {
      ({ words: input, state } = await advance(model, input, memory, state));
      for (const row of [...going]) {
        const word = input[row] as number;
        if (word === eos) going.delete(row);
        else found[row]?.push(word);
      }
    }
  } finally {
    memory.outputs.dispose();
    disposeState(state);
  }
  return found;
}

/** The translations of one source that beam search finds, the best first. */
export async function beam(
  model: Seq2Seq,
  source: TokenBatch,
  { sos, eos }: Marks,
  options: Omit<BeamOptions, 'eos'>,
): Promise<Found[]> {
  const memory = model.encode(source);
  let { state } = memory;
  /** The rows of a tensor, once for each hypothesis. */
  const rowsOf = <T extends Tensor2D | Tensor3D>(tensor: T, rows: number[]): T => gather(tensor, rows) as T;
  try {
    return await beamSearch(
      async (live) => {
        const rows = live.map(({ row }) => row);
        const from = tidy(() => ({
          outputs: rowsOf(
            memory.outputs,
            rows.map(() => 0),
          ),
          hidden: state.hidden.map((layer) => rowsOf(layer, rows)),
          cell: state.cell.map((layer) => rowsOf(layer, rows)),
        }));
        disposeState(state);
        state = { hidden: from.hidden, cell: from.cell };
        const input = Int32Array.from(live, ({ words }) => words.at(-1) ?? sos);
        // One source has no padding.
        const next = model.decode(column(input), { outputs: from.outputs, state, keyMask: null }, state);
        const logs = tidy(() => logSoftmax(reshape(next.logits, [live.length, -1]) as Tensor2D));
        dispose([from.outputs, next.logits]);
        disposeState(state);
        state = next.state;
        try {
          return (await logs.array()) as number[][];
        } finally {
          logs.dispose();
        }
      },
      { ...options, eos },
    );
  } finally {
    memory.outputs.dispose();
    disposeState(state);
  }
}

/**
 * What the decoder is given in training: the true word where the coin of the step says so, else its own likeliest one.
 * Its words come from the model as it is, without dropout: no gradient goes through a choice of words, so the step
 * itself can then put the whole mixed target through in one call.
 * @param target true inputs, `<sos>` first, rows × length
 */
export async function mixedTarget(
  model: Seq2Seq,
  source: TokenBatch,
  target: TokenBatch,
  coins: readonly boolean[],
): Promise<TokenBatch> {
  if (coins.every((coin) => coin)) return target;
  const { rows, length } = target;
  const ids = target.ids.slice();
  const last = coins.lastIndexOf(false);
  const memory = model.encode(source);
  let { state } = memory;
  try {
    for (let t = 0; t < last; t++) {
      const input = Int32Array.from({ length: rows }, (_, row) => ids[row * length + t] as number);
      const next = await advance(model, input, memory, state);
      state = next.state;
      if (!coins[t + 1]) next.words.forEach((word, row) => (ids[row * length + t + 1] = word));
    }
  } finally {
    memory.outputs.dispose();
    disposeState(state);
  }
  return { ...target, ids };
}
