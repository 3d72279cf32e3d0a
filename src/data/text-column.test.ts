import { describe, expect, it } from 'vitest';
import { TextColumn, detached } from './text-column.ts';

describe('TextColumn', () => {
  it('gives back what was put in, empty texts and any script included', () => {
    const texts = ['a', '', 'Жук', '\ufeffmark', '😀 two', 'line\nbreak', 'x'.repeat(5000)];
    const column = new TextColumn();
    for (const text of texts) column.push(text);
    expect(texts.map((_, row) => column.get(row))).toEqual(texts);
    expect(column.length).toBe(texts.length);
    expect([column.get(-1), column.get(99)]).toEqual(['', '']);
  });

  it('lets texts run over the border of a page, letters of several bytes too', () => {
    const column = new TextColumn();
    const page = 1 << 22;
    const texts = ['a'.repeat(page - 2), 'жжж', '😀'.repeat(page), 'b', 'ж'.repeat(page)];
    for (const text of texts) column.push(text);
    for (const [row, text] of texts.entries()) expect(column.get(row) === text).toBe(true);
    expect(column.bytes).toBe(new TextEncoder().encode(texts.join('')).length);
  });

  it('fills a page to its last byte', () => {
    const column = new TextColumn();
    const page = 1 << 22;
    column.push('a'.repeat(page));
    column.push('b');
    column.push('c'.repeat(page - 1));
    expect([column.get(0).length, column.get(1), column.get(2).length]).toEqual([page, 'b', page - 1]);
  });

  it('replaces an unpaired surrogate, which UTF-8 cannot hold', () => {
    const column = new TextColumn();
    column.push('a\ud800b');
    expect(column.get(0)).toBe('a\ufffdb');
    expect(detached('abc')).toBe('abc');
  });
});
