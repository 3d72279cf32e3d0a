import { describe, expect, it } from 'vitest';
import { changedValues, describeChange, diffRecipes, nameOfChange } from './diff.ts';
import { parseRecipe, valueAt } from './parse.ts';
import { setPath } from './set.ts';
import { NAMED_PATHS, fieldInWords } from './words.ts';

const base = parseRecipe({});
const changes = (...settings: [string, unknown][]) =>
  diffRecipes(
    base,
    settings.reduce((recipe, [path, value]) => setPath(recipe, path, value), base),
  ).map(describeChange);

describe('diffRecipes', () => {
  it('finds nothing between a recipe and its copy, whatever the name and the order of fields', () => {
    expect(diffRecipes(base, structuredClone(base))).toEqual([]);
    expect(changes(['name', 'another'])).toEqual([]);
    const turned = Object.fromEntries(Object.entries(base).reverse()) as typeof base;
    expect(diffRecipes(base, turned)).toEqual([]);
  });

  it('gives path, from and to', () => {
    expect(diffRecipes(base, setPath(base, 'model.cell', 'gru'))).toEqual([
      { path: 'model.cell', from: 'rnn', to: 'gru' },
    ]);
  });

  it('counts another kind as one change, a field of the same kind as itself', () => {
    expect(changes(['training.optimizer', 'sgd'])).toEqual(['optimizer Adam → SGD']);
    expect(changes(['training.optimizer.lr', 0.002])).toEqual(['learning rate 0.001 → 0.002']);
    expect(changes(['text.maxLength', 'percentile'])).toEqual(['maximum length fixed 50 → percentile 99']);
    expect(changes(['data.source', { kind: 'builtin', id: 'other' }])).toEqual([
      'data wordnet-topics → other',
    ]);
    expect(changes(['data.source', { kind: 'catalogue', id: 'ag-news' }])).toEqual([
      'data builtin wordnet-topics → catalogue ag-news',
    ]);
  });

  it('counts what both kinds have by itself where it was changed as well', () => {
    expect(
      changes(
        ['training.optimizer', 'sgd'],
        ['training.optimizer.lr', 10],
        ['training.optimizer.weightDecay', 5],
      ),
    ).toEqual(['optimizer Adam → SGD', 'learning rate 0.001 → 10', 'weight decay 0 → 5']);
    const slow = setPath(base, 'training.optimizer.lr', 0.5);
    expect(diffRecipes(slow, setPath(slow, 'training.optimizer', 'sgd'))).toHaveLength(1);
    expect(changes(['training.schedule', { kind: 'linear', warmup: 0.3 }])).toHaveLength(1);
  });

  it('lists every change, the seed among them', () => {
    expect(changes(['seed', 1], ['model.layers', 2], ['model.bidirectional', true])).toEqual([
      'seed 0 → 1',
      'layers 1 → 2',
      'both directions off → on',
    ]);
  });

  it('takes a list as one value', () => {
    expect(changes(['data.columns.text', ['title', 'body']])).toEqual(['text column auto → title, body']);
    expect(changes(['training.optimizer.betas', [0.5, 0.9]])).toEqual(['β₁, β₂ 0.9, 0.999 → 0.5, 0.9']);
    expect(changes(['training.clipNorm', 1])).toEqual(['gradient norm clipped at none → 1']);
  });
});

describe('words of a change', () => {
  it('names what the change leads to', () => {
    const named = (path: string, value: unknown) =>
      diffRecipes(base, setPath(base, path, value)).map(nameOfChange);
    expect(named('model.cell', 'lstm')).toEqual(['LSTM']);
    expect(named('model.layers', 2)).toEqual(['layers 2']);
    expect(named('model.bidirectional', true)).toEqual(['both directions']);
    expect(named('model.maskPadding', false)).toEqual(['padding masked off']);
    expect(named('data.mergeLabels', [['a', 'A']])).toEqual(['1 label merged']);
    expect(named('data.source.id', 'wordnet-all')).toEqual(['wordnet-all']);
  });

  it('says after how many epochs of a pretraining a run begins', () => {
    const from = setPath(setPath(base, 'model', 'bert'), 'model.init', { kind: 'run', id: 'a' });
    const early = setPath(from, 'model.init.epoch', 2);
    const first = setPath(from, 'model.init.epoch', 1);
    const between = (a: typeof base, b: typeof base) => diffRecipes(a, b).map(describeChange);
    expect(between(from, early)).toEqual(['begins after 2 epochs of pretraining, not with its best weights']);
    expect(between(first, early)).toEqual([
      'begins after 2 epochs of pretraining, not after 1 epoch of pretraining',
    ]);
    expect(between(early, from)).toEqual(['begins with its best weights, not after 2 epochs of pretraining']);
    expect(diffRecipes(from, early).map(changedValues)).toEqual([
      'its best weights → after 2 epochs of pretraining',
    ]);
    expect(diffRecipes(from, early).map(nameOfChange)).toEqual(['begins after 2 epochs of pretraining']);
  });

  it('says what a tokenizer does to accents and which file its pieces are of', () => {
    const from = setPath(base, 'text.tokenizer', { kind: 'wordpiece' });
    const to = setPath(from, 'text.tokenizer', {
      ...{ kind: 'wordpiece', stripAccents: false, cleanText: false },
      opened: { name: 'vocab.txt', id: '0123' },
    });
    expect(diffRecipes(from, to).map(describeChange)).toEqual([
      'text cleaned on → off',
      'accents stripped with lower case → off',
      'tokenizer trained here → vocab.txt',
    ]);
  });

  it('cuts what would bury it', () => {
    const merged = Array.from({ length: 30 }, (_, i) => [`label ${i}`, `Label ${i}`]);
    expect(changes(['data.mergeLabels', merged])).toEqual(['merged labels none → 30']);
    const columns = Array.from({ length: 30 }, (_, i) => `label ${i}`);
    const [change] = changes(['data.columns.labels', columns]);
    expect(change!.length).toBeLessThan(120);
  });

  it('knows no field that the recipe has not', () => {
    const recipes = [
      base,
      ...['recurrent', 'seq2seq', 'bert'].map((kind) => setPath(base, 'model', kind)),
      ...['bpe', 'wordpiece'].map((kind) => setPath(base, 'text.tokenizer', kind)),
      ...['adamw', 'sgd'].map((kind) => setPath(base, 'training.optimizer', kind)),
      ...['exponential', 'step', 'linear', 'cosine'].map((kind) => setPath(base, 'training.schedule', kind)),
      ...['linear', 'sigmoid'].map((kind) => setPath(base, 'training.teacherForcing', kind)),
      setPath(setPath(base, 'model', 'bert'), 'model.init', { kind: 'run', id: 'a' }),
      setPath(base, 'data.source', { kind: 'url', url: 'https://example.org/a.csv' }),
      setPath(base, 'data.source', { kind: 'file', name: 'a.csv' }),
    ];
    const unknown = NAMED_PATHS.filter((path) =>
      recipes.every((recipe) => valueAt(recipe, path) === undefined),
    );
    expect(unknown).toEqual([]);
  });

  it('says every field in words, those without an entry by their path', () => {
    expect(fieldInWords('model.attentionDropout')).toBe('attention dropout');
  });
});
