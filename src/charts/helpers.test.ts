import { describe, expect, it } from 'vitest';
import { decimate } from './decimate.ts';
import { formatBriefly, formatNumber, formatShare, middleCut } from './format.ts';
import { smooth } from './smoothing.ts';
import { describeBars, describeHistogram, describeLines, describeMatrix, percentileOf } from './summary.ts';
import { seriesTable, toCsv } from './table.ts';

describe('smooth', () => {
  it('starts at the first value: the bias of the zero start is taken out', () => {
    expect(smooth([5, 5, 5], 0.9).every((y) => Math.abs(y - 5) < 1e-12)).toBe(true);
  });

  it('is the weighted mean of what came', () => {
    // m1 = .5·1 → /.5 = 1; m2 = .5·.5 + .5·3 = 1.75 → /.75 = 7/3
    expect(smooth([1, 3], 0.5)).toEqual([1, 1.75 / 0.75]);
  });

  it('leaves the values alone at weight 0, and survives weight 1', () => {
    expect(smooth([1, 2], 0)).toEqual([1, 2]);
    expect(smooth([1, 2], 1).every(Number.isFinite)).toBe(true);
  });

  it('passes over what is not finite', () => {
    const [a, gap, b] = smooth([2, NaN, 2], 0.5);
    expect([a, b]).toEqual([2, 2]);
    expect(gap).toBeNaN();
  });
});

describe('decimate', () => {
  const x = Array.from({ length: 20_000 }, (_, i) => i);

  it('keeps every spike and both ends, in order', () => {
    const y = x.map((i) => Math.sin(i / 300));
    y[12_345] = 40;
    y[777] = -40;
    const out = decimate(x, y, 1000);
    expect(out.x.length).toBeLessThanOrEqual(1002);
    expect(out.y).toContain(40);
    expect(out.y).toContain(-40);
    expect(out.x[0]).toBe(0);
    expect(out.x.at(-1)).toBe(19_999);
    expect(out.x.every((at, i) => i === 0 || at > (out.x[i - 1] ?? 0))).toBe(true);
  });

  it('does not change what is drawn of the past when a value is added', () => {
    const y = x.map(
      (i) => Math.sin(i * 12.9898) * 43758.5453 - Math.floor(Math.sin(i * 12.9898) * 43758.5453),
    );
    const before = decimate(x.slice(0, 15_000), y.slice(0, 15_000), 1000);
    const after = decimate(x.slice(0, 15_001), y.slice(0, 15_001), 1000);
    expect(after.x.slice(0, -4)).toEqual(before.x.slice(0, after.x.length - 4));
  });

  it('leaves short series, empty ones and ones of unequal length whole', () => {
    expect(decimate([1, 2], [3, 4], 10)).toEqual({ x: [1, 2], y: [3, 4] });
    expect(decimate([], [], 10)).toEqual({ x: [], y: [] });
    expect(decimate([1, 2, 3], [3, 4], 10)).toEqual({ x: [1, 2], y: [3, 4] });
  });

  it('keeps a gap of NaN a gap, and finds values beside single NaNs', () => {
    const y = x.map((i) => (i < 5000 ? NaN : i % 7 === 0 ? NaN : 1));
    const out = decimate(x, y, 200);
    expect(out.y.slice(0, 10).every(Number.isNaN)).toBe(true);
    expect(out.y.slice(-50, -1).every((value) => value === 1)).toBe(true);
  });

  it('takes far less than a frame for 20,000 points', () => {
    const y = x.map(() => 1);
    // The best of several: what the machine does beside it does not count.
    const times = Array.from({ length: 10 }, () => {
      const begin = performance.now();
      decimate(x, smooth(y, 0.9), 800);
      return performance.now() - begin;
    });
    expect(Math.min(...times)).toBeLessThan(16);
  });
});

