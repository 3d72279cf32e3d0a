import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../base/errors.ts';
import { openSafetensors, readSafetensors, type TensorToWrite, writeSafetensors } from '../safetensors.ts';
import { openModel } from './open.ts';
import { describePacked, packModel, readPacked } from './pack.ts';

const bytesOf = (path: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/published/${path}`, import.meta.url)));
const NAMES = ['config.json', 'vocab.txt', 'tokenizer_config.json'];

/** A folder of the fixtures, with some of its files changed (null: missing). */
function folder(
  name: string,
  weights = 'model.safetensors',
  changed: Record<string, string | Uint8Array | null> = {},
): Map<string, Blob> {
  const files = new Map(
    [...NAMES, weights].map((file): [string, Blob] => [file, new Blob([bytesOf(`${name}/${file}`)])]),
  );
  for (const [file, content] of Object.entries(changed))
    if (content === null) files.delete(file);
    else files.set(file, new Blob([content as Uint8Array<ArrayBuffer>]));
  return files;
}

const config = (name: string, changes: Record<string, unknown>) =>
  JSON.stringify({
    ...(JSON.parse(new TextDecoder().decode(bytesOf(`${name}/config.json`))) as object),
    ...changes,
  });

/** The weights of a fixture, changed. */
const weights = (name: string, change: (tensors: TensorToWrite[]) => TensorToWrite[]) =>
  writeSafetensors(
    change(
      readSafetensors(bytesOf(`${name}/model.safetensors`)).tensors.filter(
        ({ data }) => data instanceof Float32Array,
      ) as TensorToWrite[],
    ),
  );

const refusal = (files: Map<string, Blob>): Promise<string> =>
  openModel(files).then(
    () => 'not refused',
    (error: unknown) => {
      expect(error).toBeInstanceOf(LabError);
      return (error as LabError).message;
    },
  );

describe('a published model', () => {
  it('tells its sizes, brings its heads, and is kept as it was published with its marks in front', async () => {
    const opened = await openModel(folder('bert'));
    expect(opened.config.sizes).toMatchObject({ architecture: 'bert', layers: 2, hidden: 10, heads: 2 });
    expect(opened.plan).toMatchObject({ head: 'pretraining', pooler: true, leftOut: [] });
    const file = await packModel('someone/tiny', opened);
    const packed = await describePacked(file);
    expect(packed).toEqual(readPacked(new Uint8Array(await file.arrayBuffer())));
    expect(packed.vocabulary.slice(0, 8)).toEqual([
      ...['<pad>', '<unk>', '[CLS]', '[SEP]', '[MASK]', '[unused0]', '[unused1]', 'a'],
    ]);
    expect(packed.recipe).toMatchObject({
      name: 'someone/tiny',
      text: {
        normalise: { lowercase: true },
        tokenizer: { kind: 'wordpiece', stripAccents: null, cleanText: true },
      },
      model: { pooling: 'pooler', init: { kind: 'published', id: 'someone/tiny', freeze: 'none' } },
    });
    // The rows of the word embeddings went with their pieces.
    const row = async (blob: Blob, name: string, at: number) =>
      new Float32Array((await (await openSafetensors(blob)).read(name)).buffer).slice(10 * at, 10 * at + 10);
    const name = 'bert.embeddings.word_embeddings.weight';
    const source = new Blob([bytesOf('bert/model.safetensors')]);
    for (const [here, there] of [
      [0, 0],
      [1, 3],
      [2, 4],
      [4, 6],
      [7, 7],
    ] as const)
      expect(await row(file, name, here)).toEqual(await row(source, name, there));
  });

  it('may come without prefix, pooler and heads, in half precision, in shards', async () => {
    const bare = await openModel(folder('bert', 'model.f16.safetensors'));
    expect(bare.plan).toMatchObject({ head: 'none', pooler: false });
    const packed = await describePacked(await packModel('bare', bare));
    expect(packed).toMatchObject({ dtypes: 'F16', recipe: { model: { pooling: 'mean' } } });
    expect((await openModel(folder('distilbert'))).plan).toMatchObject({ head: 'words', pooler: false });

    const { tensors } = readSafetensors(bytesOf('distilbert/model.safetensors'));
    const half = tensors.length / 2;
    const parts = [tensors.slice(0, half), tensors.slice(half)] as TensorToWrite[][];
    const names = parts.map((_, i) => `model-0000${i + 1}-of-00002.safetensors`);
    const map = Object.fromEntries(parts.flatMap((part, i) => part.map(({ name }) => [name, names[i]])));
    const index = JSON.stringify({ weight_map: map });
    const shards = Object.fromEntries(parts.map((part, i) => [names[i] as string, writeSafetensors(part)]));
    const files = {
      'model.safetensors': null,
      'model.safetensors.index.json': index,
      ...shards,
    };
    const sharded = await packModel('d', await openModel(folder('distilbert', 'model.safetensors', files)));
    const whole = await packModel('d', await openModel(folder('distilbert')));
    expect(await sharded.arrayBuffer()).toEqual(await whole.arrayBuffer());
    const lost = folder('distilbert', 'model.safetensors', { ...files, [names[1] as string]: null });
    expect(await refusal(lost)).toMatch(
      /index\.json names model-00002-of-00002\.safetensors, and that is not/,
    );
  });

  it('has a fingerprint that follows from every weight, the sizes and the vocabulary, not from the kind of file', async () => {
    const print = async (files: Map<string, Blob>) => {
      let found = '';
      await packModel((own) => (found = own), await openModel(files));
      return found;
    };
    const own = await print(folder('distilbert'));
    expect(own).toMatch(/^[0-9a-f]{64}$/);
    expect(await print(folder('distilbert', 'pytorch_model.bin'))).toBe(own);
    const touched = (at: number) =>
      weights('distilbert', (tensors) => {
        const data = tensors[at]?.data as Float32Array;
        data[data.length >> 1] = -(data[data.length >> 1] as number) || 1;
        return tensors;
      });
    const vocabulary = new TextDecoder().decode(bytesOf('distilbert/vocab.txt')).trimEnd().split('\n');
    const others = [
      ...(await Promise.all(
        [0, 5, 9].map((at) => print(folder('distilbert', undefined, { 'model.safetensors': touched(at) }))),
      )),
      await print(folder('distilbert', undefined, { 'config.json': config('distilbert', { n_heads: 5 }) })),
      await print(
        folder('distilbert', undefined, { 'vocab.txt': [...vocabulary.slice(0, -1), 'other'].join('\n') }),
      ),
    ];
    expect(new Set([own, ...others]).size).toBe(6);
  });

  it('may have more rows than its vocabulary has pieces: no text reaches those', async () => {
    const vocabulary = new TextDecoder().decode(bytesOf('bert/vocab.txt')).trimEnd().split('\n');
    const shorter = (lost: number) =>
      folder('bert', 'model.safetensors', { 'vocab.txt': vocabulary.slice(0, -lost).join('\n') });
    const opened = await openModel(shorter(2));
    expect(opened.tokenizer.words).toHaveLength(22);
    expect(opened.spareRows).toBe(2);
    expect(opened.tokenizer.words.slice(-3)).toEqual([
      vocabulary.at(-3),
      '[unused row 20]',
      '[unused row 21]',
    ]);
    const whole = await packModel('m', await openModel(folder('bert')));
    const packed = await packModel('m', opened);
    const name = 'bert.embeddings.word_embeddings.weight';
    const rows = async (blob: Blob) => (await openSafetensors(blob)).read(name);
    expect(await rows(packed)).toEqual(await rows(whole));
  });

  it('is refused with a sentence where it does not fit', async () => {
    const changed = (name: string, changes: Record<string, unknown>) =>
      refusal(folder(name, undefined, { 'config.json': config(name, changes) }));
    expect(await changed('bert', { model_type: 'roberta' })).toMatch(/model of type "roberta"/);
    expect(await changed('bert', { hidden_act: 'gelu_new' })).toMatch(/activation "gelu_new"/);
    expect(await changed('bert', { position_embedding_type: 'relative_key' })).toMatch(/relative positions/);
    expect(await changed('bert', { hidden_size: 8 })).toMatch(
      /word_embeddings\.weight is 22×10 and config\.json asks for 22×8, .* and \d+ more/,
    );
    expect(await changed('bert', { num_attention_heads: 3 })).toMatch(/3 heads cannot share a width of 10/);
    expect(await changed('bert', { num_hidden_layers: 1e9 })).toMatch(
      /sizes that the lab does not take: layers/,
    );
    expect(await changed('bert', { num_hidden_layers: 3 })).toMatch(
      /bert\.encoder\.layer\.2: 16 tensors are missing\.$/,
    );
    expect(await changed('bert', { num_hidden_layers: 1 })).toMatch(
      /bert\.encoder\.layer\.1: 16 tensors have no place in the model\.$/,
    );
    expect(await changed('bert', { vocab_size: 21 })).toMatch(/has 22 pieces, and config\.json tells of 21/);
    expect(await changed('bert', { vocab_size: 2000 })).toMatch(
      /has 22 pieces, and config\.json tells of 2000/,
    );
    expect(await changed('bert', { vocab_size: 22 + 128 })).toMatch(/has 22 pieces/);
    // 127 spare rows are a round size: then it is the weights that do not fit.
    expect(await changed('bert', { vocab_size: 22 + 127 })).toMatch(/word_embeddings\.weight is 22×10/);
    expect(await changed('bert', { vocab_size: 23 })).toMatch(/word_embeddings\.weight is 22×10/);
    expect(await changed('bert', { hidden_size: 'wide' })).toMatch(/config\.json does not fit: hidden_size/);
    const short = folder('bert', undefined, { 'config.json': config('bert', { num_hidden_layers: 3 }) });
    const error = await openModel(short).catch((thrown: unknown) => thrown as LabError);
    const { details } = LabError.fromData((error as LabError).toData());
    expect(details).toHaveLength(16);
    expect(details).toContain('bert.encoder.layer.2.output.dense.weight is missing');
    const with_ = (files: Record<string, string | Uint8Array | null>) =>
      refusal(folder('bert', undefined, files));
    expect(await with_({ 'config.json': null })).toMatch(/no config\.json/);
    expect(await with_({ 'config.json': '[]' })).toMatch(/holds no settings/);
    expect(await with_({ 'config.json': '{"__proto__":{"model_type":"x"}}' })).not.toMatch(/not refused/);
    expect(await with_({ 'vocab.txt': null })).toMatch(/neither vocab\.txt nor tokenizer\.json/);
    expect(await with_({ 'vocab.txt': 'a\nb\n[UNK]\n' })).toMatch(
      /has no \[PAD\], \[CLS\], \[SEP\] and \[MASK\]/,
    );
    expect(await with_({ 'model.safetensors': null })).toMatch(/no weights among/);
    expect(await with_({ 'model.safetensors': null, 'tf_model.h5': 'x' })).toMatch(
      /tf_model\.h5 are in a format/,
    );
    expect(await with_({ 'model.safetensors': bytesOf('distilbert/model.safetensors') })).toMatch(
      /no weights of a BERT: .* but distilbert\.embeddings/,
    );
    const surplus = weights('bert', (all) => [
      ...all,
      { name: 'adapter.up', shape: [1], data: new Float32Array(1) },
    ]);
    expect(await with_({ 'model.safetensors': surplus })).toMatch(/adapter\.up has no place in the model/);
    const missing = weights('bert', (all) => all.filter(({ name }) => !name.endsWith('key.bias')));
    expect(await with_({ 'model.safetensors': missing })).toMatch(
      /self\.key\.bias is missing and .*1.*key\.bias is missing/,
    );
    const classified = weights('bert', (all) => [
      ...all,
      { name: 'classifier.weight', shape: [2, 10], data: new Float32Array(20) },
    ]);
    const opened = await openModel(folder('bert', undefined, { 'model.safetensors': classified }));
    expect(opened.plan.leftOut).toEqual(['classifier']);
  });

  it('is not a pointer of Git LFS, which says what to do', async () => {
    const pointer = (size: number) =>
      `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize ${size}\n`;
    const refusedAs = async (file: string, name = file) => {
      const files = folder('bert', 'model.safetensors', {
        'model.safetensors': null,
        [file]: pointer(268e6),
      });
      const error = await openModel(files).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(LabError);
      const { code, message, hint } = error as LabError;
      expect(code).toBe('published/unfit');
      expect(message).toBe(
        `${name} is a pointer of Git LFS, a few lines of text that name the real file of 268 MB, and not that file.`,
      );
      expect(hint).toMatch(/git lfs pull.*download the file itself/);
    };
    await refusedAs('model.safetensors');
    await refusedAs('pytorch_model.bin');
    await refusedAs('some.pt');
    await refusedAs('vocab.txt');
    const index = JSON.stringify({ weight_map: { a: 'part-1.safetensors' } });
    const shards = folder('bert', 'model.safetensors', {
      'model.safetensors': null,
      'model.safetensors.index.json': index,
      'part-1.safetensors': pointer(100),
    });
    expect(await refusal(shards)).toMatch(/^part-1\.safetensors is a pointer of Git LFS, .* real file, and/);
  });

  it('is not kept with values that are no numbers, and not with a head of its own', async () => {
    const spoilt = weights('bert', (all) =>
      all.map((tensor) =>
        tensor.name.endsWith('pooler.dense.bias')
          ? { ...tensor, data: Float32Array.from(tensor.data, () => NaN) }
          : tensor,
      ),
    );
    const opened = await openModel(folder('bert', undefined, { 'model.safetensors': spoilt }));
    await expect(packModel('a', opened)).rejects.toThrow(
      /"bert\.pooler\.dense\.bias" holds values that are no/,
    );
    const untied = weights('bert', (all) =>
      all.map((tensor) =>
        tensor.name === 'cls.predictions.decoder.weight'
          ? { ...tensor, data: new Float32Array(tensor.data.length) }
          : tensor,
      ),
    );
    const free = await openModel(folder('bert', undefined, { 'model.safetensors': untied }));
    expect(await describePacked(await packModel('a', free))).toMatchObject({ head: 'none' });
  });
});
