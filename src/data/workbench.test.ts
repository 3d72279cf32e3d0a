import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors.ts';
import { type RecipeInput, recipeSchema } from '../recipe/recipe.ts';
import { Job } from './job.ts';
import { readTable } from './read/read-table.ts';
import { compareNaturally } from './labels.ts';
import { type PreparedData, SPLITS } from './types.ts';
import { provideOpened } from '../text/opened-vocabulary.ts';
import { Workbench } from './workbench.ts';

const job = () => new Job();
const file = (lines: string[], name: string) => readTable(new Blob([lines.join('\n')]), name);
const bench = async (lines: string[], test: string[] | null = null) =>
  new Workbench(await file(lines, 'train.csv'), test && (await file(test, 'test.csv')));
const recipe = (data: RecipeInput['data'] = {}, rest: RecipeInput = {}) =>
  recipeSchema.parse({ text: { vocabulary: { minCount: 1 } }, ...rest, data });

/** 60 of a, 30 of b, 10 of c, texts all different. */
const ROWS = Array.from(
  { length: 100 },
  (_, i) => `text number ${i} here,${i % 10 < 6 ? 'a' : i % 10 < 9 ? 'b' : 'c'}`,
);
const FILE = ['text,label', ...ROWS];

const counts = (data: PreparedData) =>
  SPLITS.map((split) =>
    data.labels.map((_, k) => data.splits[split].labels.filter((label) => label === k).length),
  );

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof LabError) return `${error.code}: ${error.message}`;
  throw new Error(`expected a LabError, got ${String(error)}`);
}

