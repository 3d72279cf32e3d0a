import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Table } from '../table.ts';
import cases from './parquet.fixture.json' with { type: 'json' };
import { readTable } from './read-table.ts';

const TEXTS = ['one two', 'три четыре', '', 'five 😀'];
const bytesOf = (name: keyof typeof cases) =>
  Uint8Array.from(atob(cases[name]), (letter) => letter.charCodeAt(0));
const read = (bytes: Uint8Array<ArrayBuffer>) => readTable(new Blob([bytes]), 'data.parquet');
const column = (table: Table, index: number) =>
  Array.from({ length: table.info.rows }, (_, row) => table.columns[index]!.get(row));

describe('Parquet', () => {
  it.each(['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'] as const)('reads %s pages', async (codec) => {
    const table = await read(bytesOf(`plain, ${codec}`));
    expect(table.info).toMatchObject({ format: 'parquet', header: true, rows: 4, encoding: null });
    expect([column(table, 0), column(table, 1)]).toEqual([TEXTS, ['0', '1', '', '1']]);
  });

  it('gives classes the names that Hugging Face wrote, over several row groups', async () => {
    const table = await read(bytesOf('names of classes'));
    expect([column(table, 0), column(table, 1)]).toEqual([TEXTS, ['neg', 'pos', '', 'pos']]);
  });

  it('writes lists as JSON and numbers as they are', async () => {
    const table = await read(bytesOf('nested'));
    expect(column(table, 1)).toEqual(['[1,2]', '[]', '', '[3]']);
    expect(column(table, 2)).toEqual(['0.5', '1', '2', '']);
  });

  it('unpacks a gzipped file, and refuses one that is cut short', async () => {
    const bytes = bytesOf('plain, snappy');
    expect((await read(gzipSync(bytes))).info.rows).toBe(4);
    await expect(read(bytes.slice(0, bytes.length - 40))).rejects.toMatchObject({
      code: 'data/damaged-parquet',
    });
  });
});
