import { gzipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { toErrorData } from '../../base/errors.ts';
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
      message: expect.stringContaining('its end is missing') as string,
    });
  });

  it('says in words of its own what is wrong with a file that is none', async () => {
    const refused = async (bytes: Uint8Array<ArrayBuffer>) =>
      toErrorData(await read(bytes).catch((error: unknown) => error));
    const invented = await refused(strToU8('PAR1xxxxPAR1'));
    expect(invented.code).toBe('data/damaged-parquet');
    expect(invented.message).toMatch(
      /tells of more than the file has: it is damaged or no Parquet file at all\.$/,
    );
    expect(invented.hint).toContain('Download it again');
    // The list of contents, and then a page of rows, overwritten: the library's words stand in brackets at most.
    const bytes = bytesOf('plain, snappy');
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true);
    const contents = bytes.slice().fill(0xff, bytes.length - 8 - length, bytes.length - 8);
    expect((await refused(contents)).message).toMatch(
      /but its list of contents, .* cannot be read \(.+\)\.$/,
    );
    const rows = bytes.slice().fill(0xff, 4, bytes.length - 8 - length);
    expect((await refused(rows)).message).toMatch(/but its rows cannot be read \(.+\)\.$/);
  });
});