describe('tables', () => {
  it('joins series by x, with a hole where one has no value', () => {
    const table = seriesTable('step', [
      { name: 'train', x: [1, 2, 3], y: [9, 8, 7] },
      { name: 'validation', x: [2, 2.5], y: [5, 4] },
    ]);
    expect(table.columns).toEqual(['step', 'train', 'validation']);
    expect(table.rows).toEqual([
      [1, 9, null],
      [2, 8, 5],
      [2.5, null, 4],
      [3, 7, null],
    ]);
  });

  it('puts what values scatter by into a column behind them', () => {
    const f1 = { name: 'F1', x: [0, 1], y: [0.5, 0.6], spread: [0.01, 0] };
    expect(seriesTable('epochs', [f1, { name: 'other', x: [1], y: [2] }])).toEqual({
      columns: ['epochs', 'F1', 'F1, ±', 'other'],
      rows: [
        [0, 0.5, 0.01, null],
        [1, 0.6, 0, 2],
      ],
    });
  });

  it('quotes in CSV only what needs it', () => {
    expect(
      toCsv({
        columns: ['a', 'b,c'],
        rows: [
          ['say "hi"', null],
          ['two\nlines', 0.1],
        ],
      }),
    ).toBe('a,"b,c"\r\n"say ""hi""",\r\n"two\nlines",0.1\r\n');
  });
});

describe('sentences', () => {
  it('tell where a line began, ended and turned', () => {
    expect(
      describeLines('Loss', 'step', [
        { name: 'train', x: [1, 500, 1000], y: [1.386, 0.18, 0.21] },
        { name: 'validation', x: [], y: [] },
      ]),
    ).toBe('Loss against step: train fell from 1.386 at 1 to 0.21 at 1,000 (lowest 0.18 at 500).');
    expect(describeLines('Loss', 'step', [])).toBe('Loss: no values yet.');
    expect(describeLines('Loss', 'step', [{ name: 'train', x: [1], y: [2] }])).toContain('train 2 at 1');
  });

  it('tell the ends of bars', () => {
    expect(describeBars('Classes', ['a', 'b', 'c'], [5, 9, 1])).toBe(
      'Classes: 3 bars, from 9 (b) down to 1 (c).',
    );
    expect(describeBars('Classes', [], [])).toBe('Classes: no values yet.');
  });

  it('tell percentiles of a histogram', () => {
    expect(describeHistogram('Length', [0, 1, 8, 1], 'tokens', 'texts', 0.9)).toBe(
      'Length: 10 texts, half of them up to 2 tokens, 90% up to 2, the longest 3.',
    );
  });

  it('tell the diagonal of a matrix and its worst neighbour', () => {
    expect(
      describeMatrix(
        'Confusion',
        [
          [8, 2],
          [0, 10],
        ],
        ['act', 'person'],
        ['act', 'person'],
      ),
    ).toBe('Confusion: 2 by 2, 90% on the diagonal; the largest beside it is 2 at row act, column person.');
  });
});

describe('percentileOf', () => {
  it('finds the smallest length that covers the share', () => {
    const counts = [0, 50, 49, 1];
    expect([0, 0.5, 0.51, 0.99, 1].map((share) => percentileOf(counts, share))).toEqual([1, 1, 2, 2, 3]);
    expect(percentileOf([], 0.9)).toBe(0);
  });
});

describe('numbers', () => {
  it('carry no more digits than they mean', () => {
    expect([34962, 0.88749, 1e-5, NaN].map(formatNumber)).toEqual(['34,962', '0.8875', '1.00e-5', 'NaN']);
    expect([2.4e36, 1e12, 123_456_789].map(formatNumber)).toEqual(['2.4e+36', '1e+12', '123,456,789']);
    expect([2.4e36, 12_345, 9876, 0.693].map(formatBriefly)).toEqual(['2e+36', '1e+4', '9,900', '0.69']);
    expect([0, 0.99999, 0.00001, 1, 0.5].map(formatShare)).toEqual([
      '0%',
      '> 99.9%',
      '< 0.1%',
      '100%',
      '50%',
    ]);
  });
});

it('leaves out the middle of a long name, so that names that end differently stay apart', () => {
  expect(middleCut('1 · LSTM', 34)).toBe('1 · LSTM');
  const name = (end: string): string => `2 · RNN, file ml-bar.csv, hidden size 64 and ${end} more`;
  expect(middleCut(name('2'), 34)).toBe('2 · RNN, file ml-bar…64 and 2 more');
  expect(middleCut(name('3'), 34)).not.toBe(middleCut(name('2'), 34));
  expect([...middleCut('ü𝄞'.repeat(40), 20)]).toHaveLength(20);
});
