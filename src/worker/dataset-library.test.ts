import { afterEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../base/errors.ts';
import { CATALOGUE } from '../data/catalogue.ts';
import { Job } from '../data/job.ts';
import { recipeSchema, type Source } from '../recipe/recipe.ts';
import type { DatasetRecord } from '../storage/types.ts';
import { DatasetLibrary, type DatasetStore } from './dataset-library.ts';

class MemoryStore implements DatasetStore {
  readonly records = new Map<string, DatasetRecord>();
  full = false;

  async keepDataset(record: DatasetRecord): Promise<void> {
    if (this.full) throw new LabError('storage/full', 'There is no room left.', 'Remove something.');
    this.records.set(record.info.id, structuredClone(record));
  }
  async keptDatasets() {
    return [...this.records.values()].map(({ info }) => info);
  }
  async keptDataset(id: string) {
    return this.records.get(id);
  }
  async dropDataset(id: string): Promise<void> {
    this.records.delete(id);
  }
}

const CSV = `text,label\n${Array.from({ length: 20 }, (_, i) => `some text number ${i},${i % 2 ? 'a' : 'b'}\n`).join('')}`;
const BASE = 'http://lab.test/sub/path/';
const fileSource = (name: string, testName: string | null = null): Source => ({
  kind: 'file',
  name,
  testName,
});
const { data, text } = recipeSchema.parse({});

const serve = (files: Record<string, string>) => {
  const fetched = vi.fn(async (url: string) =>
    url in files ? new Response(files[url]) : new Response('', { status: 404 }),
  );
  vi.stubGlobal('fetch', fetched);
  return fetched;
};
const open = (library: DatasetLibrary, source: Source, content?: string, rest = {}) =>
  library.open({ source, ...(content !== undefined && { file: new Blob([content]) }), ...rest }, new Job());
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: unknown) => (error instanceof LabError ? `${error.code}: ${error.message}` : String(error)),
  );

afterEach(() => vi.unstubAllGlobals());

