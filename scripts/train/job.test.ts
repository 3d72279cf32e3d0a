import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { LabError } from '../../src/base/errors.ts';
import { describePacked } from '../../src/formats/published/pack.ts';
import type { TrainArguments } from './arguments.ts';
import { resolveJob } from './job.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqlab-job-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

write('texts.csv', 'text,label\na,b\n');
write('official.csv', 'text,label\na,b\n');
write('mine.json', '\uFEFF{ "name": "mine", "training": { "epochs": 7 } }');
write('of-a-file.json', '{ "data": { "source": { "kind": "file", "name": "texts.csv" } } }');
write('names.json', '{ "data": { "columns": { "text": "question", "label": "answer" } } }');
write('vocab.txt', ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...'abcdefghijklmno'].join('\n'));
write('broken.json', '{ "name": ');
write('wrong.json', '{ "training": { "epochs": 0 } }');

const args = (over: Partial<TrainArguments>): TrainArguments => ({
  recipe: 'rnn/baseline',
  data: null,
  test: null,
  target: null,
  testTarget: null,
  init: null,
  tokenizer: null,
  device: null,
  settings: [],
  out: null,
  features: null,
  ...over,
});

async function refusal(over: Partial<TrainArguments>): Promise<string> {
  try {
    await resolveJob(args(over), folder);
  } catch (error) {
    if (error instanceof LabError) return `${error.message} ${error.hint ?? ''}`;
    throw error;
  }
  return 'accepted';
}

describe('what is to be trained', () => {
  it('takes a built-in recipe with its own data', async () => {
    const { recipe, data } = await resolveJob(args({}), folder);
    expect(recipe.data.source).toEqual({ kind: 'builtin', id: 'wordnet-topics' });
    expect(data).toBeNull();
  });

  it('takes a recipe file, a byte order mark or not, with every default filled in', async () => {
    const { recipe } = await resolveJob(args({ recipe: 'mine.json' }), folder);
    expect(recipe).toMatchObject({ name: 'mine', training: { epochs: 7, batchSize: 32 } });
  });

  it('puts the given files in place of the source, and reads paths from the folder of the caller', async () => {
    const { recipe, data, test } = await resolveJob(
      args({ data: 'texts.csv', test: './official.csv' }),
      folder,
    );
    expect(recipe.data.source).toEqual({ kind: 'file', name: 'texts.csv', testName: 'official.csv' });
    expect([data, test]).toEqual([join(folder, 'texts.csv'), join(folder, 'official.csv')]);
  });

  it('finds the columns of other data anew where the recipe is the lab’s, and reads those that one of a person’s own names', async () => {
    for (const recipe of ['bert/pretrain', 'bert/finetune', 'transfer/frozen']) {
      const { columns } = (await resolveJob(args({ recipe, data: 'texts.csv' }), folder)).recipe.data;
      expect(columns).toMatchObject({ text: 'auto', label: 'auto' });
    }
    const own = await resolveJob(args({ recipe: 'names.json', data: 'texts.csv' }), folder);
    expect(own.recipe.data.columns).toMatchObject({ text: 'question', label: 'answer' });
    const settings = ['data.columns.text=question'];
    const set = await resolveJob(args({ recipe: 'bert/finetune', data: 'texts.csv', settings }), folder);
    expect(set.recipe.data.columns).toMatchObject({ text: 'question', label: 'auto', split: 'auto' });
  });

  it('splits texts with a tokenizer from a file or a folder', async () => {
    const { recipe, tokenizer } = await resolveJob(
      args({ recipe: 'bert/pretrain', tokenizer: 'vocab.txt' }),
      folder,
    );
    expect(recipe.text.tokenizer).toMatchObject({ vocabularySize: 20, opened: { name: 'vocab.txt' } });
    expect(Object.keys(JSON.parse(readFileSync(tokenizer as string, 'utf8')) as object)).toEqual([
      'vocab.txt',
    ]);
    const settings = ['text.tokenizer.cleanText=false', 'text.tokenizer.stripAccents=null'];
    const set = await resolveJob(args({ recipe: 'bert/pretrain', tokenizer: '.', settings }), folder);
    expect(set.recipe.text.tokenizer).toMatchObject({ cleanText: false, stripAccents: null });
    writeFileSync(join(folder, 'opened.json'), JSON.stringify(recipe));
    expect(await refusal({ recipe: 'opened.json' })).toMatch(/--tokenizer vocab.txt/);
    expect(await refusal({ recipe: 'bert/pretrain', tokenizer: 'none.txt' })).toMatch(/no such file/);
    expect(await refusal({ recipe: 'bert/pretrain', tokenizer: 'texts.csv' })).toMatch(
      /texts.csv is no file/,
    );
  });

  it('applies settings in order, the last one winning', async () => {
    const settings = ['training.epochs=3', 'model.cell=gru', 'training.epochs=4'];
    const { recipe } = await resolveJob(args({ settings }), folder);
    expect(recipe).toMatchObject({ training: { epochs: 4 }, model: { cell: 'gru' } });
  });

  it('makes the folder for what comes out', async () => {
    expect((await resolveJob(args({ out: 'a/b' }), folder)).out).toBe(join(folder, 'a', 'b'));
  });

  it.each<[Partial<TrainArguments>, string]>([
    [{ recipe: 'rnn/basline' }, 'the nearest is rnn/baseline'],
    [{ recipe: '.' }, 'There is no recipe .'],
    [{ recipe: 'broken.json' }, 'broken.json is not JSON'],
    [{ recipe: 'wrong.json' }, 'training.epochs is 0'],
    [{ recipe: 'of-a-file.json' }, '--data texts.csv'],
    [{ data: 'gone.csv' }, '--data gone.csv: there is no such file'],
    [{ data: '.' }, '--data . is not a file'],
    [{ data: 'texts.csv', test: 'gone.csv' }, '--test gone.csv: there is no such file'],
    [{ settings: ['training.epoch=3'] }, 'training.epochs'],
    [{ settings: ['training.epochs=many'] }, 'training.epochs is "many"'],
    [{ settings: ['training.epochs'] }, 'path=value'],
    [{ out: 'texts.csv' }, 'a file is in the way'],
    [{ out: 'texts.csv/below' }, '--out texts.csv/below cannot be made'],
    [{ out: '/proc/none/below' }, '--out /proc/none/below cannot be made'],
  ])('refuses %j', async (over, sentence) => {
    expect(await refusal(over)).toContain(sentence);
  });
});

