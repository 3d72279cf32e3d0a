import { describe, expect, it } from 'vitest';
import type { EncodedSplit } from '../data/types.ts';
import { Batches, type BatchOptions } from './batches.ts';

/** Text i has the tokens i + 2, lengths[i] times, and the class i % 3. */
function splitOf(lengths: number[]): EncodedSplit {
  const offsets = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, i) => {
    offsets[i + 1] = offsets[i]! + length;
  });
  return {
    rows: Uint32Array.from(lengths, (_, i) => i + 100),
    offsets,
    tokens: Int32Array.from(lengths.flatMap((length, i) => new Array<number>(length).fill(i + 2))),
    labels: Int32Array.from(lengths, (_, i) => i % 3),
  };
}

const options: BatchOptions = { batchSize: 4, maxLength: 10, padId: 0, full: false };
const lengths = Array.from({ length: 1003 }, (_, i) => 1 + ((i * 7919) % 10));

describe('Batches', () => {
  it.each([true, false])('holds every text once an epoch (sortByLength %s)', (sort) => {
    const batches = new Batches(splitOf(lengths), options);
    const epoch = batches.epoch(3, 0, sort);
    expect(epoch).toHaveLength(batches.count);
    expect(epoch.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual(lengths.map((_, i) => i));
    expect(epoch.map((batch) => batch.length).filter((n) => n !== 4)).toEqual([3]);
  });

  it('is the same for the same seed and epoch, another for others', () => {
    const batches = new Batches(splitOf(lengths), options);
    expect(batches.epoch(3, 1, true)).toEqual(batches.epoch(3, 1, true));
    expect(batches.epoch(3, 1, true)).not.toEqual(batches.epoch(3, 2, true));
    expect(batches.epoch(3, 1, true)).not.toEqual(batches.epoch(4, 1, true));
  });

  it('sorts by length within pools, so that little is padded, and shuffles the batches', () => {
    const batches = new Batches(splitOf(lengths), options);
    const spread = (sort: boolean) =>
      batches
        .epoch(1, 0, sort)
        .map((batch) => [...batch].map((i) => lengths[i]!))
        .map((of) => Math.max(...of) - Math.min(...of))
        .reduce((a, b) => a + b);
    expect(spread(true)).toBeLessThan(spread(false) / 5);
    const longest = batches.epoch(1, 0, true).map((batch) => Math.max(...[...batch].map((i) => lengths[i]!)));
    expect(longest).not.toEqual([...longest].sort((a, b) => a - b));
  });

  it('pads to multiples of four, never beyond the maximum length, and cuts longer texts', () => {
    const batches = new Batches(splitOf([1, 5, 9, 30]), options);
    const of = (...index: number[]) => batches.gather(Uint32Array.from(index)).tokens;
    expect(of(0)).toEqual({ ids: Int32Array.of(2, 0, 0, 0), rows: 1, length: 4, lengths: Int32Array.of(1) });
    expect(of(0, 1)).toMatchObject({ rows: 2, length: 8, lengths: Int32Array.of(1, 5) });
    expect(of(2)).toMatchObject({ length: 10 });
    expect(of(3)).toMatchObject({ length: 10, lengths: Int32Array.of(10), ids: new Int32Array(10).fill(5) });
    expect(batches.gather(Uint32Array.of(2, 1)).labels).toEqual(Int32Array.of(2, 1));
  });

  it('pads every text to the maximum length when the model reads padding as text', () => {
    const batches = new Batches(splitOf([1, 2]), { ...options, full: true });
    const { ids, length, lengths } = batches.gather(Uint32Array.of(1)).tokens;
    expect(length).toBe(10);
    expect([...ids]).toEqual([3, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...lengths]).toEqual([2]);
  });

  it('takes the texts for evaluation in order of their length', () => {
    const batches = new Batches(splitOf([5, 1, 3, 1, 2]), options);
    expect(batches.inOrderOfLength().map((batch) => [...batch])).toEqual([[1, 3, 4, 2], [0]]);
  });
});
