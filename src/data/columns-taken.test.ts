import { expect, it } from 'vitest';
import { recipeSchema, type RecipeInput } from '../recipe/recipe.ts';
import { columnsTaken } from './columns-taken.ts';
import type { ColumnGuess, TableInfo } from './types.ts';

const NAMES = ['id', 'question', 'topic', 'part'];
const guess: ColumnGuess = {
  text: ['question'],
  label: 'topic',
  split: 'part',
  certain: true,
  reason: '',
};
const table = {
  name: 'a.csv',
  header: true,
  columns: NAMES.map((name, index) => ({ name, index, meanWords: 5 })),
  guess,
} as TableInfo;
const taken = (input: RecipeInput) => columnsTaken(table, recipeSchema.parse(input));

it('says which columns a recipe reads of a table', () => {
  expect(taken({})).toBe('text question, label topic');
  expect(taken({ data: { columns: { split: 'auto' } } })).toBe('text question, label topic, split part');
  expect(taken({ data: { columns: { text: ['id', 1], label: 3 } } })).toBe('text id + question, label part');
  expect(taken({ data: { columns: { text: 'none' } } })).toBeNull();
  const bert = { kind: 'bert' } as const;
  expect(taken({ task: 'pretrain', model: bert })).toBe('text question');
});
