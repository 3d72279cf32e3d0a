import { expect, it } from 'vitest';
import { LABEL_LENGTH, shortLabels } from './labels.ts';

it('names of weights stay apart and readable, with the number of their layer', () => {
  const layer = (n: number) =>
    [
      ...['attention.self.qkv', 'attention.output.dense', 'attention.output.LayerNorm'],
      ...['intermediate.dense', 'output.dense', 'output.LayerNorm'],
    ].flatMap((name) => ['weight', 'bias'].map((what) => `bert.encoder.layer.${n}.${name}.${what}`));
  const names = ['bert.embeddings.word_embeddings.weight', ...layer(0), ...layer(11), 'cls.predictions.bias'];
  const short = shortLabels(names);
  expect(new Set(short).size).toBe(names.length);
  expect(Math.max(...short.map(({ length }) => length))).toBeLessThanOrEqual(LABEL_LENGTH);
  expect(short.slice(0, 2)).toEqual(['b.e.word_embeddings.weight', 'b.e.l.0.a.self.qkv.weight']);
  expect(short.at(-2)).toBe('b.e.l.11.o.LayerNorm.bias');
  expect(short.at(-1)).toBe('cls.predictions.bias');
});

it('other labels lose their end, or their middle where that tells them apart', () => {
  expect(shortLabels(['short', 'a label that is longer than any axis'], 12)).toEqual([
    'short',
    'a label tha…',
  ]);
  expect(shortLabels(['products of the north', 'products of the south'], 12)).toEqual([
    ...['produ… north', 'produ… south'],
  ]);
  // The same label twice is the same twice.
  expect(shortLabels(['products of the north', 'products of the north'], 12)).toEqual([
    ...['products of…', 'products of…'],
  ]);
});
