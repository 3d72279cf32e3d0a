import type { ExerciseChecks } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

const WORDS = ['person', 'animal', 'plant', 'food', 'act', 'location', 'artifact', 'feeling'];
const pieces = (cell: string, at: RegExp | string): string[] => cell.split(at).map((part) => part.trim());
const once = (labels: readonly string[]): string[] => [...new Set(labels)];
const splitOf = (cell: string): string[] => once(pieces(cell, /[,|;]/)).filter((label) => label !== '');
const namesOf = (train: readonly string[][]): string[] => once(train.flat()).sort();
const rowsOf = (labels: readonly string[][], names: readonly string[]): number[][] =>
  labels.map((row) => names.map((name) => Number(row.includes(name))));
const copy = (labels: readonly string[][]): string[][] => labels.map((row) => [...row]);

const TRUE_FALSE =
  'The marks are true and false; the numbers 1 and 0 are wanted, as the network computes with them.';
const DROPPED =
  'Texts without labels are dropped: then rows and texts no longer belong together. Their row is all 0.';

/** Random labels of texts; the last of WORDS is rare. */
function draw(kit: Kit, texts: number, from: readonly string[]): string[][] {
  return Array.from({ length: texts }, () =>
    once(Array.from({ length: kit.integer(0, 3) }, () => from[kit.integer(0, from.length - 1)] as string)),
  );
}

/** A mark at index −1 is no entry of the row: it becomes a property of that name, which nobody sees. */
function nothingBeside(kit: Kit, row: unknown, labels: string[][], names: string[]): void {
  if (!Array.isArray(row)) return;
  const beside = Object.keys(row).find((key) => !/^\d+$/.test(key));
  if (beside !== undefined)
    kit.fail(
      `A label without a column is written at index ${beside}: indexOf gives −1 where nothing is found, and the row gets a property of that name.`,
      { labels, names, 'the row has': `${beside}: ${String((row as never)[beside])}` },
    );
}

