import { describe, expect, it } from 'vitest';
import { describeChange, diffRecipes } from './diff.ts';
import { parseRecipe } from './parse.ts';
import { setPath } from './set.ts';

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
    expect(changes(['training.optimizer', 'sgd'])).toEqual(['optimizer adam → sgd']);
    expect(changes(['training.optimizer.lr', 0.002])).toEqual(['optimizer.lr 0.001 → 0.002']);
    expect(changes(['text.maxLength', 'percentile'])).toEqual(['maxLength fixed 50 → percentile 99']);
    expect(changes(['data.source', { kind: 'builtin', id: 'other' }])).toEqual([
      'data.source.id wordnet-topics → other',
    ]);
    expect(changes(['data.source', { kind: 'catalogue', id: 'ag-news' }])).toEqual([
      'data.source builtin wordnet-topics → catalogue ag-news',
    ]);
  });

  it('lists every change, the seed among them', () => {
    expect(changes(['seed', 1], ['model.layers', 2], ['model.bidirectional', true])).toEqual([
      'seed 0 → 1',
      'layers 1 → 2',
      'bidirectional off → on',
    ]);
  });

  it('takes a list as one value', () => {
    expect(changes(['data.columns.text', ['title', 'body']])).toEqual([
      'data.columns.text auto → title, body',
    ]);
    expect(changes(['training.optimizer.betas', [0.5, 0.9]])).toEqual([
      'optimizer.betas 0.9, 0.999 → 0.5, 0.9',
    ]);
    expect(changes(['training.clipNorm', 1])).toEqual(['clipNorm none → 1']);
  });
});