describe('splits', () => {
  it('keeps the class shares in every part', async () => {
    const data = await (await bench(FILE)).prepare(recipe(), job());
    expect(data.labels).toEqual(['a', 'b', 'c']);
    expect(counts(data)).toEqual([
      [48, 24, 8],
      [6, 3, 1],
      [6, 3, 1],
    ]);
  });

  it('gives every row to one part, the same for the same seed, another for another', async () => {
    const rows = async (seed: number, stratify = true) => {
      const { splits } = await (await bench(FILE)).prepare(recipe({ split: { stratify } }, { seed }), job());
      return SPLITS.map((split) => [...splits[split].rows]);
    };
    const first = await rows(1);
    expect(first.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(await rows(1)).toEqual(first);
    expect(await rows(2)).not.toEqual(first);
    expect((await rows(1, false)).map(({ length }) => length)).toEqual([80, 10, 10]);
  });

  it('leaves one row of a tiny class in train', async () => {
    const lines = ['text,label', ...ROWS.filter((row) => !row.endsWith('c')), 'lonely one here,c'];
    const data = await (await bench(lines)).prepare(recipe({ split: { validation: 0.3, test: 0.3 } }), job());
    expect(counts(data)[0]?.[2]).toBe(1);
  });

  it('takes the first rows where it is asked to, and limits validation and test as well', async () => {
    const first = await (await bench(FILE)).prepare(recipe({ limit: 20, pick: 'first' }), job());
    const used = Object.values(first.splits).flatMap(({ rows }) => [...rows]);
    expect(used.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, row) => row));
    const parts = await (
      await bench(FILE)
    ).prepare(recipe({ trainLimit: 5, evaluationLimit: 1, pick: 'first' }), job());
    const whole = await (await bench(FILE)).prepare(recipe({}), job());
    for (const [split, limit] of [
      ['train', 5],
      ['validation', 1],
      ['test', 1],
    ] as const)
      expect([...parts.splits[split].rows]).toEqual([...whole.splits[split].rows.slice(0, limit)]);
    const drawn = await (await bench(FILE)).prepare(recipe({ evaluationLimit: 1 }), job());
    expect(drawn.splits.test.rows).toHaveLength(1);
    expect(drawn.splits.train.rows).toEqual(whole.splits.train.rows);
  });

  it('draws the limit with the seed, class shares kept', async () => {
    const data = await (await bench(FILE)).prepare(recipe({ limit: 20 }), job());
    const all = counts(data);
    expect([0, 1, 2].map((k) => all.reduce((sum, part) => sum + (part[k] ?? 0), 0))).toEqual([12, 6, 2]);
  });

  it('obeys a split column and draws what it leaves open', async () => {
    const words = ['train', 'train', 'train', 'dev'];
    const lines = ['text,label,split', ...ROWS.map((row, i) => `${row},${words[i % 4] ?? ''}`)];
    const data = await (await bench(lines)).prepare(recipe({ columns: { split: 'auto' } }), job());
    expect([...data.splits.validation.rows].every((row) => row % 4 === 3)).toBe(true);
    expect(data.splits.validation.rows.length).toBe(25);
    expect(data.splits.test.rows.length).toBe(8); // 10 % of the 75 rows of train, rounded
    // … and says which parts were drawn.
    const drawn = async (rows: string[], split: 'auto' | null, test: string[] | null = null) =>
      (await (await bench(rows, test)).report(recipe({ columns: { split } }), job())).drawnParts;
    expect(await drawn(lines, 'auto')).toEqual(['test']);
    expect(await drawn(lines, null)).toEqual([]);
    expect(await drawn(lines, 'auto', FILE.slice(0, 9))).toEqual([]);
    const all = ['text,label,split', ...ROWS.map((row) => `${row},train`)];
    expect(await drawn(all, 'auto')).toEqual(['validation', 'test']);
    const odd = ['text,label,split', 'a b c,1,train', 'd e f,2,later'];
    expect(await refusal((await bench(odd)).prepare(recipe({ columns: { split: 'split' } }), job()))).toMatch(
      /data\/split-value: .*“later” in row 2/,
    );
    const none = ['text,label,split', ...ROWS.map((row) => `${row},test`)];
    expect(
      await refusal((await bench(none)).prepare(recipe({ columns: { split: 'split' } }), job())),
    ).toMatch(/marks no labelled row as train/);
  });

  it('reads rows without supervision when it pretrains, and never when it asks for labels', async () => {
    const words = ['train', 'val', 'test', 'Unsupervised'];
    const lines = [
      'name,category,split',
      ...ROWS.map((row, i) => {
        const [text = '', label = ''] = row.split(',');
        // Some have labels, one of which no other row has.
        return `${text},${i % 4 < 3 ? label : i % 8 === 3 ? 'nowhere else' : ''},${words[i % 4] ?? ''}`;
      }),
    ];
    const opened = await bench(lines);
    expect(opened.table.info.guess).toMatchObject({ text: ['name'], label: 'category', split: 'split' });
    const data = { columns: { split: 'auto' }, trainLimit: 20 } as const;
    const part = ({ splits }: PreparedData) =>
      SPLITS.map((split) => [...new Set(Array.from(splits[split].rows, (row) => words[row % 4]))]);
    const fine = await opened.prepare(recipe(data), job());
    expect(fine.labels).toEqual(['a', 'b', 'c']);
    expect(part(fine)).toEqual([['train'], ['val'], ['test']]);
    const own = recipe(data, { task: 'multilabel' });
    expect((await opened.prepare(own, job())).labels).toEqual(['a', 'b', 'c']);
    expect(part(await opened.prepare(own, job()))).toEqual(part(fine));
    const plain = recipe({ columns: { split: 'auto' } }, { task: 'pretrain' });
    const pretraining = await opened.prepare(plain, job());
    expect(part(pretraining)).toEqual([['train', 'Unsupervised'], ['val'], ['test']]);
    expect(pretraining.splits.train.rows).toHaveLength(50);
    const seen = await opened.report(plain, job());
    expect(seen).toMatchObject({ unsupervised: 25, unlabelled: 0, missingLabels: 0 });
    expect(await opened.report(recipe(data), job())).toMatchObject({ unsupervised: 25, unlabelled: 0 });
    const [, , , row] = await opened.rows(plain.data, plain.text, 0, 4, 0, 'pretrain');
    expect(row).toMatchObject({ split: 'train', unsupervised: true });
    // What the column does not provide is drawn from rows with labels: the same ones for both.
    const two = lines.map((line) => line.replace(/(val|test)$/, 'train'));
    const drawn = async (task: 'classify' | 'pretrain') => {
      const split = { stratify: false, seed: 0 };
      const { splits } = await (
        await bench(two)
      ).prepare(recipe({ columns: data.columns, split }, { task }), job());
      return [...splits.test.rows];
    };
    expect(await drawn('pretrain')).toEqual(await drawn('classify'));
    expect((await drawn('pretrain')).every((row) => row % 4 < 3)).toBe(true);
    // A row of train without its label is told from those.
    const bare = lines.map((line, i) => (i < 9 ? line.replace(/,.,/, ',,') : line));
    expect(await (await bench(bare)).report(plain, job())).toMatchObject({
      missingLabels: 6,
      unsupervised: 25,
    });
  });

  it('takes a test file whole and draws validation from train only', async () => {
    const test = [
      '"b","a longer title","and a test text"',
      '"a","a second title here","and one more text"',
      '"c","some third title","third text here"',
      '"a","the last of all","fourth text is here"',
      '"b","x y z","and it ends right here"',
      '"c","k l m","no more to come now"',
    ];
    const opened = await bench(FILE, test);
    const data = await opened.prepare(recipe(), job());
    expect(opened.test?.info.header).toBe(false);
    expect([...data.splits.test.rows]).toEqual([100, 101, 102, 103, 104, 105]);
    expect([...data.splits.test.labels]).toEqual([1, 0, 2, 0, 1, 2]);
    expect(data.splits.validation.rows.length).toBe(10);
    expect(await opened.texts(recipe().data, [100], 'classify')).toEqual(['a longer title and a test text']);
  });

  it('refuses labels that only the test file has', async () => {
    const test = ['text,label', 'some text here,a', 'other text here,z', 'third text there,y'];
    const said = await refusal((await bench(FILE, test)).prepare(recipe(), job()));
    expect(said).toMatch(/^data\/test-labels: 2 rows .*“y”, “z”\. Train has “a”, “b”, “c”/);
  });

  it('refuses data that cannot be learnt', async () => {
    const prepare = async (lines: string[], data: RecipeInput['data'] = {}) =>
      refusal((await bench(lines)).prepare(recipe(data), job()));
    const named = { columns: { text: 'text', label: 'label' } };
    expect(await prepare(['text,label', 'one text,a', 'two text,a'], named)).toMatch(/^data\/one-class/);
    expect(await prepare(['text,label', 'one text,', 'two text,'], named)).toMatch(/^data\/no-labels/);
    const ids = Array.from({ length: 1100 }, (_, i) => `a text,id${i}`);
    expect(await prepare(['text,label', ...ids], named)).toMatch(/^data\/too-many-classes/);
    expect(await prepare(FILE, { columns: { label: 'labell' } })).toMatch(/no column “labell”.*text, label/);
    expect(await prepare(FILE, { columns: { text: 'label', label: 1 } })).toMatch(/^data\/same-column/);
    expect(await prepare(['a,b,c', 'x y z w,1,2', 'k l m n,2,1', 'o p q r,1,1', 's t u v,2,2'])).toMatch(
      /^data\/unsure-columns: .*could each be the label/,
    );
  });
});

