import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Random } from '../base/random.ts';
import { SEVERAL } from '../formats/pytorch-several.ts';
import {
  detectSeparator,
  isYesNo,
  type LabelSets,
  labelsOfRow,
  likelySame,
  mergedNames,
  saysYes,
  splitLabels,
  strataOf,
} from './label-sets.ts';

function setsOf(rows: readonly number[][]): LabelSets {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (offsets[i + 1] = (offsets[i] as number) + row.length));
  return { offsets, ids: Int32Array.from(rows.flat()) };
}

const all = (): boolean => true;

test('the labels of a cell: in their order, none twice, none empty; a list of Python or JSON is one too', () => {
  expect(splitLabels(' plant ,food,, plant', ',')).toEqual(['plant', 'food']);
  expect(splitLabels('new, improved|old', '|')).toEqual(['new, improved', 'old']);
  expect(splitLabels(`['it''s', "b"]`, ',')).toEqual(["it''s", 'b']);
  expect(splitLabels('"a"; b', ';')).toEqual(['"a"', 'b']);
  for (const cell of ['', '  ', ',,', '[]', '[ ]']) expect(splitLabels(cell, ','), cell).toEqual([]);
});

test.each([
  ['["a","b"]', ['a', 'b']],
  ["['a', 'b']", ['a', 'b']],
  ["['a' 'b']\n", ['a', 'b']],
  ['[1,2]', ['1', '2']],
  ['[ 3 10\n 27]', ['3', '10', '27']],
  ['["new, improved","old|new"]', ['new, improved', 'old|new']],
  ["['it\\'s', \"don't\"]", ["it's", "don't"]],
  ['["say \\"a\\", b","c"]', ['say "a", b', 'c']],
  ["['only']", ['only']],
])('%s is the same list whatever stands between labels elsewhere', (cell, labels) => {
  for (const separator of ['|', ';', ','] as const) expect(splitLabels(cell, separator)).toEqual(labels);
});

test('the separator is the mark that makes the fewest different labels', () => {
  expect(detectSeparator(['a,b', 'b,c', 'a'])).toBe(',');
  expect(detectSeparator(['a;b', 'b', 'c;a'])).toBe(';');
  // Commas inside of the names.
  expect(detectSeparator(['arts, music|sports', 'sports|news, local', 'arts, music'])).toBe('|');
  expect(detectSeparator(['a', 'b'])).toBe('|');
  expect(detectSeparator([])).toBe('|');
});

test('cells that differ in their marks only are split at any of them', () => {
  const mixed = ['arts, music', 'music | sports', 'sports; arts', 'news', 'news, sports', 'arts | news'];
  expect(detectSeparator(mixed)).toBe('any');
  expect(mixed.map((cell) => splitLabels(cell, 'any'))).toEqual([
    ['arts', 'music'],
    ['music', 'sports'],
    ['sports', 'arts'],
    ['news'],
    ['news', 'sports'],
    ['arts', 'news'],
  ]);
  // Names with a comma, alone in their cells: what the comma makes of them is no label anywhere else.
  expect(
    detectSeparator(['life, general', 'arts; sports', 'work, general', 'sports; news', 'news; arts']),
  ).toBe(';');
});

test('a column of yes and no', () => {
  expect(isYesNo(['1', '0', ' True', 'no', ''])).toBe(true);
  expect(isYesNo(['1', '2'])).toBe(false);
  expect(['1', 'YES ', '1.0', 'true'].every(saysYes)).toBe(true);
  expect(['0', 'no', '', 'yess'].some(saysYes)).toBe(false);
});

test('labels that differ by spelling only are one group, the most frequent first', () => {
  const labels = [
    'new initiatives & programs',
    'Café',
    'new initiatives or programs',
    'cafe',
    'news',
    'glass',
  ];
  expect(likelySame(labels, [3, 9, 8, 1, 5, 5])).toEqual([
    ['new initiatives or programs', 'new initiatives & programs'],
    ['Café', 'cafe'],
  ]);
  // Equally frequent ones by name.
  expect(likelySame(['b-x', 'B x'], [2, 2])[0]).toHaveLength(2);
  expect(likelySame(['b-x', 'B x'], [2, 2])).toEqual(likelySame(['B x', 'b-x'], [2, 2]));
});

test.each([
  ['color', 'colour'],
  ['neighbors', 'Neighbours'],
  ['category', 'categories'],
  ['movie', 'movies'],
  ['class', 'classes'],
  ['box', 'boxes'],
  ['program', 'programme', 'programmes'],
  ['art center', 'the art centre'],
  ['a story', 'story'],
  ['food', '#food'],
  ['R&D', 'r & d'],
])('%s and %s are one label', (...labels: string[]) => {
  expect(
    likelySame(
      labels,
      labels.map(() => 1),
    )[0],
  ).toHaveLength(labels.length);
});