export const checks: ExerciseChecks = {
  id: 'lstm/labels',
  checks: {
    split({ splitLabels }, kit) {
      for (const cell of [
        'plant',
        'plant, food',
        'plant|food',
        'food;act ; person',
        'a kind of food | act',
        'plant, food; act | person',
        'Plant; plant, FOOD',
        'plant,, food, ',
        'act, act',
        '',
        '  ',
        ',',
      ])
        kit.equal(splitLabels?.(cell), splitOf(cell), {
          what: 'the list of labels',
          input: { cell },
          mistakes: {
            'It is split at commas only; | and ; separate as well.': once(pieces(cell, ',')).filter(Boolean),
            'The cell is not split at all.': [cell],
            'It is split at | only; commas and ; separate as well, also in one cell.': once(
              pieces(cell, '|'),
            ).filter(Boolean),
            'It is split at ; only; commas and | separate as well, also in one cell.': once(
              pieces(cell, ';'),
            ).filter(Boolean),
            'Capitals are lost: “Plant” and “plant” are two labels, as they stand in the file.': once(
              splitOf(cell.toLowerCase()),
            ),
            'It is split at white space too: a label may have several words.': once(
              cell.split(/[\s,|;]+/).filter(Boolean),
            ),
            'White space stays at the ends of a label: “ food” and “food” would be two labels.': once(
              cell.split(/[,|;]/),
            ).filter(Boolean),
            'White space stays at the ends of a label; trim it before empty ones are dropped.': once(
              cell.split(/[,|;]/),
            ).filter((label) => label.trim() !== ''),
            'Empty labels stay: nothing stands between two separators, or in an empty cell.': once(
              pieces(cell, /[,|;]/),
            ),
            'A label that stands twice is given twice.': pieces(cell, /[,|;]/).filter(Boolean),
          },
        });
    },
    names({ labelNames }, kit) {
      for (const train of [
        [['food', 'act'], ['act'], [], ['plant']],
        // Here the order of a dictionary is another than that of the plain sort.
        [['food', 'Zoo'], ['act', 'the arts', 'thearts'], ['Äpfel']],
        draw(kit, 20, WORDS),
        [[], []],
      ])
        kit.equal(labelNames?.(copy(train)), namesOf(train), {
          what: 'the list of names',
          input: { train },
          mistakes: {
            'The list is empty: nothing is collected yet.': [],
            'The names are not sorted: the columns would depend on the order of the texts.': once(
              train.flat(),
            ),
            'The names stand as in a dictionary, whose order depends on the language of the machine; .sort() alone is wanted.':
              namesOf(train).sort((a, b) => a.localeCompare(b)),
            'Capitals and small letters are sorted as one; .sort() alone is wanted.': namesOf(train).sort(
              (a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1),
            ),
            'A label of several texts is listed several times.': train.flat().sort(),
            'Only the first label of each text is listed.': once(
              train.flatMap((row) => row.slice(0, 1)),
            ).sort(),
            'These are the sets of labels that texts have; each label is a column of its own.': once(
              train.map((row) => row.join()),
            ).sort(),
          },
        });
    },
    rows({ multiHot }, kit) {
      for (const names of [['act', 'food', 'plant'], [...WORDS].sort()]) {
        const labels = [[names[0] as string, names[2] as string], [], ...draw(kit, 5, names)];
        const rows: unknown = multiHot?.(copy(labels), [...names]);
        if (Array.isArray(rows) && rows.length > 1 && Array.isArray(rows[0]) && new Set(rows).size === 1)
          kit.fail(
            'All rows are one and the same list, so a mark in one stands in all: Array(n).fill(row) makes no copies. Make a list for each text.',
            { labels, names, 'you return': rows },
          );
        kit.equal(rows, rowsOf(labels, names), {
          what: 'the rows',
          input: { labels, names },
          mistakes: {
            'There are no rows yet.': [],
            [TRUE_FALSE]: rowsOf(labels, names).map((row) => row.map((mark) => mark === 1)),
            [DROPPED]: rowsOf(
              labels.filter((row) => row.length > 0),
              names,
            ),
            'Only the first label of each text is marked.': rowsOf(
              labels.map((row) => row.slice(0, 1)),
              names,
            ),
            'These are the places of the labels, not marks in columns.': labels.map((row) =>
              row.map((label) => names.indexOf(label)),
            ),
            'The marks are turned over: 1 stands where the label does not apply.': rowsOf(labels, names).map(
              (row) => row.map((mark) => 1 - mark),
            ),
            'The marks of a row are divided by how many there are; each label is a question of its own.':
              rowsOf(labels, names).map((row) =>
                row.map(
                  (mark) =>
                    mark /
                    Math.max(
                      1,
                      row.reduce((a, b) => a + b, 0),
                    ),
                ),
              ),
            'Rows and columns are exchanged.': names.map((name) =>
              labels.map((row) => Number(row.includes(name))),
            ),
          },
        });
      }
    },
    unknown({ multiHot }, kit) {
      const cases: [string[][], string[]][] = [
        [
          [['act', 'weather'], ['weather'], []],
          ['act', 'food'],
        ],
        [[['food', 'food']], ['act', 'food']],
        [[], ['act']],
        [[['act']], []],
      ];
      for (const [labels, names] of cases) {
        const wanted = rowsOf(labels, names);
        const given = copy(labels);
        const kept = [...names];
        const rows: unknown = multiHot?.(given, kept);
        for (const row of Array.isArray(rows) ? (rows as unknown[]) : [])
          nothingBeside(kit, row, labels, names);
        kit.equal(rows, wanted, {
          what: 'the rows',
          input: { labels, names },
          mistakes: {
            'A label without a column marks the last one: indexOf gives −1 where nothing is found.':
              labels.map((row) =>
                names.map((name, c) =>
                  Number(
                    row.includes(name) || (c === names.length - 1 && row.some((l) => !names.includes(l))),
                  ),
                ),
              ),
            [TRUE_FALSE]: wanted.map((row) => row.map((mark) => mark === 1)),
            [DROPPED]: rowsOf(
              labels.filter((row) => row.length > 0),
              names,
            ),
            'Texts with a label that training has not seen, or without any, are dropped: then rows and texts no longer belong together.':
              rowsOf(
                labels.filter((row) => row.length > 0 && row.every((label) => names.includes(label))),
                names,
              ),
            'A label that stands twice is counted twice; it applies or not.': labels.map((row) =>
              names.map((name) => row.filter((label) => label === name).length),
            ),
            'A new label gets a new column: the network has no output for it.': rowsOf(labels, [
              ...names,
              ...once(labels.flat()).filter((label) => !names.includes(label)),
            ]),
          },
        });
        if (kept.join() !== names.join())
          kit.fail('The list of names that was given is changed.', {
            'names before': names,
            'names after': kept,
          });
      }
    },
  },
};