describe('report', () => {
  const lines = [
    'text,label',
    'same words here,a',
    'same words here,b',
    ' same words here ,a',
    ',a',
    '...,b',
    'no label here,',
    ...ROWS,
  ];

  it('counts empty texts, duplicates, unlabelled rows and lengths', async () => {
    const spec = recipe({}, { text: { normalise: { punctuation: 'remove' }, vocabulary: { minCount: 1 } } });
    const report = await (await bench(lines)).report(spec, job());
    expect(report.rows).toBe(106);
    expect(report.unlabelled).toBe(1);
    expect(report.empty.count).toBe(2); // nothing at all, and nothing but marks
    expect(report.empty.examples[0]).toMatchObject({ row: 3, text: '', label: 'a' });
    expect(report.duplicates).toEqual({
      count: 2,
      examples: [{ text: 'same words here', times: 3, labels: ['a', 'b'] }],
    });
    expect(report.lengthCounts).toEqual([2, 0, 0, 3, 100]);
    expect(report.shareUpTo.map(({ share }) => share)).toEqual([1, 1, 1, 1]);
    expect(report.frequentWords[0]).toMatchObject({ word: 'here' });
    const used = SPLITS.flatMap((split) => report.classCounts[split]).reduce((a, b) => a + b);
    expect(used).toBe(105);
  });

  it('keeps texts without labels where a text may have several, however the file says so', async () => {
    const multi = { task: 'multilabel' } as const;
    const lists = [
      'text,labels',
      ...ROWS.map((row, i) => (i % 2 ? row : row.replace(/,.*/, ',a|b'))),
      'none,',
    ];
    const list = await (await bench(lists)).report(recipe({}, multi), job());
    expect([list.unlabelled, list.multi?.labelsPerText[0]]).toEqual([0, 1]);
    const flags = [
      'text,a,b',
      ...ROWS.map((row) => row.replace(/,.*/, ',1,0')),
      'both of,1,1',
      'none of,0,0',
    ];
    // Nobody has answered.
    const flag = await (await bench([...flags, 'who knows,,'])).report(recipe({}, multi), job());
    expect([flag.unlabelled, flag.multi?.labelsPerText]).toEqual([1, [1, 100, 1]]);
  });

  it('names texts that stand in train and in test, and drops them when asked', async () => {
    const test = ['text,label', 'text number 0 here,a', 'text number 1 here,b', 'a new text comes,c'];
    const opened = await bench(FILE, test);
    const keep = await opened.report(recipe({ split: { validation: 0 } }), job());
    expect(keep.leaks).toEqual({
      count: 2,
      examples: [
        { text: 'text number 0 here', splits: ['train', 'test'] },
        { text: 'text number 1 here', splits: ['train', 'test'] },
      ],
    });
    const dropped = recipe({ split: { validation: 0, duplicates: 'train-only' } });
    const report = await opened.report(dropped, job());
    expect([report.leaks.count, report.droppedDuplicates, report.rows]).toEqual([0, 2, 103]);
    expect([...(await opened.prepare(dropped, job())).splits.test.rows]).toEqual([102]);
  });

  it('counts words of validation and test that train does not have', async () => {
    const test = ['text,label', 'text number brandnew here,a', 'text number other here,b'];
    const report = await (await bench(FILE, test)).report(recipe({ split: { validation: 0 } }), job());
    expect(report.unknownShare).toBeCloseTo(2 / 8);
    expect(report.vocabularySize).toBe(2 + 3 + 100);
  });
});

