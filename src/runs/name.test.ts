import { expect, test } from 'vitest';
import { recipeSchema } from '../recipe/recipe.ts';
import { setPath } from '../recipe/set.ts';
import { nameOfRun } from './name.ts';

const original = recipeSchema.parse({ name: 'RNN baseline' });
const named = (...settings: [string, unknown][]): string =>
  nameOfRun(
    original,
    settings.reduce((recipe, [path, value]) => setPath(recipe, path, value), original),
  );

test('a run is called what its model is', () => {
  expect(named()).toBe('RNN baseline');
  expect(named(['model.cell', 'lstm'])).toBe('LSTM baseline');
  expect(named(['model.cell', 'gru'], ['model.layers', 2])).toBe('GRU baseline, layers 2');
  expect(named(['training.optimizer.lr', 0.01], ['model.bidirectional', true])).toBe(
    'RNN baseline, both directions, learning rate 0.01',
  );
});

test('what is kept of a run is no part of its name', () => {
  expect(named(['training.keepEpochs', [1, 2]])).toBe('RNN baseline');
});

test('the columns of other data go without saying', () => {
  const source = { kind: 'builtin', id: 'wordnet-lexicographer' };
  const columns: [string, unknown] = ['data.columns.text', 'definition'];
  expect(named(['data.source', source], columns)).not.toMatch(/column/);
  expect(named(columns)).toMatch(/column/);
});

test('of many changes two are named and the others counted, the cell is in the name', () => {
  expect(
    named(['model.cell', 'lstm'], ['model.layers', 2], ['model.hidden', 64], ['training.epochs', 9]),
  ).toBe('LSTM baseline, layers 2, hidden size 64 and 1 more');
});

test('a name that says no cell gets it behind, one of the person is left alone', () => {
  const plain = { ...original, name: 'Baseline' };
  expect(nameOfRun(plain, setPath(plain, 'model.cell', 'lstm'))).toBe('Baseline, LSTM');
  expect(nameOfRun(original, { ...setPath(original, 'model.cell', 'lstm'), name: 'My RNN' })).toBe('My RNN');
});

test('of many changes the direction of a translation is always named', () => {
  const plain = recipeSchema.parse({ name: 'Attention', task: 'translate', model: { kind: 'seq2seq' } });
  const more = setPath(setPath(setPath(plain, 'seed', 3), 'data.limit', 600), 'training.epochs', 2);
  expect(nameOfRun(plain, more)).not.toMatch(/swapped/);
  expect(nameOfRun(plain, setPath(more, 'data.swap', true))).toMatch(/^Attention, languages swapped, /);
});
