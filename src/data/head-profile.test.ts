import { describe, expect, it } from 'vitest';
import { headMoves, headProfiles, type LookedAt, lookedAtOf } from './head-profile.ts';

/** Each head by the place it looks at, all its weight there; null: everywhere alike. */
const heads: ((i: number, length: number) => number | null)[] = [
  (i) => i,
  () => 0,
  (_, length) => length - 1,
  (i) => i - 1,
  (i) => i + 1,
  () => null,
];

const text = (length: number): LookedAt => ({
  length,
  weight: (_, head, i, j) => {
    const place = heads[head]!(i, length);
    return place === null ? 1 / length : Number(place === j);
  },
});

describe('headProfiles', () => {
  const profiles = headProfiles([text(6), text(6)], 1, heads.length);

  it('tells which head looks at itself, at [CLS], at [SEP], before and behind', () => {
    const names = ['self', 'cls', 'sep', 'previous', 'next'] as const;
    names.forEach((name, h) => {
      expect(profiles[h]![name], name).toBe(1);
      expect(profiles[h]!.entropy).toBe(0);
    });
    expect(profiles.map(({ head }) => head)).toEqual([0, 1, 2, 3, 4, 5]);
    // The word behind [CLS] has it as its neighbour: one of four.
    expect(profiles[3]!.cls).toBe(0.25);
    expect(profiles[4]!.distance).toBe(1);
    expect(profiles[1]!.distance).toBe((1 + 2 + 3 + 4) / 4);
  });

  it('counts bits and tokens of a head that looks everywhere alike', () => {
    expect(profiles[5]!.entropy).toBeCloseTo(Math.log2(6), 10);
    expect(profiles[5]!.self).toBeCloseTo(1 / 6, 10);
    // Of the words 1 to 4 among six places: (1+0+1+2+3+4) + (2+1+0+1+2+3) + … over 24.
    expect(profiles[5]!.distance).toBeCloseTo((11 + 9 + 9 + 11) / 24, 10);
  });

  it('weighs words, not texts, and passes over texts without a word', () => {
    const [mixed] = headProfiles([text(2), text(3), text(5)], 1, 6).slice(1);
    expect(mixed!.distance).toBe((1 + 1 + 2 + 3) / 4);
    expect(headProfiles([text(2)], 1, 6)[0]!.self).toBe(0);
  });
});

describe('headMoves', () => {
  const of = (weights: number[][][]): LookedAt => lookedAtOf([weights.flat(2)], weights[0]!.length);
  const still = [
    [0.5, 0.5],
    [0, 1],
  ];

  it('tell which share of the attention went elsewhere, and whether every bit stayed', () => {
    const nudged = [
      [0.5 + 2 ** -53, 0.5],
      [0, 1],
    ];
    const turned = [
      [1, 0],
      [0, 1],
    ];
    const moves = headMoves([of([still, still, still])], [of([still, nudged, turned])], 1, 3);
    expect(moves.map(({ identical }) => identical)).toEqual([true, false, false]);
    expect(moves.map(({ moved }) => moved)).toEqual([0, expect.closeTo(0, 15), 0.25]);
  });

  it('are of the same texts only', () => {
    expect(() => headMoves([of([still])], [of([[[1]]])], 1, 1)).toThrow('not the same texts');
  });
});
