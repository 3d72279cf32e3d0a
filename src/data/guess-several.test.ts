import { expect, test } from 'vitest';
import { recipeSchema, type RecipeInput } from '../recipe/recipe.ts';
import { chooseColumns } from './columns.ts';
import { Job } from './job.ts';
import { readTable } from './read/read-table.ts';
import { Workbench } from './workbench.ts';

const table = (header: string, line: (i: number) => string, rows = 60) =>
  readTable(new Blob([[header, ...Array.from({ length: rows }, (_, i) => line(i))].join('\n')]), 'x.csv');
const text = (i: number): string => `the story number ${i} of many words`;
const columns = recipeSchema.parse({}).data.columns;
const multi = (data: RecipeInput['data'] = {}) => recipeSchema.parse({ task: 'multilabel', data });

test('columns of 0 and 1 are all proposed as labels, and read as such', async () => {
  const flags = await table('id,text,plant,act,food', (i) => `x${i},${text(i)},${i % 2},${i % 3 ? 0 : 1},0`);
  // No text is food: a label that never applies is none.
  expect(flags.info.guess.several).toMatchObject({
    text: ['text'],
    label: 'plant',
    labels: ['plant', 'act'],
  });
  expect(flags.info.guess.several?.reason).toBe(
    '“text” is the text; 2 columns of yes and no are the labels: “plant”, “act”.',
  );
  expect(chooseColumns(columns, flags.info, 'multilabel')).toMatchObject({
    text: [1],
    label: 2,
    labels: [2, 3],
  });
  const prepared = await new Workbench(flags, null).prepare(multi(), new Job());
  expect(prepared.labels).toEqual(['act', 'plant']);
  expect(() => chooseColumns(columns, flags.info, 'classify')).toThrow(/could each be the label/);
});

test('a column of labels with commas is certain, however long its cells are', async () => {
  const names = ['plant', 'living thing', 'act', 'food', 'city', 'event', 'body', 'state'];
  const cell = (i: number): string => names.filter((_, k) => (i * 37 + 11) & (1 << k)).join(', ') || 'plant';
  const lists = await table('text,labels', (i) => `${text(i)},"${cell(i)}"`);
  expect(lists.info.guess.several).toMatchObject({ text: ['text'], label: 'labels', labels: null });
  expect(chooseColumns(columns, lists.info, 'multilabel')).toMatchObject({
    text: [0],
    label: 1,
    labels: null,
  });
  const prepared = await new Workbench(lists, null).prepare(multi(), new Job());
  expect(prepared.labels).toEqual([...names].sort());
});

test('a column of several labels is known by the names that such columns have', async () => {
  const names = ['plant', 'act', 'food', 'city', 'event'];
  const cell = (i: number): string => names.filter((_, k) => (i * 7 + 3) & (1 << k)).join('|') || 'plant';
  for (const name of ['tags', 'Categories', 'classes', 'topics', 'genres', 'emotions']) {
    const lists = await table(`text,${name}`, (i) => `${text(i)},${cell(i)}`);
    expect(lists.info.guess.several, name).toMatchObject({ text: ['text'], label: name, labels: null });
    expect(chooseColumns(columns, lists.info, 'multilabel')).toMatchObject({ text: [0], label: 1 });
  }
  // Beside a column of one label it is another matter.
  const both = await table('text,category,tags', (i) => `${text(i)},${names[i % 5]},${cell(i)}`);
  expect(both.info.guess).toMatchObject({ label: 'category', several: { label: 'tags' } });
});

test('columns of one name with a number hold several labels a text, and none of them is lost', async () => {
  const names = ['plant', 'act', 'food', 'city'];
  const name = (i: number): string => names[i % 4] as string;
  const line = (i: number): string =>
    `${text(i)},${name(i)},${i % 2 ? name(i + 1) : ''},${i % 5 ? '' : name(i + 2)}`;
  for (const header of ['text,label1,label2,label3', 'text,Label,Label_2,Label_3']) {
    const numbered = await table(header, line);
    const labels = header.split(',').slice(1);
    expect(numbered.info.guess.several).toMatchObject({ text: ['text'], label: labels[0], labels });
    expect(chooseColumns(columns, numbered.info, 'multilabel').labels).toEqual([1, 2, 3]);
    const { labels: found, splits } = await new Workbench(numbered, null).prepare(multi(), new Job());
    expect(found).toEqual([...names].sort());
    expect(splits.train.setIds?.length).toBeGreaterThan(splits.train.labels.length);
  }
  // Levels of a hierarchy share no name, and grades are of different things.
  const levels = await table('text,label1,label2', (i) => `${text(i)},${name(i)},${name(i)} ${i % 3}`);
  expect(levels.info.guess.several).toBeUndefined();
  const grades = await table('text,score1,score2', (i) => `${text(i)},${i % 5},${(i + 1) % 5}`);
  expect(grades.info.guess.several).toBeUndefined();
});

test('a label that is named, names with commas, and files without a header are left as they were', async () => {
  const one = await table('text,label,seen', (i) => `${text(i)},${i % 4},${i % 2}`);
  expect(one.info.guess.several).toBeUndefined();
  const places = await table('text,label', (i) => `${text(i)},"Rome, Italy no ${i}"`);
  expect(places.info.guess.several).toBeUndefined();
  const bare = await table(`${text(99)},0,1`, (i) => `${text(i)},${i % 2},${i % 3 ? 0 : 1}`);
  expect(bare.info.header).toBe(false);
  expect(bare.info.guess.several).toBeUndefined();
});
