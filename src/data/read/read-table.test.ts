import { gzipSync, strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../base/errors.ts';
import { Job } from '../job.ts';
import { repeatedNames } from '../names.ts';
import type { Table } from '../table.ts';
import type { ReadOptions } from '../types.ts';
import { readTable } from './read-table.ts';
import { utf16, windows1251, workbook } from './files.fixture.ts';

const read = (content: BlobPart | string[], name = 'data.csv', options: Partial<ReadOptions> = {}) =>
  readTable(new Blob(Array.isArray(content) ? [content.join('\n')] : [content]), name, options);

const column = (table: Table, index: number) =>
  Array.from({ length: table.info.rows }, (_, row) => table.columns[index]!.get(row));

async function refusal(work: Promise<unknown>): Promise<LabError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof LabError) return error;
  throw new Error(`expected a LabError, got ${String(error)}`);
}

describe('CSV and TSV', () => {
  it.each([
    [',', 'data.csv'],
    [';', 'data.csv'],
    ['|', 'data.csv'],
    ['\t', 'data.txt'],
  ])('finds the delimiter %j and the header', async (delimiter, name) => {
    const lines = ['text', 'a good film, mostly', 'bad; really bad', 'so | so', 'fine, thanks'].map(
      (text, i) => (i === 0 ? `text${delimiter}label` : `"${text}"${delimiter}${i % 2}`),
    );
    const table = await read(lines, name);
    expect(table.info).toMatchObject({ delimiter, header: true, rows: 4, badRows: 0, encoding: 'utf-8' });
    expect(table.info.columns.map((info) => info.name)).toEqual(['text', 'label']);
    expect(column(table, 0)[1]).toBe('bad; really bad');
  });

  it('tells a file without a header from one with', async () => {
    const without = await read([
      '3,"Fears for pension","Unions say they are sad"',
      '4,"The race","A team went up"',
      '3,"Third","More words here"',
    ]);
    expect(without.info.header).toBe(false);
    expect(without.info.columns.map(({ name }) => name)).toEqual(['column 0', 'column 1', 'column 2']);
    expect((await read(['good thing\t1', 'bad thing\t0', 'good one\t1'], 'x.tsv')).info.header).toBe(false);
    expect(
      (await read(['phrase,mood', 'a long text of six words,1', 'b and some more words here,0'])).info.header,
    ).toBe(true);
    const told = await read(['text,label', 'a b c,1', 'd e f,0'], 'x.csv', { header: false });
    expect(told.info.rows).toBe(3);
  });

  it('keeps one text a line whole, commas and all', async () => {
    const { info } = await read(
      ['Well, yes, it is so', 'No', 'Perhaps, but not now', 'One, two'],
      'lines.txt',
    );
    expect(info).toMatchObject({ delimiter: null, rows: 4, badRows: 0 });
  });

  it('counts and lists bad rows with line and reason, and reads all others', async () => {
    const bytes = new Uint8Array([
      ...strToU8('text,label\nfirst one,a\nragged,b,c\n"two\nlines",a\nbroken '),
      0xff,
      0xfe,
      ...strToU8(' byte,b\n"never closed,a\nlone\nlast "one",b\n"good ""quoted""",a\n'),
    ]);
    const table = await read(bytes);
    expect(table.info.badRowExamples.map(({ line, reason }) => [line, reason])).toEqual([
      [3, '3 fields where 2 are expected'],
      [6, 'bytes that are not valid in this encoding'],
      [7, 'a quote is never closed'],
      [8, '1 field where 2 are expected'],
    ]);
    expect(table.info.badRows).toBe(4);
    expect(column(table, 0)).toEqual(['first one', 'two\nlines', 'last "one"', 'good "quoted"']);
    expect(table.info.badRowExamples[1]?.excerpt).toContain('broken \ufffd');
  });

  it('reads CRLF and CR, an embedded CRLF, blank lines and no break at the end', async () => {
    const table = await read('text,label\r\n"a\r\nb c d",x\r\n\r\ne f g,y');
    expect(column(table, 0)).toEqual(['a\nb c d', 'e f g']);
    expect((await read('text,label\rone two,x\rthree four,y\r')).info.rows).toBe(2);
  });

  it('treats quotes as text in a tab-separated file that does not quote', async () => {
    const { info } = await read(
      ['"Hello\tgreeting', 'I said "no"\tanswer', '"Bye\tgreeting', 'Well\tanswer'],
      'x.tsv',
    );
    expect(info).toMatchObject({ rows: 4, badRows: 0 });
  });

  it('reads with any delimiter and quote that a person gives', async () => {
    const lines = ['text~label', "'a ~ b'~x", "'it''s \"c\"'~y"];
    const table = await read(lines, 'x.csv', { delimiter: '~', quote: "'" });
    expect(table.info).toMatchObject({ delimiter: '~', header: true, rows: 2, badRows: 0 });
    expect(column(table, 0)).toEqual(['a ~ b', `it's "c"`]);
    const plain = await read(['text~label', '"a~x', '"b~y'], 'x.csv', { delimiter: '~', quote: 'none' });
    expect(column(plain, 0)).toEqual(['"a', '"b']);
  });

  it('is not led astray by a comma that stands once in every text', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => `политика и право, ёлка № ${i};${i % 2 ? 'а' : 'б'}`);
    const found = { delimiter: ';', header: true, rows: 600, badRows: 0 };
    expect((await read(['текст;класс', ...rows])).info).toMatchObject(found);
    // Without a header, one text with another comma tells them apart.
    expect((await read(['раз, два, три;а', ...rows])).info).toMatchObject({ delimiter: ';', badRows: 0 });
    // A broken row among those with semicolons speaks for the comma no more than the header does.
    expect((await read(['текст;класс', ...rows, 'а;б;в, г'])).info).toMatchObject({ ...found, badRows: 1 });
    // The other way round: commas, and a semicolon in every text.
    const commas = rows.map((row) => row.replace(/, (.*);/, '; $1,'));
    expect((await read(['текст,класс', ...commas])).info).toMatchObject({ ...found, delimiter: ',' });
  });

  it('knows a header in which a name stands twice', async () => {
    const table = await read(['text,text,label', 'a b c,d e,x', 'f g h,i j,y', 'k l,m n,x'], 'x.csv');
    expect(table.info).toMatchObject({ header: true, rows: 3 });
    expect(table.info.columns.map(({ name }) => name)).toEqual(['text', 'text (2)', 'label']);
    expect(repeatedNames(table.info.columns.map(({ name }) => name))).toEqual(['text']);
    // Words that name no column are data, however often they stand there.
    expect((await read(['good,good', 'bad thing,no', 'so so,yes'], 'x.csv')).info.header).toBe(false);
  });

  it('makes header names unique and lists at most 200 bad rows of all that it counts', async () => {
    const table = await read(['text,text,label', 'a,b,1', ...Array<string>(300).fill('bad row')], 'x.csv', {
      header: true,
      delimiter: ',',
    });
    expect(table.info.columns.map(({ name }) => name)).toEqual(['text', 'text (2)', 'label']);
    expect([table.info.badRows, table.info.badRowExamples.length]).toEqual([300, 200]);
  });

  it('counts distinct values, words and empties', async () => {
    const { info } = await read(['text,label', 'one two three,a', 'four five six seven,b', ',a']);
    expect(info.columns[0]).toMatchObject({
      distinct: 2,
      meanWords: 3.5,
      examples: ['one two three', 'four five six seven'],
    });
    expect(info.columns[0]?.emptyShare).toBeCloseTo(1 / 3);
  });
});

