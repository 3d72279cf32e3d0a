import { execFileSync, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { LABELLED_ROWS } from '../formats/pytorch-csv.ts';
import { pytorchScript } from '../formats/pytorch-script.ts';
import { parseRecipe } from '../recipe/parse.ts';
import { splitLabels } from './label-sets.ts';
import { SPLIT_WORDS, UNSUPERVISED_WORDS } from './names.ts';

const python = ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['--version']).status === 0);

/** What the script of several labels makes of cells: `labels_of` with each mark. */
function pythonLabels(cells: readonly (readonly [string, string])[]): string[][] {
  const source = pytorchScript({
    recipe: parseRecipe({ task: 'multilabel' }),
    vocabularySize: 100,
    classes: 4,
    maxLength: 20,
  });
  const from = source.indexOf('ITEM = ');
  const to = source.indexOf('def is_yes');
  expect(from).toBeGreaterThan(0);
  const run = `import json, re, sys\n${source.slice(from, to)}
json.dump([labels_of(cell, mark) for cell, mark in json.load(sys.stdin)], sys.stdout)`;
  return JSON.parse(
    execFileSync(python as string, ['-c', run], { input: JSON.stringify(cells), encoding: 'utf8' }),
  ) as string[][];
}

it.skipIf(!python)(
  'splits the labels of a cell as the lab does, whatever stands between (needs python3)',
  () => {
    const cells = ['a, b', 'a | b;c', ' a ;; b ', '', '[1, 2]', '["x, y", "z"]', "['a' 'b']", 'one label'];
    const pairs = cells.flatMap((cell) =>
      (['any', ',', '|', ';'] as const).map((separator) => [cell, separator] as const),
    );
    const unique = (labels: string[]): string[] => [...new Set(labels)];
    expect(pythonLabels(pairs).map(unique)).toEqual(
      pairs.map(([cell, separator]) => splitLabels(cell, separator)),
    );
  },
);

/** What the script reads of a table: texts, and the labels of each. */
function pythonRows(rows: readonly (readonly string[])[], labels: readonly string[]): unknown {
  const source = pytorchScript({
    recipe: parseRecipe({ task: 'multilabel' }),
    vocabularySize: 100,
    classes: labels.length,
    maxLength: 20,
  });
  const part = (from: string, to: string): string => source.slice(source.indexOf(from), source.indexOf(to));
  const run = `import json, re, sys
class torch:
    bool = None
    @staticmethod
    def zeros(*shape, dtype): return {}
SEPARATOR, MERGED = None, {}
rows, labels = json.load(sys.stdin)
def read_rows(path): return rows
def column_number(column, header): return header.index(column)
${LABELLED_ROWS}
${part('ITEM = ', 'def read_csv')}
${/def read_csv[\s\S]*?\n {4}return [^\n]*\n/.exec(source)?.[0] ?? ''}
texts, truth = read_csv("x", ["text"], None, labels, ())
json.dump([texts, sorted(truth)], sys.stdout)`;
  const output = execFileSync(python as string, ['-c', run], {
    input: JSON.stringify([rows, labels]),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return JSON.parse(output);
}

it.skipIf(!python)('finds columns of 0 and 1, and keeps texts without labels, as the lab does', () => {
  const flags = [
    ['text', 'plant', 'act'],
    ['one', '1', '0'],
    ['none', '0', '0'],
    ['unknown', '', ''],
  ];
  expect(pythonRows(flags, ['act', 'plant'])).toEqual([['one', 'none'], [[0, 1]]]);
  const lists = [
    ['text', 'labels'],
    ['both', 'act|plant'],
    ['none', ''],
  ];
  expect(pythonRows(lists, ['act', 'plant'])).toEqual([
    ['both', 'none'],
    [
      [0, 0],
      [0, 1],
    ],
  ]);
});

it('the script knows the words of a split column that the lab knows', () => {
  for (const word of [...Object.keys(SPLIT_WORDS), ...UNSUPERVISED_WORDS])
    expect(LABELLED_ROWS).toContain(`"${word}"`);
});