describe('prepare', () => {
  it('cuts at the maximum length, gives an empty text one unknown word, and shares no memory', async () => {
    const opened = await bench(['text,label', 'one two three four,a', ',b', 'two,a', 'two three,b']);
    const spec = recipe(
      { columns: { text: 'text', label: 'label' }, split: { validation: 0, test: 0 } },
      { text: { vocabulary: { minCount: 1 }, maxLength: { kind: 'fixed', value: 3 } } },
    );
    const data = await opened.prepare(spec, job());
    const { offsets, tokens } = data.splits.train;
    const words = [...tokens].map((id) => data.vocabulary[id]);
    expect([...offsets]).toEqual([0, 3, 4, 5, 7]);
    expect(words).toEqual(['one', 'two', 'three', '<unk>', 'two', 'two', 'three']);
    expect(data.splits.test.rows.length).toBe(0);
    const again = await opened.prepare(spec, job());
    expect(again).toEqual(data);
    expect(again.splits.train.tokens.buffer).not.toBe(data.splits.train.tokens.buffer);
  });

  it('builds the vocabulary from train alone and takes a percentile over its lengths', async () => {
    const test = ['text,label', `${'long '.repeat(50)},a`, 'unseen words there,b'];
    const spec = recipe(
      { split: { validation: 0 } },
      { text: { maxLength: { kind: 'percentile', value: 100 } } },
    );
    const data = await (await bench(FILE, test)).prepare(spec, job());
    expect(data.maxLength).toBe(4);
    expect(data.vocabulary).not.toContain('long');
    expect(data.splits.test.tokens.length).toBe(4 + 3);
  });

  it('shows rows with their split and a sample with its ids', async () => {
    const opened = await bench(['text,label', 'no label,', ...ROWS]);
    const { data, text } = recipe();
    const rows = await opened.rows(data, text, 0, 3, 0, 'classify');
    expect(rows[0]).toEqual({ row: 0, text: 'no label', label: '', split: null, tokens: 2 });
    expect(rows[1]).toMatchObject({ row: 1, label: 'a', tokens: 4 });
    expect(await opened.rows(data, text, 100, 50, 0, 'classify')).toHaveLength(1);
    const sample = await opened.tokenSample(recipe(), 'Text zebra');
    expect(sample.tokens).toMatchObject([
      { token: 'text', unknown: false },
      { token: 'zebra', id: 1, unknown: true },
    ]);
  });

  it('leaves nothing half done when it is cancelled', async () => {
    const opened = await bench(FILE);
    const controller = new AbortController();
    controller.abort();
    expect(await refusal(opened.prepare(recipe(), new Job(controller.signal)))).toMatch(/^cancelled/);
    expect((await opened.prepare(recipe(), job())).splits.train.rows.length).toBe(80);
  });
});

