import { beforeAll, describe, expect, it } from 'vitest';
import { toErrorData } from '../base/errors.ts';
import { recipeSchema } from '../recipe/recipe.ts';
import { dataClient } from './client.ts';
import type { JobProgress } from './protocol.ts';

const client = dataClient();
const recipe = recipeSchema.parse({ text: { vocabulary: { minCount: 1 } } });
const ignore = () => undefined;
const file = (name: string) => ({ kind: 'file', name, testName: null }) as const;

describe('data worker', () => {
  beforeAll(async () => {
    for (const { id } of await client.list()) await client.remove(id);
  });

  it('opens a built-in set and hands the prepared arrays over', async () => {
    const info = await client.open('1', { source: { kind: 'builtin', id: 'wordnet-tiny' } }, ignore);
    expect(info.table).toMatchObject({ rows: 600, badRows: 0, guess: { certain: true } });
    const data = await client.prepare('2', info.id, recipe, ignore);
    expect(data.labels).toEqual(['act', 'artifact', 'communication', 'person']);
    expect(data.splits.train.rows.length).toBe(480);
    expect(data.splits.train.tokens.length).toBe(data.splits.train.offsets[480]);
    // The arrays went away with the message: the worker makes new ones.
    expect((await client.prepare('3', info.id, recipe, ignore)).splits.train.rows.length).toBe(480);
    const report = await client.report('4', info.id, recipe, ignore);
    expect(report.classCounts.train).toEqual([120, 120, 120, 120]);
    const sample = await client.tokenSample(info.id, recipe, 'a person zzyzx', 'source');
    expect(sample.tokens.map(({ unknown }) => unknown)).toEqual([false, false, true]);
  });

  it('shows rows and texts of a set with several labels by the task', async () => {
    const info = await client.open('1', { source: { kind: 'builtin', id: 'wordnet-labels-tiny' } }, ignore);
    const { data, text } = recipe;
    await expect(client.rows(info.id, data, text, 0, 1, 0, 'classify')).rejects.toThrow(/not clear/);
    const rows = await client.rows(info.id, data, text, 0, 20, 0, 'multilabel');
    expect(rows.length).toBe(20);
    const [first] = await client.texts(info.id, data, [rows[0]!.row], 'multilabel');
    expect(first).toBe(rows[0]!.text);
  });

  it('keeps a file in the browser and lists it', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `a text with number ${i},${i % 2 ? 'x' : 'y'}`);
    const blob = new Blob([['text,label', ...lines, 'bad,row,here'].join('\n')]);
    const info = await client.open('5', { source: file('mine.csv'), file: blob }, ignore);
    expect(info).toMatchObject({ notKept: null, table: { rows: 30, badRows: 1 } });
    expect((await client.list()).map(({ title }) => title)).toEqual(['mine.csv']);
    const again = await client.open('6', { source: file('mine.csv') }, ignore);
    expect(again.id).toBe(info.id);
    const rows = await client.rows(info.id, recipe.data, recipe.text, 28, 10, 0, 'classify');
    expect(rows.map(({ row }) => row)).toEqual([28, 29]);
    expect(await client.texts(info.id, recipe.data, [7], 'classify')).toEqual(['a text with number 7']);
    await client.remove(info.id);
    expect(await client.list()).toEqual([]);
  });

  it('tells progress at most ten times a second, is cancelled at once, and throws sentences', async () => {
    const blob = new Blob(['text,label\n', 'some words to read and to count,x\n'.repeat(2_000_000)]);
    const told: JobProgress[] = [];
    const started = performance.now();
    const error = await client
      .open('7', { source: file('large.csv'), file: blob }, (progress) => {
        told.push(progress);
        if (progress.phase === 'reading rows' && progress.done > 1e6) void client.cancel('7');
      })
      .then(() => null, toErrorData);
    expect(error?.code).toBe('cancelled');
    expect(told.length).toBeLessThan(3 + (performance.now() - started) / 90);
    expect(told.at(-1)?.done).toBeLessThan(blob.size);
    const empty = await client
      .open('8', { source: file('empty.csv'), file: new Blob([]) }, ignore)
      .then(() => null, toErrorData);
    expect(empty?.message).toBe('“empty.csv” is empty: it holds 0 bytes.');
    expect(await client.list()).toEqual([]);
  });
});
