import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors.ts';
import { Random } from '../base/random.ts';
import type { Evaluation } from '../runs/types.ts';
import { result, smallBundle } from './bundle.fixture.ts';
import { type BundleContent, bundleFiles, readBundle, writeBundle } from './bundle.ts';
import { crc32 } from './zip.ts';

const bytesOf = (content: string) => new TextEncoder().encode(content);

/** The zip of a bundle with some of its files replaced (undefined: left out). */
function tampered(files: Record<string, string | Uint8Array | undefined>, prefix = ''): Uint8Array {
  const all = Object.entries({ ...bundleFiles(smallBundle()), ...files });
  return zipSync(
    Object.fromEntries(
      all
        .filter(([, content]) => content !== undefined)
        .map(([name, content]) => [prefix + name, typeof content === 'string' ? bytesOf(content) : content]),
    ) as Record<string, Uint8Array>,
  );
}

function refusal(bytes: Uint8Array): string {
  try {
    readBundle(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    expect((error as LabError).code).toBe('bundle/invalid');
    return (error as LabError).message;
  }
  return 'not refused';
}

describe('bundle', () => {
  it('comes back as it went, awkward words, NaN and infinity included', () => {
    const content = smallBundle();
    expect(readBundle(writeBundle(content))).toEqual(content);
    const unfinished: BundleContent = { ...content, result: null };
    expect(readBundle(writeBundle(unfinished))).toEqual(unfinished);
  });

  it('holds what the README names, readable by any unzip', () => {
    const files = unzipSync(writeBundle(smallBundle()));
    expect(Object.keys(files).sort()).toEqual([
      'README.md',
      'events.out.tfevents.0.seqlab',
      'gradients.csv',
      'history.csv',
      'labels.json',
      'load_in_pytorch.py',
      'metrics.json',
      'model.safetensors',
      'recipe.json',
      'vocabulary.json',
    ]);
    const readme = new TextDecoder().decode(files['README.md']);
    for (const name of Object.keys(files)) if (name !== 'README.md') expect(readme).toContain(`| ${name} |`);
    expect(new TextDecoder().decode(files['history.csv']).split('\n').slice(0, 4)).toEqual([
      'split,step,epoch,loss,lr,grad_norm,accuracy,macro_f1,micro_f1,weighted_f1',
      'train,1,,1.1,0.001,5,,,,',
      'train,2,,NaN,1e-7,Infinity,,,,',
      'validation,2,1,0.30000000000000004,,,0.6666666666666666,0.3333333333333333,0.6666666666666666,1e-7',
    ]);
  });

  it('of several labels holds thresholds and label sets, and a script that reads and scores them', () => {
    const several = (evaluation: Evaluation): Evaluation => ({
      ...evaluation,
      thresholds: [0.5, 1 / 3, 0.07],
      wrong: evaluation.wrong.map((one) => ({ ...one, sets: { labels: [0, 2], predicted: [] } })),
    });
    const content = smallBundle(
      {
        task: 'multilabel',
        data: { columns: { separator: 'any' }, mergeLabels: [['noun.act', 'Noun.Act']] },
        training: { positiveWeights: 'balanced', thresholds: 'tuned', monitor: 'macroF1' },
      },
      {
        result: {
          ...result,
          validation: several(result.validation),
          test: several(result.test),
        },
      },
    );
    expect(readBundle(writeBundle(content))).toEqual(content);
    const files = unzipSync(writeBundle(content));
    const text = (name: string): string => new TextDecoder().decode(files[name]);
    expect(JSON.parse(text('metrics.json'))).toMatchObject({
      validation: { thresholds: [0.5, 1 / 3, 0.07] },
      test: { wrong: [{ sets: { labels: [0, 2], predicted: [] } }] },
    });
    const python = text('load_in_pytorch.py');
    expect(python).toContain('SEPARATOR = "any"');
    expect(python).toContain('"Noun.Act": "noun.act"');
  });

  it('of a BERT holds what transformers reads; its measures come back', () => {
    const small = smallBundle();
    const vocabulary = ['<pad>', '<unk>', '[CLS]', '[SEP]', '[MASK]', 'a', '##b'];
    const content = smallBundle(
      {
        task: 'pretrain',
        text: { normalise: { punctuation: 'keep' }, tokenizer: { kind: 'wordpiece' } },
        model: { kind: 'bert', layers: 1, hidden: 8, heads: 2, positions: 16, activation: 'relu' },
      },
      {
        vocabulary,
        labels: ['in order', 'swapped'],
        maxLength: 16,
        history: {
          ...small.history,
          gradients: [],
          measures: { maskedLoss: [1.5, NaN, 0.25], orderLoss: [0.7, 0.6, 0.5] },
        },
        result: null,
      },
    );
    const files = unzipSync(writeBundle(content));
    const text = (name: string): string => new TextDecoder().decode(files[name]);
    expect(JSON.parse(text('config.json'))).toMatchObject({
      architectures: ['BertForPreTraining'],
      vocab_size: vocabulary.length,
      hidden_size: 8,
      num_hidden_layers: 1,
      num_attention_heads: 2,
      max_position_embeddings: 16,
      hidden_act: 'relu',
    });
    expect(text('vocab.txt').trim().split('\n')).toEqual(['[PAD]', '[UNK]', ...vocabulary.slice(2)]);
    expect(text('load_in_pytorch.py')).toContain('[MASK]');
    expect(text('model.safetensors')).toContain('bert.encoder.layer.0.attention.self.query.weight');
    expect(readBundle(writeBundle(content))).toEqual(content);
  });

  it('opens when packed again with a folder around', () => {
    expect(readBundle(tampered({ '__MACOSX/._labels.json': 'x' }, 'run 7/')).labels).toHaveLength(3);
  });

  it('names the file that is missing or wrong', () => {
    expect(refusal(new Uint8Array(0))).toMatch(/no zip file/);
    expect(refusal(bytesOf('no zip at all, only text of some length'))).toMatch(/no zip file/);
    expect(refusal(tampered({ 'recipe.json': undefined }))).toMatch(/recipe\.json is missing/);
    expect(refusal(tampered({ 'recipe.json': '{' }))).toMatch(
      /^The zip cannot be opened: recipe\.json is not/,
    );
    expect(refusal(tampered({ 'recipe.json': '{"model":{"layers":9}}' }))).toMatch(/model\.layers is 9/);
    expect(refusal(tampered({ 'vocabulary.json': '{"words":["a","b"],"maxLength":6}' }))).toMatch(
      /vocabulary\.json .* begins with <pad>/,
    );
    expect(refusal(tampered({ 'labels.json': '["a",5,"b"]' }))).toMatch(/labels\.json/);
    expect(refusal(tampered({ 'labels.json': '["a"]' }))).toMatch(/asks for head\.3\.weight 1×5/);
    expect(refusal(tampered({ 'recipe.json': '{"model":{"cell":"lstm"}}' }))).toMatch(/asks for embedding/);
    expect(refusal(tampered({ 'model.safetensors': new Uint8Array(20) }))).toMatch(/model\.safetensors/);
    expect(refusal(tampered({ 'history.csv': 'a,b\n' }))).toMatch(/history\.csv, line 1/);
    expect(refusal(tampered({ 'metrics.json': '{}' }))).toMatch(/metrics\.json/);
    expect(refusal(tampered({ 'a/labels.json': '[]' }))).toMatch(/labels\.json twice/);
    expect(refusal(tampered({ 'labels.json': new Uint8Array([0x5b, 0xff, 0x5d]) }))).toMatch(/labels\.json/);
  });

  it('unpacks no bomb', () => {
    const zeros = new Uint8Array(5e6);
    expect(refusal(tampered({ 'model.safetensors': zeros }))).toMatch(/5000000 bytes unpacked, at most/);
    expect(refusal(tampered({ 'recipe.json': zeros }))).toMatch(/at most 1000000/);
    // a file that declares less than it holds
    const bomb = tampered({ 'labels.json': zeros });
    const view = new DataView(bomb.buffer);
    for (let i = 0; i + 28 < bomb.length; i++)
      if (view.getUint32(i, true) === 0x02014b50 && view.getUint32(i + 24, true) === 5e6)
        view.setUint32(i + 24, 100, true);
    expect(refusal(bomb)).toMatch(/labels\.json is damaged/);
  });

  it('notices every damage: broken zips are refused or give the same content', () => {
    const random = new Random(9);
    const content = smallBundle();
    const original = writeBundle(content);
    let refused = 0;
    for (let i = 0; i < 600; i++) {
      const bytes = original.slice(0, random.below(4) === 0 ? random.below(original.length) : undefined);
      for (let n = 1 + random.below(3); n > 0 && bytes.length > 0; n--)
        bytes[random.below(bytes.length)] = random.below(256);
      try {
        expect(readBundle(bytes)).toEqual(content);
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(300);
  }, 60_000);

  it('has the CRC of ISO 3309', () => {
    expect(crc32(bytesOf('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  it('holds the rows of the test part where they are given, and its README says whether', () => {
    const plain = smallBundle();
    const rows = plain.result?.test.perClass.reduce((sum, { support }) => sum + support, 0) ?? 0;
    const files = bundleFiles({ ...plain, testRows: { rows, csv: 'label,text\n' } });
    expect(files['test.csv']).toBe('label,text\n');
    expect(files['README.md']).toContain(
      'test.csv` reproduces accuracy 0.6667, macro F1 0.3333, weighted F1',
    );
    const without = bundleFiles(plain);
    expect(without['test.csv']).toBeUndefined();
    expect(without['README.md']).toContain('not in this zip');
    const long = bundleFiles({ ...plain, testRows: { rows, csv: null } });
    expect(long['README.md']).toContain('20 MB');
    expect(readBundle(writeBundle({ ...plain, testRows: { rows, csv: 'label,text\n' } })).recipe).toEqual(
      plain.recipe,
    );
  });
});
