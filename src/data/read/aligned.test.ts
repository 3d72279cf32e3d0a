import { gzipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../base/errors.ts';
import { Job } from '../job.ts';
import { joinFiles } from './aligned.ts';
import { utf16 } from './files.fixture.ts';
import { readTable } from './read-table.ts';

const names: [string, string] = ['train.de', 'train.en'];
const blob = (content: BlobPart) => new Blob([content]);

async function rowsOf(...parts: Parameters<typeof joinFiles>[0]) {
  const { info, columns } = await readTable(await joinFiles(parts, new Job()), 'joined.jsonl', {}, new Job());
  const rows = Array.from({ length: info.rows }, (_, row) => columns.map((column) => column.get(row)));
  return { names: info.columns.map(({ name }) => name), rows };
}

async function refusal(source: BlobPart, target: BlobPart): Promise<LabError> {
  const work = joinFiles([{ source: blob(source), target: blob(target), names, split: null }], new Job());
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof LabError) return error;
  throw new Error(`expected a LabError, got ${String(error)}`);
}

describe('aligned files', () => {
  it('are joined line by line, gzipped or not, each in its own encoding and with its own line ends', async () => {
    const source = blob(gzipSync(strToU8('Ein Hund, "groß".\r\nZwei Männer\r\n')) as BlobPart);
    const target = blob(utf16('\uFEFFA dog, "big".\nTwo men', true));
    const { rows } = await rowsOf({ source, target, names: ['a.de.gz', 'a.en'], split: null });
    expect(rows).toEqual([
      ['Ein Hund, "groß".', 'A dog, "big".'],
      ['Zwei Männer', 'Two men'],
    ]);
  });

  it('keep their splits apart', async () => {
    const pair = (de: string, en: string, split: 'train' | 'test') => ({
      ...{ source: blob(de), target: blob(en), names, split },
    });
    const { rows, names: columns } = await rowsOf(pair('a\nb', 'A\nB', 'train'), pair('c', 'C', 'test'));
    expect(columns).toContain('split');
    expect(rows.map((row) => row.at(-1))).toEqual(['train', 'train', 'test']);
  });

  it('that are not of one length are refused with both lengths', async () => {
    const error = await refusal('eins\nzwei\ndrei\n', 'one\ntwo\n');
    expect(error.code).toBe('data/not-aligned');
    expect(error.message).toMatch(/3.*2/);
  });

  it('keep a line whose bytes cannot be read, so that the others stay beside their translations', async () => {
    const broken = Uint8Array.of(...strToU8('gut\n'), 0xc3, 0x28, 10, ...strToU8('auch gut\n'));
    const source = blob(broken);
    const target = blob('good\nbroken\ngood too\n');
    const { rows } = await rowsOf({ source, target, names, split: null });
    expect(rows).toHaveLength(3);
    expect(rows[2]).toEqual(['auch gut', 'good too']);
  });

  it('keep an empty line as a pair that is empty on one side, not as a shift of all that follow', async () => {
    const { rows } = await rowsOf({
      ...{ source: blob('eins\n\ndrei\n'), target: blob('one\ntwo\nthree\n'), names, split: null },
    });
    expect(rows.map(([, target]) => target)).toEqual(['one', 'two', 'three']);
    expect(rows[1]![0] || null).toBeNull();
  });

  it('are given up in the middle', async () => {
    const job = new Job(AbortSignal.abort());
    const pair = { source: blob('eins'), target: blob('one'), names, split: null };
    await expect(joinFiles([pair], job)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
