import { describe, expect, it } from 'vitest';
import { type RecipeInput, recipeSchema } from '../recipe/recipe.ts';
import { parseLinks } from './links.ts';
import { Job } from './job.ts';
import { joinAligned } from './parallel.ts';
import { readTable } from './read/read-table.ts';
import type { EncodedSplit, PreparedData } from './types.ts';
import { Workbench } from './workbench.ts';

const CSV = `de,en,alignment,split
"Ein Mann, ein Hund.","A man and a dog.",0-0 1-1 3-3 4-4 5-5,train
Ein Mann liest.,A man is reading.,0-0 1-1 2-2 2-3 3-4,train
Ein Hund liest.,A dog is reading.,0-0 1-1 2-2 2-3 3-4,train
Ein Mann schläft.,A man is sleeping.,0-0 1-1 2p2 2-3 3-4,validation
Ein Hund,A dog,0-0 1-1,test
,nothing,,test
`;
const open = async (text = CSV, name = 'pairs.csv') =>
  new Workbench(await readTable(new Blob([text]), name, {}, new Job()), null);
const recipe = (data: RecipeInput['data'] = {}) =>
  recipeSchema.parse({
    task: 'translate',
    data: { columns: { split: 'split' }, ...data },
    text: { vocabulary: { minCount: 1 } },
  });
const sourceOf = ({ vocabulary }: PreparedData, { offsets, tokens }: EncodedSplit, i: number) =>
  Array.from(tokens.subarray(offsets[i], offsets[i + 1]), (id) => vocabulary[id]).join(' ');
const targetOf = ({ labels }: PreparedData, { pairs }: EncodedSplit, i: number) =>
  Array.from(pairs!.tokens.subarray(pairs!.offsets[i], pairs!.offsets[i + 1]), (id) => labels[id]).join(' ');

describe('pairs of sentences', () => {
  it('become ids on both sides, with marks, references and gold links', async () => {
    const data = await (await open()).prepare(recipe(), new Job());
    expect(data.vocabulary.slice(0, 4)).toEqual(['<pad>', '<unk>', '<sos>', '<eos>']);
    expect(data.labels.slice(0, 4)).toEqual(['<pad>', '<unk>', '<sos>', '<eos>']);
    const { train, validation, test } = data.splits;
    expect([train, validation, test].map(({ rows }) => rows.length)).toEqual([3, 1, 1]);
    expect(sourceOf(data, train, 0)).toBe('ein mann , ein hund .');
    expect(targetOf(data, train, 0)).toBe('a man and a dog .');
    expect(sourceOf(data, validation, 0)).toBe('ein mann <unk> .');
    expect(validation.pairs!.sources).toEqual(['ein mann schläft .']);
    expect(validation.pairs!.references).toEqual(['a man is sleeping .']);
    expect([...validation.pairs!.links!]).toEqual([0, 0, 1, 1, 1, 1, 2, 2, 0, 2, 3, 1, 3, 4, 1]);
  });

  it('can be swapped, and read from the end, links with them', async () => {
    const bench = await open();
    const swapped = await bench.prepare(recipe({ columns: { split: 'split' }, swap: true }), new Job());
    expect(sourceOf(swapped, swapped.splits.test, 0)).toBe('a dog');
    expect(targetOf(swapped, swapped.splits.test, 0)).toBe('ein hund');
    const reversed = await bench.prepare(
      recipe({ columns: { split: 'split' }, reverseSource: true }),
      new Job(),
    );
    expect(sourceOf(reversed, reversed.splits.train, 0)).toBe('. hund ein , mann ein');
    expect([...reversed.splits.test.pairs!.links!]).toEqual([1, 0, 1, 0, 1, 1]);
  });

  it('can be looked at as any data', async () => {
    const bench = await open();
    const report = await bench.report(recipe(), new Job());
    expect(report.unlabelled).toBe(1);
    expect(report.labels).toEqual([]);
    const { data, text, seed } = recipe();
    const [first] = await bench.rows(data, text, 0, 1, seed, 'translate');
    expect(first).toMatchObject({ text: 'Ein Mann, ein Hund.', label: 'A man and a dog.', split: 'train' });
  });

  it('show each of their texts with the ids that the model reads', async () => {
    const bench = await open();
    const data = await bench.prepare(recipe(), new Job());
    const source = await bench.tokenSample(recipe(), 'Ein Zebra, ein Mann.', 'source');
    expect(source.tokens.map(({ id }) => data.vocabulary[id])).toEqual('ein <unk> , ein mann .'.split(' '));
    expect(source.frame).toMatchObject({ before: [], after: [], padding: { id: data.padId } });
    const target = await bench.tokenSample(recipe(), 'A man and a zebra.', 'target');
    const { before, after } = target.frame!;
    expect([before, target.tokens, after].flat().map(({ id }) => data.labels[id])).toEqual(
      '<sos> a man and a <unk> . <eos>'.split(' '),
    );
    expect(target.tokens.filter(({ unknown }) => unknown).map(({ token }) => token)).toEqual(['zebra']);
    const reversed = recipe({ columns: { split: 'split' }, reverseSource: true });
    expect((await bench.tokenSample(reversed, 'Ein Mann', 'source')).reversed).toBe(true);
    expect((await bench.tokenSample(reversed, 'A man', 'target')).reversed).toBe(false);
  });

  it('are refused with a sentence where columns or links are in doubt', async () => {
    const three = await open('a,b,c\nx y,z,w\n');
    await expect(three.prepare(recipe({ columns: {} }), new Job())).rejects.toThrow(/two languages/);
    const same = recipe({ columns: { source: 'de', target: 'de' } });
    await expect((await open()).prepare(same, new Job())).rejects.toThrow(/both as source and as target/);
    expect(() => parseLinks('0-0 1x1', 4)).toThrow('The alignment of row 5 holds “1x1”, which is no link.');
  });
});