describe('DatasetLibrary', () => {
  it('takes built-in sets from beside the page, once, and does not keep them', async () => {
    const store = new MemoryStore();
    const fetched = serve({ [`${BASE}data/wordnet-tiny.csv.gz`]: CSV });
    const library = new DatasetLibrary(store, BASE);
    const info = await open(library, { kind: 'builtin', id: 'wordnet-tiny' });
    expect(info).toMatchObject({ id: 'builtin:wordnet-tiny', notKept: null, table: { rows: 20 } });
    expect(await open(library, { kind: 'builtin', id: 'wordnet-tiny' })).toEqual(info);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect([store.records.size, (await library.list()).length]).toEqual([0, 0]);
    expect(await refusal(open(library, { kind: 'builtin', id: 'nothing' }))).toMatch(/^data\/unknown-source/);
  });

  it('opens a catalogue set a second time without the network, in another session too', async () => {
    const store = new MemoryStore();
    const [entry] = CATALOGUE;
    const fetched = serve({
      [entry!.url]: CSV,
      [entry!.testUrl!]: 'text,label\nthe test text is here,a\nanother text here,b\n',
    });
    const source: Source = { kind: 'catalogue', id: entry!.id };
    const info = await open(new DatasetLibrary(store, BASE), source);
    expect(info.testTable?.rows).toBe(2);
    expect(fetched).toHaveBeenCalledTimes(2);
    const later = new DatasetLibrary(store, BASE);
    expect(await open(later, source)).toEqual(info);
    const rows = await (await later.bench(info.id)).rows(data, text, 20, 5, 0, 'classify');
    expect(rows.map(({ split }) => split)).toEqual(['test', 'test']);
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('gives a catalogue set its own validation part', async () => {
    const entry = CATALOGUE.find(({ id }) => id === 'multi30k')!;
    const rows = (name: string, count: number) =>
      Array.from(
        { length: count },
        (_, i) => `{"en": "the ${name} number ${i}", "de": "Nummer ${i}"}\n`,
      ).join('');
    serve({
      [entry.url]: rows('train', 9),
      [entry.validationUrl!]: rows('validation', 3),
      [entry.testUrl!]: rows('test', 2),
    });
    const library = new DatasetLibrary(new MemoryStore(), BASE);
    const info = await open(library, { kind: 'catalogue', id: entry.id });
    expect(info.table.columns.map(({ name }) => name)).toEqual(['en', 'de', 'split']);
    const recipe = recipeSchema.parse({
      task: 'translate',
      model: { kind: 'seq2seq' },
      data: { source: { kind: 'catalogue', id: entry.id }, columns: { split: 'auto' } },
      text: { vocabulary: { minCount: 1 } },
    });
    const bench = await library.bench(info.id);
    const { splits } = await bench.prepare(recipe, new Job());
    expect(Object.values(splits).map(({ rows: numbers }) => numbers.length)).toEqual([9, 3, 2]);
    expect(splits.validation.pairs!.references[0]).toBe('the validation number 0');
  });

  it('reads aligned texts again in another encoding', async () => {
    const library = new DatasetLibrary(new MemoryStore(), BASE);
    const source = fileSource('a.de + a.en');
    const german = Uint8Array.from('M\u00e4nner\n', (letter) => letter.charCodeAt(0));
    const names: [string, string] = ['a.de', 'a.en'];
    const aligned = [{ source: new Blob([german]), target: new Blob(['men\n']), names, split: null }];
    expect(await refusal(library.open({ source, aligned }, new Job()))).toMatch(/not valid in this encoding/);
    const read = { encoding: 'windows-1252' };
    const info = await library.open({ source, aligned, read }, new Job());
    expect(info.table.columns[0]!.examples).toEqual(['Männer']);
    const other = await library.open({ source, read: { encoding: 'windows-1251' } }, new Job());
    expect(other.table).toMatchObject({ encoding: 'windows-1251', rows: 1 });
    expect(other.table.columns[0]!.examples).toEqual(['Mдnner']);
  });

  it('takes any address and says what is wrong with it', async () => {
    serve({ 'https://a.test/data.csv': CSV });
    const library = new DatasetLibrary(new MemoryStore(), BASE);
    const source = { kind: 'url', url: 'https://a.test/data.csv', testUrl: null } as const;
    expect(await open(library, source)).toMatchObject({ title: 'data.csv', table: { rows: 20 } });
    expect(await refusal(open(library, { ...source, url: 'https://a.test/none.csv' }))).toMatch(/HTTP 404/);
  });

  it('finds a file again by its name, the newest of several, and tells two of the same name apart', async () => {
    const store = new MemoryStore();
    const library = new DatasetLibrary(store, BASE);
    const first = await open(library, fileSource('my.csv'), CSV);
    const second = await open(library, fileSource('my.csv'), `${CSV}one more text,a\n`);
    expect(first.id).not.toBe(second.id);
    await new Promise((resolve) => setTimeout(resolve, 2));
    const third = await open(library, fileSource('my.csv'), CSV);
    expect(third.id).toBe(first.id);
    expect((await open(new DatasetLibrary(store, BASE), fileSource('my.csv'))).id).toBe(first.id);
    expect(await refusal(open(library, fileSource('other.csv')))).toMatch(/^data\/file-missing/);
  });

  it('reads again in another way when asked, and remembers it', async () => {
    const store = new MemoryStore();
    const library = new DatasetLibrary(store, BASE);
    const source = fileSource('my.csv');
    const info = await open(library, source, CSV);
    const other = await open(library, source, undefined, { read: { header: false } });
    expect([info.table.rows, other.table.rows, other.id === info.id]).toEqual([20, 21, true]);
    const later = new DatasetLibrary(store, BASE);
    expect((await open(later, source)).table.rows).toBe(21);
    expect((await later.bench(info.id)).table.info.rows).toBe(21);
    expect((await open(later, source, undefined, { read: {} })).table.rows).toBe(20);
  });

  it('goes on with a set that could not be kept, and says so', async () => {
    const store = new MemoryStore();
    store.full = true;
    const library = new DatasetLibrary(store, BASE);
    const info = await open(library, fileSource('my.csv'), CSV);
    expect(info.notKept).toBe('There is no room left. Remove something.');
    expect(await (await library.bench(info.id)).rows(data, text, 0, 3, 0, 'classify')).toHaveLength(3);
    expect((await library.list()).map(({ id }) => id)).toEqual([info.id]);
  });

  it('forgets a set for good', async () => {
    const store = new MemoryStore();
    const library = new DatasetLibrary(store, BASE);
    const info = await open(library, fileSource('my.csv'), CSV);
    await library.remove(info.id);
    expect(await library.list()).toEqual([]);
    expect(await refusal(library.bench(info.id))).toMatch(/^data\/unknown-set/);
  });

  it('keeps nothing of a file that cannot be read', async () => {
    const store = new MemoryStore();
    const library = new DatasetLibrary(store, BASE);
    expect(await refusal(open(library, fileSource('my.csv'), ''))).toMatch(/^data\/empty-file/);
    expect([store.records.size, (await library.list()).length]).toEqual([0, 0]);
  });
});
