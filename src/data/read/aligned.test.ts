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
  const joined = await joinFiles(parts, new Job());
  const { info, columns } = await readTable(joined.file, 'joined.jsonl', {}, new Job());
  const rows = Array.from({ length: info.rows }, (_, row) => columns.map((column) => column.get(row)));
  return { names: info.columns.map(({ name }) => name), rows, info, encoding: joined.encoding };
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
    const {
      rows,
      names: columns,
      encoding,
    } = await rowsOf({ source, target, names: ['a.de.gz', 'a.en'], split: null });
    expect(columns).toEqual(['de', 'en']);
    expect(encoding).toBe('utf-8 + utf-16le');
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

  it('leave a pair with bytes that cannot be read out and list it; the others stay beside their translations', async () => {
    const broken = Uint8Array.of(...strToU8('gut\n'), 0xc3, 0x28, 10, ...strToU8('auch gut\n'));
    const source = blob(broken);
    const target = blob('good\nbroken\ngood too\n');
    const { rows, info } = await rowsOf({ source, target, names, split: null });
    expect(rows).toEqual([
      ['gut', 'good'],
      ['auch gut', 'good too'],
    ]);
    expect(info.badRowExamples).toMatchObject([
      { line: 2, reason: expect.stringMatching(/bytes/) as string },
    ]);
  });

  it('of Latin-1 are read as such, and in any encoding that is chosen', async () => {
    const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const german = 'Männer\nGrüße\nschön\nfährt über\nhört\nmüde Bären\n';
    const pair = { source: blob(latin(german)), target: blob('1\n2\n3\n4\n5\n6\n'), names, split: null };
    const { rows, encoding } = await rowsOf(pair);
    expect(encoding).toBe('windows-1252 + utf-8');
    expect(rows.map(([first]) => first)).toEqual(german.trim().split('\n'));
    const { file } = await joinFiles([pair], new Job(), 'windows-1251');
    expect(await file.text()).toContain('{"de":"Mдnner","en":"1"}');
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
