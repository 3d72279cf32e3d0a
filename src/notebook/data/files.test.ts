import { describe, expect, it } from 'vitest';
import { assignFiles, formatBytes, sourceTitle } from './files.ts';

const file = (name: string, size = 1) => ({ name, size });

describe('assignFiles', () => {
  it('takes one file as train', () => {
    expect(assignFiles([file('a.csv')])).toEqual({ train: file('a.csv'), test: null });
  });

  it('knows the test part by its name, in either order', () => {
    for (const files of [
      [file('test.csv', 9), file('train.csv', 1)],
      [file('train.csv', 1), file('test.csv', 9)],
    ]) {
      expect(assignFiles(files)).toEqual({ train: file('train.csv', 1), test: file('test.csv', 9) });
    }
  });

  it('is not misled by a word that only holds “test”', () => {
    const { test } = assignFiles([file('contest.csv', 5), file('latest.csv', 9)]);
    expect(test?.name).toBe('contest.csv');
  });

  it('takes the larger one as train where the names do not tell', () => {
    expect(assignFiles([file('a.csv', 1), file('b.csv', 2)]).train.name).toBe('b.csv');
    expect(assignFiles([file('test-a.csv', 1), file('test-b.csv', 2)]).train.name).toBe('test-b.csv');
  });

  it('refuses none and three', () => {
    expect(() => assignFiles([])).toThrow(/No file/);
    expect(() => assignFiles([file('a'), file('b'), file('c')])).toThrow(/3 files/);
  });
});

describe('sourceTitle', () => {
  it('names a file, two files and an address', () => {
    expect(sourceTitle({ kind: 'file', name: 'a.csv', testName: null })).toBe('a.csv');
    expect(sourceTitle({ kind: 'file', name: 'a.csv', testName: 'b.csv' })).toBe('a.csv and b.csv');
    expect(sourceTitle({ kind: 'url', url: 'https://x.org/d/my%20set.csv?raw=1', testUrl: null })).toBe(
      'my set.csv',
    );
    expect(sourceTitle({ kind: 'url', url: 'https://x.org/', testUrl: null })).toBe('https://x.org/');
  });
});

describe('formatBytes', () => {
  it('carries no more digits than it means', () => {
    expect([0, 999, 1000, 1440, 9960, 200e6, 1.5e9].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.4 kB',
      '10 kB',
      '200 MB',
      '1.5 GB',
    ]);
  });
});
