import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chooseColumns } from '../../src/data/columns.ts';
import { toErrorData } from '../../src/base/errors.ts';
import { recipeSchema } from '../../src/recipe/recipe.ts';
import { readTable } from '../../src/data/read/read-table.ts';
import { settingsFor } from './settings.ts';

it('names the paths of the recipe, which the error itself leaves to whoever shows it', async () => {
  const lines = [
    'a,b,c',
    ...Array.from({ length: 40 }, (_, i) => `story ${i} of many words,${i % 2},${i % 3}`),
  ];
  const { info } = await readTable(new Blob([lines.join('\n')]), 'doubt.csv');
  let error: unknown;
  try {
    chooseColumns(recipeSchema.parse({}).data.columns, info);
  } catch (thrown) {
    error = thrown;
  }
  const { code, message, hint } = toErrorData(error);
  expect(`${message} ${hint ?? ''}`).not.toContain('data.columns');
  expect(hint).toBe('Say which is which. There are: a, b, c.');
  expect(settingsFor(code)).toContain('data.columns.text=NAME --set data.columns.label=NAME');
  expect(settingsFor('cancelled')).toBeUndefined();
});

it('is for errors that there are', () => {
  const sources = ['columns', 'rows', 'parallel', 'links'].map((name) =>
    readFileSync(new URL(`../../src/data/${name}.ts`, import.meta.url), 'utf8'),
  );
  for (const code of [
    'data/unsure-columns',
    'data/no-column',
    'data/same-column',
    'data/too-many-classes',
    'data/one-class',
    'data/alignment',
    'data/one-language',
  ]) {
    expect(settingsFor(code), code).toBeDefined();
    expect(sources.join(''), code).toContain(`'${code}'`);
  }
});