describe('encodings', () => {
  const text = 'текст,метка\nхороший фильм о войне,да\nплохой и скучный фильм,нет\n';
  it.each([
    ['utf-8', strToU8(text)],
    ['utf-8', strToU8(`\ufeff${text}`)],
    ['utf-16le', utf16(`\ufeff${text}`, true)],
    ['utf-16be', utf16(`\ufeff${text}`, false)],
    ['windows-1251', windows1251(text)],
  ])('finds %s', async (encoding, bytes) => {
    const table = await read(bytes);
    expect(table.info).toMatchObject({ encoding, header: true, badRows: 0 });
    expect(column(table, 0)).toEqual(['хороший фильм о войне', 'плохой и скучный фильм']);
    expect(table.info.columns.map(({ name }) => name)).toEqual(['текст', 'метка']);
    expect(table.info.guess).toMatchObject({ text: ['текст'], label: 'метка', certain: true });
  });

  it('finds UTF-16 without a mark by its zero bytes', async () => {
    expect((await read(utf16('text,label\na b c,x\nd e f,y\n', true))).info.encoding).toBe('utf-16le');
    const russian = 'текст;метка\nКоманда выиграла матч;спорт\nБанк выдал кредит;деньги\n'.repeat(20);
    expect((await read(utf16(russian, true))).info.encoding).toBe('utf-16le');
    expect((await read(utf16(russian, false))).info.encoding).toBe('utf-16be');
  });

  it('obeys the person, and refuses an encoding nobody knows', async () => {
    const latin = new Uint8Array([...strToU8('text,label\ncaf'), 0xe9, ...strToU8(' noir,x\nthe tea,y\n')]);
    expect((await read(latin)).info.badRows).toBe(1);
    expect(column(await read(latin, 'x.csv', { encoding: 'windows-1252' }), 0)[0]).toBe('café noir');
    expect((await refusal(read(latin, 'x.csv', { encoding: 'klingon' }))).code).toBe('data/encoding');
  });

  it('keeps a replacement character that the file itself holds', async () => {
    expect((await read('text,label\nodd \ufffd mark,x\nplain text,y\n')).info.badRows).toBe(0);
  });
});