describe('gold links', () => {
  const CHECKED = CSV.replace('Ein Hund,A dog,0-0 1-1,test', 'Ein Hund,A dog,0-0 9-1,test').replace(
    '0-0 1-1 3-3 4-4 5-5,train',
    '0:0 1-1,train',
  );

  it('that cannot be are told before training, with the row and why', async () => {
    const { pairs } = await (await open(CHECKED)).report(recipe(), new Job());
    expect(pairs?.badLinks.count).toBe(2);
    expect(pairs?.badLinks.examples).toMatchObject([
      { row: 0, reason: expect.stringMatching(/“0:0”, which is no link/) as string },
      { row: 4, reason: expect.stringMatching(/^9-1 links a word .* have 2 and 2/) as string },
    ]);
    const swapped = recipe({ columns: { split: 'split' }, swap: true });
    expect((await (await open(CHECKED)).report(swapped, new Job())).pairs?.badLinks.count).toBe(2);
    expect((await (await open()).report(recipe(), new Job())).pairs?.badLinks.count).toBe(0);
  });

  it('to a missing word are not judged by', async () => {
    const { test, validation } = (await (await open(CHECKED)).prepare(recipe(), new Job())).splits;
    expect(test.pairs!.links).toBeNull();
    expect(validation.pairs!.links).toHaveLength(15);
  });
});

describe('parallel data as others publish it', () => {
  const columnsOf = async (text: string, name: string) =>
    (await readTable(new Blob([text]), name, {}, new Job())).info;

  it('names its columns by languages, above rows that are too short', async () => {
    const info = await columnsOf('de,en,alignment\nHund,dog,\nBaum,tree,0-0\nKatze\nHaus\n', 'short.csv');
    expect(info.header).toBe(true);
    expect(info.columns.map(({ name }) => name)).toEqual(['de', 'en', 'alignment']);
  });

  it('has both languages inside of one field', async () => {
    const lines = ['Hund', 'Katze'].map((de) => JSON.stringify({ id: 1, translation: { de, en: 'animal' } }));
    const info = await columnsOf(lines.join('\n'), 'wmt.jsonl');
    expect(info.columns.map(({ name }) => name)).toEqual(['id', 'de', 'en']);
  });

  it('of one language alone is refused with what is missing', async () => {
    const alone = await open('Ein Hund läuft.\nEine Katze schläft.\n', 'train.de');
    await expect(alone.prepare(recipe({ columns: {} }), new Job())).rejects.toMatchObject({
      code: 'data/one-language',
      message: expect.stringMatching(/the file of the other one is missing/) as string,
    });
  });
});

describe('two aligned files', () => {
  it('become one of pairs', async () => {
    const text = joinAligned('Ein Hund.\r\nZwei "Hunde".\r\n', 'A dog.\nTwo "dogs".');
    const bench = await open(text, 'a.de+a.en.jsonl');
    const spec = recipe({ columns: {}, split: { validation: 0, test: 0 } });
    const data = await bench.prepare(spec, new Job());
    expect(targetOf(data, data.splits.train, 1)).toBe('two " dogs " .');
    expect(data.splits.train.pairs!.links).toBeNull();
  });

  it('are refused where they are of unlike length', () => {
    expect(() => joinAligned('a\nb\n', 'c\n')).toThrow('do not belong together: 2 lines against 1.');
  });
});
