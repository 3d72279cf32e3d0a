import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gzipSync } from 'fflate';
import { parseRecipe } from '../recipe/parse.ts';
import { LABELLED_ROWS, READ_ROWS } from './pytorch-csv.ts';
import { pytorchScript } from './pytorch-script.ts';

const python = ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['--version']).status === 0);
const folder = mkdtempSync(join(tmpdir(), 'seqlab-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = [
  ['text', 'label'],
  ['кошка, собака; "ёж" на дворе', 'звери'],
  ['хлеб и соль,\nсыр | масло', 'еда'],
  ...Array.from({ length: 9 }, (_, i) => [`слово номер ${i}`, 'еда']),
];

const written = (rows: readonly string[][], delimiter: string): string =>
  rows
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter))
    .join('\r\n')
    .concat('\r\n');

const windows1251 = (text: string): Buffer =>
  Buffer.from(
    Array.from(text, (c) => {
      const code = c.codePointAt(0) as number;
      if (code < 0x80) return code;
      if (c === 'ё') return 0xb8;
      return code - 0x410 + 0xc0;
    }),
  );

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** Unquoted, with a comma in each text but the header, and longer than what the delimiter is found in. */
const COMMAS = [
  ['текст', 'класс'],
  ...Array.from({ length: 450 }, (_, i) => [`политика и право, ${'слово '.repeat(120)}№${i}`, 'а']),
];

const FILES: Record<string, { bytes: Uint8Array; rows?: string[][] }> = {
  'plain.csv': { bytes: Buffer.from(written(ROWS, ',')) },
  'mark.csv': { bytes: Buffer.from(`\ufeff${written(ROWS, ';')}`) },
  'packed.csv.gz': { bytes: gzipSync(Buffer.from(written(ROWS, '|'))) },
  'win1251.csv': { bytes: windows1251(written(ROWS, ';')) },
  'utf16le.csv': { bytes: Buffer.from(`\ufeff${written(ROWS, '\t')}`, 'utf16le') },
  'utf16be.csv': { bytes: utf16be(`\ufeff${written(ROWS, ',')}`) },
  'unmarked-le.csv': { bytes: Buffer.from(written(ROWS, ','), 'utf16le') },
  'unmarked-be.csv': { bytes: utf16be(written(ROWS, ',')) },
  'tabs.tsv': { bytes: Buffer.from(written(ROWS, '\t')) },
  'commas.csv': { bytes: Buffer.from(COMMAS.map((row) => row.join(';')).join('\n')), rows: COMMAS },
  'marks.tsv': {
    bytes: Buffer.from('a\t"one that opens\na\t5" wide\na\tplain\n'),
    rows: [
      ['a', '"one that opens'],
      ['a', '5" wide'],
      ['a', 'plain'],
    ],
  },
};

describe('read_rows', () => {
  it.skipIf(!python)('reads every encoding and delimiter that the lab reads (needs python3)', () => {
    for (const [name, { bytes }] of Object.entries(FILES)) writeFileSync(join(folder, name), bytes);
    const names = Object.keys(FILES).map((name) => join(folder, name));
    const program = [
      'import collections, csv, gzip, io, itertools, json, re, sys',
      'from pathlib import Path',
      READ_ROWS,
      'print(json.dumps([read_rows(Path(name)) for name in sys.argv[1:]]))',
    ].join('\n');
    const output = execFileSync(python as string, ['-c', program, ...names], {
      encoding: 'utf8',
      maxBuffer: 16e6,
    });
    const read = JSON.parse(output) as string[][][];
    // Within its quotes, a line break is what the file has.
    const plain = (rows: string[][]) => rows.map((row) => row.map((cell) => cell.replace('\r\n', '\n')));
    Object.entries(FILES).forEach(([name, { rows }], i) =>
      expect(plain(read[i] ?? []), name).toEqual(rows ?? ROWS),
    );
  });

  it.skipIf(!python)('reads with the delimiter and the quote that are given (needs python3)', () => {
    const file = join(folder, 'circumflex.csv');
    writeFileSync(file, "text^label\n'a^b'^\"x\n");
    const program = [
      'import collections, csv, gzip, io, itertools, json, re, sys',
      'from pathlib import Path',
      READ_ROWS,
      'print(json.dumps([read_rows(Path(sys.argv[1]), "^", quote) for quote in ("\'", "none")]))',
    ].join('\n');
    const read = JSON.parse(
      execFileSync(python as string, ['-c', program, file], { encoding: 'utf8' }),
    ) as unknown;
    expect(read).toEqual([
      [
        ['text', 'label'],
        ['a^b', '"x'],
      ],
      [
        ['text', 'label'],
        ["'a", "b'", '"x'],
      ],
    ]);
  });

  it.skipIf(!python)(
    'scores no row that is read without its label, and only what is asked for (needs python3)',
    () => {
      const rows = [
        ['name', 'category', 'split'],
        ['tea', 'drinks', 'train'],
        ['ham', 'meat', 'test'],
        ['gum', '', 'Unsupervised'],
        ['rum', 'drinks', 'unsupervised'],
      ];
      const program = [
        'import json, sys',
        'def column_number(column, header): return header.index(column) if column in header else int(column)',
        LABELLED_ROWS,
        'rows = json.loads(sys.argv[1])',
        'asked = [(rows, None), (rows, "split=test"), (rows[1:], "2=test"), (rows, "2=test"), (rows[:3], None)]',
        'print(json.dumps([[row[0] for row in labelled_rows(*each)] for each in asked]))',
      ].join('\n');
      const read = execFileSync(python as string, ['-c', program, JSON.stringify(rows)], {
        encoding: 'utf8',
      });
      expect(JSON.parse(read)).toEqual([
        ['name', 'tea', 'ham'],
        ['name', 'ham'],
        ['ham'],
        ['name', 'ham'],
        ['name', 'tea', 'ham'],
      ]);
    },
  );

  it('is in the script with all it needs', () => {
    for (const task of ['classify', 'multilabel'] as const) {
      const script = pytorchScript({
        recipe: parseRecipe({ task }),
        vocabularySize: 9,
        classes: 2,
        maxLength: 5,
      });
      expect(script).toContain(READ_ROWS);
      expect(script).toContain(LABELLED_ROWS);
      for (const name of ['collections', 'csv', 'gzip', 'io', 'itertools', 're', 'sys'])
        expect(script).toContain(`\nimport ${name}\n`);
    }
  });
});