describe('other formats', () => {
  it('reads JSON Lines: keys that come late, lists, bad lines', async () => {
    const table = await read(
      [
        '{"text":"one two","label":1}',
        '',
        '{"text":"three","label":0,"tags":["a","b"]}',
        '{"text":',
        '[1]',
        '7',
        '{"label":null}',
      ],
      'x.jsonl',
    );
    expect(table.info).toMatchObject({ format: 'jsonl', rows: 3, badRows: 3 });
    expect(table.info.badRowExamples.map(({ line }) => line)).toEqual([4, 5, 6]);
    expect(column(table, 2)).toEqual(['', '["a","b"]', '']);
    expect(column(table, 1)).toEqual(['1', '0', '']);
  });

  it('reads a CSV that is called .json as what it is', async () => {
    const lines = ['text,label', 'one more word,a', 'two more words,b', 'three,a'];
    expect((await read(lines, 'x.json')).info).toMatchObject({ format: 'csv', rows: 3, badRows: 0 });
    const objects = ['{"text": "one", "label": 0}', '{"text": "two", "label": 1}'];
    expect((await read(objects, 'x.json')).info).toMatchObject({ format: 'jsonl', rows: 2 });
    expect((await read(['not json', '{"text": "two", "label": 1}'], 'x.jsonl')).info.badRows).toBe(1);
  });

  it('reads a workbook, and the sheet that is asked for', async () => {
    const bytes = workbook({
      First: [['text', 'label'], ['one two', 1], ['three & <four>', 2], []],
      Second: [
        ['a b c d e f', 'x'],
        ['g h i j k l', 'y'],
      ],
    });
    const table = await read(bytes, 'x.xlsx');
    expect(table.info).toMatchObject({ format: 'xlsx', header: true, rows: 2, sheets: ['First', 'Second'] });
    expect([column(table, 0), column(table, 1)]).toEqual([
      ['one two', 'three & <four>'],
      ['1', '2'],
    ]);
    expect((await read(bytes, 'x.xlsx', { sheet: 'Second' })).info).toMatchObject({ header: false, rows: 2 });
    expect((await refusal(read(bytes, 'x.xlsx', { sheet: 'Third' }))).message).toContain('First, Second');
    const cut = await refusal(read(bytes.slice(0, 300), 'x.xlsx'));
    expect(cut.code).toBe('data/damaged-xlsx');
    expect(cut.message).toMatch(/its sheets cannot be read: it is cut short or damaged \(.+\)\.$/);
    // A zip archive that is whole, with the first entry of a workbook and nothing else.
    const hollow = await refusal(read(zipSync({ '[Content_Types].xml': strToU8('<x/>') }), 'x.xlsx'));
    expect([hollow.code, hollow.message]).toEqual([
      'data/damaged-xlsx',
      expect.stringMatching(/its sheets cannot be read: .* \(.+\)\.$/),
    ]);
  });

  it('unpacks gzip by its bytes, whatever the name', async () => {
    const plain = strToU8('text,label\na b c,x\nd e f,y\n');
    expect((await read(gzipSync(plain), 'data.csv')).info.rows).toBe(2);
    expect((await read(gzipSync(strToU8('{"text":"a"}\n{"text":"b"}')), 'x.jsonl.gz')).info.format).toBe(
      'jsonl',
    );
    expect(
      (
        await read(
          gzipSync(
            workbook({
              A: [
                ['text', 'label'],
                ['a b', 1],
                ['c d', 2],
              ],
            }),
          ),
          'x.xlsx.gz',
        )
      ).info.rows,
    ).toBe(2);
    const cut = gzipSync(strToU8('text,label\n' + 'some words here,x\n'.repeat(5000)));
    expect((await refusal(read(cut.slice(0, cut.length - 20)))).code).toBe('data/damaged-gzip');
  });

  it.each([
    ['data/empty-file', new Uint8Array(), 'x.csv', 'empty'],
    ['data/empty-file', gzipSync(new Uint8Array()), 'x.csv.gz', 'empty'],
    ['data/no-rows', strToU8('text,label\n'), 'x.csv', 'no rows'],
    ['data/no-rows', strToU8('\n\n'), 'x.csv', 'no rows'],
    ['data/no-rows', strToU8('{broken\n{worse'), 'x.jsonl', 'Line 1'],
    ['data/wrong-type', strToU8('%PDF-1.7 …'), 'x.csv', 'PDF'],
    ['data/wrong-type', strToU8('<!DOCTYPE html><html>'), 'x.csv', 'web page'],
    ['data/wrong-type', strToU8('[\n{"text":"a"}]'), 'x.json', 'JSON list'],
    ['data/wrong-type', new Uint8Array(3000).map((_, i) => i % 7), 'x.csv', 'binary'],
    ['data/wrong-type', zipSync({ 'a.csv': strToU8('x') }), 'x.zip', 'zip archive'],
    ['data/damaged-parquet', strToU8('PAR1 and no more than that'), 'x.parquet', 'Parquet'],
  ])('refuses with %s', async (code, bytes, name, part) => {
    const error = await refusal(read(bytes, name));
    expect(error.code).toBe(code);
    expect(error.message).toContain(part);
    expect(error.hint).toBeTruthy();
  });

  it('refuses a format that the bytes are not', async () => {
    const error = await refusal(read('text,label\na,b\n', 'x.csv', { format: 'parquet' }));
    expect(error.message).toContain('not PARQUET');
  });
});

describe('progress and cancel', () => {
  const large = new Blob(['text,label\n', 'some words to read,x\n'.repeat(100_000)]);

  it('tells how far it is, to the end', async () => {
    const told: { done: number; total: number | null }[] = [];
    await readTable(large, 'x.csv', {}, new Job(null, (progress) => told.push(progress)));
    expect(told.at(-1)).toMatchObject({ done: large.size, total: large.size, rows: 100_000 });
    expect(told.length).toBeLessThan(100);
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const job = new Job(controller.signal, () => controller.abort());
    expect((await refusal(readTable(large, 'x.csv', {}, job))).code).toBe('cancelled');
  });
});
