import { describe, expect, it } from 'vitest';
import { fingerprint, stableJson } from './fingerprint.ts';

describe('fingerprint', () => {
  it('does not depend on the order of keys, at any depth', () => {
    expect(fingerprint({ a: 1, b: { c: [1, { d: 2, e: 3 }] } })).toBe(
      fingerprint({ b: { c: [1, { e: 3, d: 2 }] }, a: 1 }),
    );
  });

  it('depends on the order of lists, on types and on every letter', () => {
    const values = [
      [1, 2],
      [2, 1],
      ['1', 2],
      { a: null },
      {},
      [],
      '',
      'null',
      null,
      0,
      false,
      'ab',
      'ba',
      [[1], 2],
      [[1, 2]],
    ];
    const names = new Set(values.map(fingerprint));
    // `{ a: undefined }` is `{}`, as in JSON.
    expect(fingerprint({ a: undefined })).toBe(fingerprint({}));
    expect(names.size).toBe(values.length);
  });

  it('tells 20,000 small recipes apart', () => {
    const names = new Set<string>();
    for (let i = 0; i < 20_000; i++) names.add(fingerprint({ seed: i, lr: i / 1000 }));
    expect(names.size).toBe(20_000);
  });

  it('writes JSON that reads back', () => {
    const value = { b: [1, null, 'x"y'], a: { z: true } };
    expect(JSON.parse(stableJson(value))).toEqual(value);
  });
});