test('different labels stay apart: marks alone are no name, and a double s is no plural', () => {
  for (const apart of [
    ['C', 'C++', 'C#', 'C+'],
    ['new', 'news', 'good', 'goods', 'mean', 'means'],
    ['type', 'type a', 'type an', 'the', 'of'],
    ['hour', 'hor', 'pie', 'py'],
  ])
    expect(
      likelySame(
        apart,
        apart.map(() => 1),
      ),
    ).toEqual([]);
  expect(likelySame(['&', '/', 'glass', 'glas', 'bus', 'bu'], [1, 1, 1, 1, 1, 1])).toEqual([]);
});

test('merging leads each spelling to the first of its group', () => {
  const names = mergedNames([
    ['A', 'a', 'á'],
    ['B', 'b'],
  ]);
  expect([...names]).toEqual([
    ['a', 'A'],
    ['á', 'A'],
    ['b', 'B'],
  ]);
});

test('rows with the same labels are a stratum; the few of a rare set go by their rarest label', () => {
  const rows = [
    ...Array.from({ length: 20 }, () => [0]),
    ...Array.from({ length: 12 }, () => [0, 1]),
    // Too few of each: label 2 is the rarest of both.
    [0, 2],
    [1, 2],
    [],
  ];
  const sets = setsOf(rows);
  expect([...labelsOfRow(sets, 20)]).toEqual([0, 1]);
  const { strata, count } = strataOf(sets, 3, all);
  expect(new Set(strata.slice(0, 20)).size).toBe(1);
  expect(new Set(strata.slice(20, 32)).size).toBe(1);
  expect(strata[0]).not.toBe(strata[20]);
  expect(strata[32]).toBe(strata[33]);
  expect(new Set([strata[0], strata[20], strata[32], strata[34]]).size).toBe(4);
  expect(Math.max(...strata)).toBeLessThan(count);
});

test('rows that are not used have no stratum and do not make one large enough', () => {
  const rows = [...Array.from({ length: 12 }, () => [0, 1]), ...Array.from({ length: 12 }, () => [1])];
  const { strata } = strataOf(setsOf(rows), 2, (row) => row >= 6);
  expect([...strata.slice(0, 6)]).toEqual([-1, -1, -1, -1, -1, -1]);
  expect(strata[6]).not.toBe(strata[12]);
  expect(strata[6]).toBe(strata[11]);
});

test('equal shares of all strata keep the share of every label that is not rare', () => {
  const random = new Random(3, 'labels');
  const chances = [0.5, 0.3, 0.2, 0.1];
  const rows = Array.from({ length: 4000 }, () =>
    chances.flatMap((chance, label) => (random.uniform() < chance ? [label] : [])),
  );
  const { strata, count } = strataOf(setsOf(rows), chances.length, all);
  const seen = new Array<number>(count).fill(0);
  // Every fifth row of each stratum.
  const drawn = rows.filter((_, row) => {
    const stratum = strata[row] as number;
    seen[stratum] = (seen[stratum] as number) + 1;
    return (seen[stratum] as number) % 5 === 0;
  });
  for (let label = 0; label < chances.length; label++) {
    const share = (of: readonly number[][]): number =>
      of.filter((row) => row.includes(label)).length / of.length;
    expect(Math.abs(share(drawn) - share(rows)), `label ${label}`).toBeLessThan(0.01);
  }
});

const python = ['/usr/bin/python3', '/usr/local/bin/python3'].find(existsSync);

test.skipIf(!python)(
  'several labels in a cell are the same ones in Python (needs python3)',
  () => {
    const cells = [
      'a|b, c|',
      '["a","b"]',
      "['a', 'b']",
      "['a' 'b']",
      '[1,2]',
      '[ 3 10\n 27]',
      '["new, improved","old|new"]',
      "['it\\'s', \"don't\"]",
      '["say \\"a\\", b","c"]',
      "['only']",
      '[]',
      '',
      '[a|b]',
      '[draft] a|b',
    ];
    const source = `import json, re, sys\n${SEVERAL.read}\njson.dump([labels_of(cell, "|") for cell in json.load(sys.stdin)], sys.stdout)`;
    const output = execFileSync(python as string, ['-c', source], {
      input: JSON.stringify(cells),
      encoding: 'utf8',
    });
    expect(JSON.parse(output)).toEqual(cells.map((cell) => splitLabels(cell, '|')));
  },
  60_000,
);
