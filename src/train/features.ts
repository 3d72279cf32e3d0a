import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import type { TokenBatch } from '../nn/batch.ts';
import type { Batches } from './batches.ts';
import type { Between } from './task.ts';

/** One vector a text, in the order of the split: rows × width. */
export interface FeatureTable {
  width: number;
  values: Float32Array;
}

/** How far a split has been read. */
export interface BegunFeatures {
  batches: number;
  table: FeatureTable;
}

/**
 * What a model makes of each text of a split, the shortest first, so that there is little padding.
 * @param vectors of a batch: [rows, width]
 * @param between lets messages through and throws where the work is to stop; is told how many texts are done
 * @param begun what an earlier call came to that was stopped, with the same texts and the same model: it goes on there
 */
export async function featuresOf(
  vectors: (batch: TokenBatch) => Tensor2D,
  batches: Batches,
  between: (done: number) => ReturnType<Between>,
  begun: BegunFeatures = { batches: 0, table: { width: 0, values: new Float32Array(0) } },
): Promise<FeatureTable> {
  const order = batches.inOrderOfLength();
  let done = order.slice(0, begun.batches).reduce((sum, { length }) => sum + length, 0);
  for (const index of order.slice(begun.batches)) {
    const found = vectors(batches.gather(index).tokens);
    try {
      const width = found.shape[1];
      if (begun.table.width === 0) begun.table = { width, values: new Float32Array(batches.rows * width) };
      const values = (await found.data()) as Float32Array;
      index.forEach((i, row) =>
        begun.table.values.set(values.subarray(row * width, (row + 1) * width), i * width),
      );
    } finally {
      found.dispose();
    }
    begun.batches++;
    done += index.length;
    await between(done);
  }
  return begun.table;
}

/** Some rows of a table, as a tensor. */
export function rowsOf({ width, values }: FeatureTable, index: Uint32Array): Tensor2D {
  const rows = new Float32Array(index.length * width);
  index.forEach((i, row) => rows.set(values.subarray(i * width, (i + 1) * width), row * width));
  return tensor2d(rows, [index.length, width]);
}
