import { describe, expect, it } from 'vitest';
import {
  difference,
  greatest,
  headMap,
  joinedMap,
  joinedTokens,
  selfMaps,
  shrunk,
  strongest,
  type WeightMap,
} from './maps.ts';

const token = (text: string, starts = true) => ({ text, starts });
const map = (rows: number, columns: number, values: number[]): WeightMap => ({
  ...{ rows, columns },
  values: Float32Array.from(values),
});
const plain = ({ values }: WeightMap) => Array.from(values, (value) => Number(value.toFixed(5)));

describe('maps of attention', () => {
  it('are found by layer and head, and a place that is not there is empty', () => {
    const maps = selfMaps([token('a'), token('b')], 2, [Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8)]);
    expect(plain(headMap(maps, { layer: 0, head: 1 }))).toEqual([5, 6, 7, 8]);
    expect(plain(headMap(maps, { layer: 0, head: 2 }))).toEqual([0, 0, 0, 0]);
    expect(plain(headMap(maps, { layer: 4, head: 0 }))).toEqual([0, 0, 0, 0]);
  });

  it('join the pieces of a word: the sum of what it gets, the mean of what it gives', () => {
    const pieces = [token('[CLS]'), token('play'), token('ing', false), token('now')];
    expect(joinedTokens(pieces).map(({ text }) => text)).toEqual(['[CLS]', 'playing', 'now']);
    const joined = joinedMap(
      map(4, 4, [0.1, 0.2, 0.3, 0.4, 0.5, 0.1, 0.1, 0.3, 0.1, 0.5, 0.3, 0.1, 0.25, 0.25, 0.25, 0.25]),
      pieces,
      pieces,
    );
    expect(joined.rows).toBe(3);
    expect(plain(joined)).toEqual([0.1, 0.5, 0.4, 0.3, 0.5, 0.2, 0.25, 0.5, 0.25]);
  });

  it('begin a word with the first token, even where that is the rest of one', () => {
    expect(joinedTokens([token('ing', false), token('x')]).map(({ text }) => text)).toEqual(['ing', 'x']);
    expect(joinedTokens([])).toEqual([]);
  });

  it('keep a thin line when they are made small', () => {
    const size = 512;
    const values = new Float32Array(size * size);
    for (let i = 0; i < size; i++) values[i * size + i] = 1;
    const small = shrunk({ rows: size, columns: size, values }, 64);
    expect([small.rows, small.columns]).toEqual([64, 64]);
    for (let i = 0; i < 64; i++) expect(small.values[i * 64 + i]).toBe(1);
    expect(small.values.reduce((sum, value) => sum + value, 0)).toBe(64);
    const tiny = map(2, 2, [1, 2, 3, 4]);
    expect(shrunk(tiny, 64)).toBe(tiny);
  });

  it('keep the stronger of a gain and a loss', () => {
    expect(plain(shrunk(map(2, 2, [0.1, -0.9, 0.2, 0.3]), 1))).toEqual([-0.9]);
  });

  it('tell the strongest looks of a row, the first of equals first', () => {
    const row = map(2, 4, [0, 0, 0, 0, 0.2, 0.3, 0.2, 0.3]);
    expect(strongest(row, 1, 3).map(({ key }) => key)).toEqual([1, 3, 0]);
    expect(strongest(row, 0, 9)).toHaveLength(4);
  });

  it('differ only where they are of one text', () => {
    expect(plain(difference(map(1, 2, [1, 2]), map(1, 2, [0.5, 3]))!)).toEqual([0.5, -1]);
    expect(difference(map(1, 2, [1, 2]), map(2, 1, [1, 2]))).toBeNull();
    expect(greatest(map(1, 2, [0.5, -1]))).toBe(1);
  });
});
