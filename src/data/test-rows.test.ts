import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { READ_ROWS } from '../formats/pytorch-csv.ts';
import { pythonTested, testedOf } from '../formats/tested.ts';
import { result } from '../formats/bundle.fixture.ts';
import { recipeSchema, type RecipeInput } from '../recipe/recipe.ts';
import { Job } from './job.ts';
import { readTable } from './read/read-table.ts';
import { Workbench } from './workbench.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqlab-test-rows-'));
afterAll(() => rmSync(folder, { recursive: true }));
const python = ['/usr/bin/python3', 'python3'].find((path) => spawnSync(path, ['-c', '']).status === 0);

const table = (text: string, name = 'a.csv') => readTable(new Blob([text]), name);
const recipeOf = (input: RecipeInput) => recipeSchema.parse(input);

const CSV = `id,text,label\n${Array.from(
  { length: 40 },
  (_, i) => `${i},"row ${i}, with ""marks""; and\nlines",${i % 2 ? 'odd' : 'even'}`,
).join('\n')}\n`;

const given = (main: string, input: RecipeInput, mostBytes = 1e6) =>
  table(main).then(async (own) => {
    const bench = new Workbench(own, null);
    return { bench, rows: await bench.testRows(recipeOf(input), mostBytes) };
  });

describe('testRows', () => {
  it('holds just the rows that are scored, under the names that the recipe asks for', async () => {
    const input = { data: { columns: { text: 'Text', label: 'label' } } };
    const { bench, rows } = await given(CSV, input);
    const prepared = await bench.prepare(recipeOf(input), new Job());
    const numbers = [...prepared.splits.test.rows];
    expect(rows?.rows).toBe(numbers.length);
    expect(rows?.csv).toBe(
      `label,Text\n${numbers
        .map((i) => `${i % 2 ? 'odd' : 'even'},"row ${i}, with ""marks""; and\nlines"\n`)
        .join('')}`,
    );
  });

  it.skipIf(!python)('is read by the script cell by cell (needs python3)', async () => {
    const { rows } = await given(CSV, {});
    const file = join(folder, 'test.csv');
    writeFileSync(file, rows?.csv ?? '');
    const program = [
      'import collections, csv, gzip, io, itertools, json, re, sys',
      'from pathlib import Path',
      READ_ROWS,
      'print(json.dumps(read_rows(Path(sys.argv[1]))))',
    ].join('\n');
    const read = JSON.parse(
      execFileSync(python as string, ['-c', program, file], { encoding: 'utf8' }),
    ) as string[][];
    expect(read).toHaveLength(1 + (rows?.rows ?? 0));
    for (const row of read.slice(1)) expect(row[1]).toMatch(/^row \d+, with "marks"; and\nlines$/);
  });

  it('leaves columns asked for by number where they stand', async () => {
    const { rows } = await given(CSV, { data: { columns: { text: 1, label: 2 } } });
    const [header, first] = rows?.csv?.split('\n') ?? [];
    expect(header).toBe(',text,label');
    expect(first).toMatch(/^,"row/);
  });

  it('takes the rows of a test file and its own order of columns', async () => {
    const bench = new Workbench(await table(CSV), await table('label,text\nodd,one\neven,two\n', 'test.csv'));
    const rows = await bench.testRows(recipeOf({}), 1e6);
    expect(rows).toEqual({ rows: 2, csv: 'label,text\nodd,one\neven,two\n' });
  });

  it('keeps several labels as the file writes them', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `a text of row ${i},${i % 2},${i % 3 ? 0 : 1}`);
    const { rows } = await given(`text,two,three\n${lines.join('\n')}\n`, {
      task: 'multilabel',
      data: { columns: { text: 'text', labels: ['two', 'three'] } },
    });
    for (const line of rows?.csv?.trim().split('\n').slice(1) ?? []) {
      const [two, three, text] = line.split(',');
      expect(lines).toContain(`${text},${two},${three}`);
    }
    expect(rows?.csv?.startsWith('two,three,text\n')).toBe(true);
  });

  it('gives pairs in the order of the file, whichever is translated into which', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `quelle ${i},spring ${i}`);
    for (const swap of [false, true]) {
      const { rows } = await given(`source,target\n${lines.join('\n')}\n`, {
        task: 'translate',
        model: { kind: 'seq2seq' },
        data: { swap },
      } as RecipeInput);
      const [header, ...found] = rows?.csv?.trim().split('\n') ?? [];
      expect(header).toBe('source,target');
      expect(found.length).toBe(rows?.rows);
      for (const line of found) expect(lines).toContain(line);
    }
  });

  it('says how many rows there are where they are too long', async () => {
    const { rows } = await given(CSV, {}, 50);
    expect(rows).toEqual({ rows: 4, csv: null });
  });
});

describe('what was tested', () => {
  const recipe = recipeOf({});

  it('hands on as many rows as were scored, and no others', () => {
    const support = result.test.perClass.reduce((sum, one) => sum + one.support, 0);
    expect(testedOf({ recipe, result, testRows: { rows: support, csv: 'x' } })).toMatchObject({ csv: 'x' });
    const other = testedOf({ recipe, result, testRows: { rows: support + 1, csv: 'x' } });
    expect(other).toMatchObject({ rows: support, csv: null, missing: 'other-data' });
    expect(testedOf({ recipe, result })).toMatchObject({ csv: null, missing: 'no-data' });
    expect(pythonTested(other)).toContain(
      `TEST_ROWS, TEST_SCORES = ${support}, "accuracy 0.6667, macro F1 0.3333, weighted F1 0.0000"`,
    );
  });
});