describe('compareNaturally', () => {
  it('orders numbers by size, digits inside names too, the rest by code units', () => {
    const sorted = (labels: string[]) => [...labels].sort(compareNaturally);
    expect(sorted(['10', '9', '-1', '2.5'])).toEqual(['-1', '2.5', '9', '10']);
    expect(sorted(['topic 10', 'topic 2', 'a', 'B'])).toEqual(['B', 'a', 'topic 2', 'topic 10']);
    expect(sorted(['01', '1'])).toEqual(['01', '1']);
  });
});

describe('subword tokenizers', () => {
  const subword = (kind: 'bpe' | 'wordpiece', vocabularySize = 330) =>
    recipe({}, { text: { tokenizer: { kind, vocabularySize } } });

  it('learn their pieces from train alone, and split all parts by them', async () => {
    // a word of test and validation alone is not learnt whole
    const lines = ['text,label,split', ...ROWS.map((row, i) => `${row},${i < 80 ? 'train' : 'test'}`)];
    const rare = lines.map((line, i) => (i > 80 ? line.replace('here', 'hereabouts') : line));
    const opened = await bench(rare);
    for (const kind of ['bpe', 'wordpiece'] as const) {
      const split = { ...subword(kind), data: recipe({ columns: { split: 'split' } }).data };
      const data = await opened.prepare(split, job());
      const start = kind === 'bpe' ? 'Ġ' : '';
      expect(data.vocabulary).toContain(`${start}here`);
      expect(data.vocabulary).not.toContain(`${start}hereabouts`);
      const { offsets, tokens } = data.splits.test;
      const first = [...tokens.subarray(0, offsets[1])].map((id) => data.vocabulary[id]);
      expect(first.slice(0, 2)).toEqual([`${start}text`, `${start}number`]);
      if (kind === 'bpe') expect(first.join('')).toBe('ĠtextĠnumberĠ80Ġhereabouts');
    }
  });

  it('are saved as the files that Hugging Face reads, where those can say all that is done', async () => {
    const tokenizer = { kind: 'wordpiece', vocabularySize: 60 } as const;
    const of = (normalise: NonNullable<RecipeInput['text']>['normalise']) =>
      recipe({}, { text: { tokenizer, normalise }, model: { kind: 'bert' } });
    const own = await bench(FILE);
    const files = await own.tokenizerFiles(of({ punctuation: 'keep' }));
    const { model, normalizer } = JSON.parse(files['tokenizer.json']!) as {
      model: { vocab: Record<string, number> };
      normalizer: object;
    };
    const lines = files['vocab.txt']!.trimEnd().split('\n');
    expect(lines.slice(0, 6)).toEqual(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', '0']);
    expect(lines.map((piece) => model.vocab[piece])).toEqual([...lines.keys()]);
    expect(normalizer).toMatchObject({ lowercase: true, strip_accents: null });
    expect(await own.tokenizerFiles(of({ digits: 'zero' }))).toEqual({});
  });

  it('are those of a file where the recipe names one', async () => {
    const words = [
      '<pad>',
      '<unk>',
      '[CLS]',
      '[SEP]',
      '[MASK]',
      'text',
      'num',
      '##ber',
      '8',
      '##0',
      'h',
      '##e',
    ];
    const tokenizer = { kind: 'wordpiece', opened: { name: 'vocab.txt', id: 'of-a-file' } } as const;
    const named = recipe({}, { text: { tokenizer }, model: { kind: 'bert' } });
    const own = await bench(FILE);
    expect(await refusal(own.prepare(named, job()))).toMatch(/^tokenizer\/missing/);
    provideOpened('of-a-file', words);
    const { vocabulary, splits } = await own.prepare(named, job());
    expect(vocabulary).toEqual(words);
    expect(Array.from(splits.train.tokens.subarray(0, 3), (id) => words[id])).toEqual([
      'text',
      'num',
      '##ber',
    ]);
    expect((await own.report(named, job())).ordinaryTokens).toBe(7);
  });

  it('tell how they learn, can be cancelled, and are kept for the next question', async () => {
    const opened = await bench(FILE);
    const phases = new Set<string>();
    const told = new Job(null, ({ phase }) => phases.add(phase));
    const report = await opened.report(subword('bpe'), told);
    expect([...phases]).toEqual(expect.arrayContaining(['learning pieces of words']));
    expect(report.unknownShare).toBe(0);
    expect(report.frequentWords[0]).toEqual({ word: 'here', count: 80 });
    phases.clear();
    await opened.prepare(subword('bpe'), told);
    expect([...phases]).toEqual([]);
    const abort = new AbortController();
    abort.abort();
    expect(await refusal(opened.prepare(subword('wordpiece'), new Job(abort.signal)))).toMatch(/^cancelled/);
  });

  it('show a text piece by piece', async () => {
    const opened = await bench(FILE);
    const { tokens } = await opened.tokenSample(subword('bpe'), 'number 7 herer');
    expect(tokens.map(({ token, starts }) => `${starts ? ' ' : ''}${token}`).join('')).toBe(
      ' number 7 herer',
    );
    expect(tokens.some(({ starts }) => !starts)).toBe(true);
  });

  it('are compared side by side', async () => {
    const { texts, counted, kinds } = await (
      await bench(FILE)
    ).compareTokenizers(subword('bpe', 300), 'number seventy', job());
    expect(texts).toBe(80);
    expect(kinds.map(({ kind }) => kind)).toEqual(['word', 'bpe', 'wordpiece']);
    const [words, bpe] = kinds;
    expect(words?.tokens.map(({ text, unknown }) => [text, unknown])).toEqual([
      ['number', false],
      ['seventy', true],
    ]);
    // two special tokens, the bytes, and all that these few words have to learn
    expect(bpe?.vocabularySize).toBe(280);
    expect(bpe?.tokens.map(({ text }) => text).join('')).toBe('numberseventy');
    expect(bpe?.points.every(({ unknownShare }) => unknownShare === 0)).toBe(true);
    expect(words?.points.at(-1)?.tokensPerText).toBe(4);
    // Of "text number 83 here" the number stands in no text of train.
    expect(counted).toEqual({ part: 'validation', texts: 10 });
    expect(words?.points.at(-1)?.unknownShare).toBe(0.25);
  });
});

describe('a vocabulary without words', () => {
  const rare = recipe({}, { text: { vocabulary: { minCount: 500 } } });

  it('is said in report and preparation, with the word that came nearest', async () => {
    const opened = await bench(FILE);
    const report = await opened.report(rare, job());
    expect(report).toMatchObject({ vocabularySize: 2, ordinaryTokens: 0 });
    expect(report.noWords).toMatchObject({ code: 'text/no-words' });
    expect(report.noWords?.message).toContain('“text”, occurs 80 times, and at least 500 are asked for');
    expect((await opened.prepare(rare, job())).noWords).toEqual(report.noWords);
    const [good, prepared] = [await opened.report(recipe(), job()), await opened.prepare(recipe(), job())];
    expect([good.noWords, good.ordinaryTokens, prepared.noWords]).toEqual([
      null,
      good.vocabularySize - 2,
      undefined,
    ]);
  });

  it('is told apart from texts of which cleaning leaves nothing', async () => {
    const marks = await bench(['text,label', ...Array.from({ length: 9 }, (_, i) => `!?!,${'ab'[i % 2]}`)]);
    const spec = recipe({ columns: { text: 'text', label: 'label' } });
    const removed = {
      ...spec,
      text: { ...spec.text, normalise: { ...spec.text.normalise, punctuation: 'remove' as const } },
    };
    expect((await marks.report(removed, job())).noWords?.message).toMatch(/Nothing is left .* cleaning/);
  });

  it('is said of each language', async () => {
    const pairs = [...Array.from({ length: 40 }, (_, i) => `a big tree,baum${i}`)];
    const both = recipe(
      { columns: { source: 0, target: 1 } },
      { task: 'translate', model: { kind: 'seq2seq' }, text: { vocabulary: { minCount: 5 } } },
    );
    const opened = await bench(pairs);
    const report = await opened.report(both, job());
    expect([report.noWords, report.ordinaryTokens, report.pairs?.ordinaryTokens]).toEqual([null, 3, 0]);
    expect(report.pairs?.noWords?.message).toContain('in “column 1”');
    expect((await opened.prepare(both, job())).noWords).toEqual(report.pairs?.noWords);
  });

  it('does not count the marks of BERT as pieces', async () => {
    const spec = recipe(
      {},
      { model: { kind: 'bert' }, text: { tokenizer: { kind: 'wordpiece', vocabularySize: 300 } } },
    );
    const report = await (await bench(FILE)).report(spec, job());
    expect(report.ordinaryTokens).toBe(report.vocabularySize - 5);
  });
});