describe('a published model to begin with', () => {
  const published = fileURLToPath(new URL('../../src/formats/fixtures/published', import.meta.url));

  it('gives the recipe its sizes and its way to read', async () => {
    const { recipe, init, said } = await resolveJob(
      args({ recipe: 'bert/pretrained', init: join(published, 'distilbert') }),
      folder,
    );
    expect(recipe).toMatchObject({
      text: { tokenizer: { kind: 'wordpiece', vocabularySize: 22 } },
      model: { architecture: 'distilbert', hidden: 10, positions: 12, init: { name: 'distilbert' } },
    });
    expect(said).toMatch(
      /learning rate 0\.00005 \(was 0\.001\), batch size 128 \(was 32\).*--set sets others/,
    );
    expect((await describePacked(new Blob([readFileSync(init ?? '')]))).parameters).toBe(1996);
    const bare = { recipe: 'bert/pretrained', init: join(published, 'bert', 'model.f16.safetensors') };
    expect((await resolveJob(args(bare), folder)).recipe.model).toMatchObject({ pooling: 'mean' });
  });

  it('gives features as it reads them, and says nothing of rates', async () => {
    const features = { reading: 'cls', C: 1, folds: 5 } as const;
    const init = join(published, 'distilbert');
    const job = await resolveJob(args({ recipe: 'transfer/frozen', init, features }), folder);
    expect(job.features).toEqual(features);
    expect(job.said).toMatch(/^for a published model \(.*\): pieces at most 9 \(was 48\);/);
    const own = await resolveJob(args({ recipe: 'transfer/frozen', features }), folder);
    expect(own).toMatchObject({ said: null, recipe: { model: { init: { id: 'bert-wordnet' } } } });
    for (const [over, sentence] of [
      [{ recipe: 'rnn/gru' }, 'model.kind of the recipe is recurrent'],
      [{ recipe: 'bert/pretrain' }, 'the task of the recipe is pretrain'],
      [{ settings: ['model.init.kind=scratch'] }, 'begins with no trained model'],
    ] as const)
      expect(
        await refusal({ recipe: 'transfer/frozen', features, ...(over as Partial<TrainArguments>) }),
      ).toContain(sentence);
  });

  it('is refused where it is none', async () => {
    write('config.json', '{"model_type":"gpt2"}');
    expect(await refusal({ recipe: 'bert/pretrained', init: '.' })).toContain('model of type "gpt2"');
    const named = ['model.init.kind=published', 'model.init.id=a/b'];
    expect(await refusal({ recipe: 'bert/finetune', init: 'nowhere', settings: named })).toContain(
      'no such file',
    );
  });
});

describe('two aligned files', () => {
  write('a.de', 'Ein Hund.\nEine Katze.\n');
  write('a.en', 'A dog.\nA cat.\n');
  write('b.en', 'A dog.\n');

  it('are put together as pairs', async () => {
    const { recipe, data } = await resolveJob(args({ data: 'a.de', target: 'a.en' }), folder);
    expect(recipe.data.source).toEqual({ kind: 'file', name: 'a.de+a.en.jsonl', testName: null });
    expect(readFileSync(data ?? '', 'utf8').split('\n')[1]).toBe('{"de":"Eine Katze.","en":"A cat."}');
  });

  it('are refused where one has more lines', async () => {
    expect(await refusal({ data: 'a.de', target: 'b.en' })).toContain('2 lines against 1');
  });
});
