import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import { CheckFailure } from '../../kit/failure.ts';
import type { Kit } from '../../kit/kit.ts';

interface Picture {
  title: string;
  row: number;
  column: number;
  map: number[][];
  most: number;
}

interface Case {
  maps: number[][][];
  tokens: number;
  chosen: number[];
  columns: number;
}

/** Heads whose rows add up to 1 over the tokens; padding holds what nobody should see. */
function caseOf(kit: Kit, heads: number, steps: number, tokens: number, chosen: number[], columns = 3): Case {
  const maps = Array.from({ length: heads }, () => {
    const sharp = 4 * kit.random.uniform();
    return Array.from({ length: steps }, () => {
      const powers = Array.from({ length: tokens }, () => Math.exp(sharp * kit.random.normal()));
      const whole = powers.reduce((a, b) => a + b, 0);
      return [
        ...powers.map((p) => p / whole),
        ...Array.from({ length: steps - tokens }, () => 7 + kit.random.uniform()),
      ];
    });
  });
  return { maps, tokens, chosen, columns };
}

function drawn({ drawHeads }: Student, kit: Kit, { maps, tokens, chosen, columns }: Case): Picture[] {
  const pictures: Picture[] = [];
  drawHeads?.(maps, tokens, chosen, columns, (picture: Picture) => {
    if (picture === null || typeof picture !== 'object' || !Array.isArray(picture.map))
      kit.fail('draw has to be given a picture with title, row, column, map and most.', {
        'it was given': picture,
      });
    if (pictures.push({ ...picture }) > 1000) kit.fail('Pictures are drawn without end.');
  });
  return pictures;
}

const cutTo = (map: number[][] | undefined, tokens: number): number[][] =>
  (map ?? []).slice(0, tokens).map((row) => row.slice(0, tokens));

/** Which head a picture shows: by its numbers, whatever its title says. Null: none. */
function headOf({ maps, tokens }: Case, { map }: Picture): number | null {
  const key = (of: number[][]): string => JSON.stringify(cutTo(of, tokens));
  const found = maps.findIndex((one) => key(one) === key(map));
  return found >= 0 ? found : null;
}

const evidenceOf = ({ maps, tokens, chosen, columns }: Case): Record<string, unknown> => ({
  input: `${maps.length} heads, ${tokens} tokens of ${maps[0]?.length}`,
  chosen,
  columns,
});

export const checks: ExerciseChecks = {
  id: 'transfer/chosen-heads',
  checks: {
    chosen(student, kit) {
      for (const one of [
        caseOf(kit, 6, 4, 4, [4, 1, 3]),
        caseOf(kit, 12, 3, 3, [11]),
        caseOf(kit, 3, 3, 3, [2, 0, 1]),
        caseOf(kit, 4, 3, 3, []),
      ]) {
        const shown = drawn(student, kit, one).map((picture) => headOf(one, picture));
        const all = one.maps.map((_, i) => i);
        kit.equal(shown, one.chosen, {
          what: 'the heads that are drawn',
          input: evidenceOf(one),
          mistakes: {
            'All heads are drawn: what was chosen is not looked at.': all,
            'As many heads as were chosen are drawn, but the first ones: their numbers are not looked at.':
              all.slice(0, one.chosen.length),
            'The heads are drawn in order of their numbers; it has to be that in which they were chosen.': [
              ...one.chosen,
            ].sort((a, b) => a - b),
            'The chosen numbers are taken as counted from 1: maps[0] is the first.': one.chosen.map((head) =>
              head > 0 ? head - 1 : null,
            ),
            'All heads but the chosen ones are drawn.': all.filter((head) => !one.chosen.includes(head)),
            'One head is drawn for all.': one.chosen.map(() => one.chosen[0]),
            'Nothing is drawn.': [],
          },
        });
      }
    },
    places(student, kit) {
      for (const one of [caseOf(kit, 8, 3, 3, [6, 2, 5, 0, 7], 2), caseOf(kit, 5, 2, 2, [4, 3], 5)]) {
        const pictures = drawn(student, kit, one);
        const input = evidenceOf(one);
        kit.equal(
          pictures.map(({ title }) => title),
          one.chosen.map((head) => `head ${head + 1}`),
          {
            what: 'the titles',
            input,
            mistakes: {
              'The titles tell the place of the picture; they have to tell the number of the head.':
                one.chosen.map((_, k) => `head ${k + 1}`),
              'The titles count from 0; people count heads from 1.': one.chosen.map((head) => `head ${head}`),
            },
          },
        );
        const places = (of: (head: number, k: number) => [number, number]): number[][] => one.chosen.map(of);
        const { columns } = one;
        kit.equal(
          pictures.map(({ row, column }) => [row, column]),
          places((_, k) => [Math.floor(k / columns), k % columns]),
          {
            what: 'row and column of each picture',
            input,
            mistakes: {
              'All pictures stand in one row.': places((_, k) => [0, k]),
              'The place goes by the number of the head: there are holes where others would be.': places(
                (head) => [Math.floor(head / columns), head % columns],
              ),
              'Row and column are exchanged.': places((_, k) => [k % columns, Math.floor(k / columns)]),
              'The row is not rounded down.': places((_, k) => [k / columns, k % columns]),
              'Rows and columns count from 1; they count from 0.': places((_, k) => [
                Math.floor(k / columns) + 1,
                (k % columns) + 1,
              ]),
            },
          },
        );
      }
    },
    cut(student, kit) {
      for (const one of [
        caseOf(kit, 4, 5, 3, [2, 1]),
        caseOf(kit, 3, 4, 1, [1]),
        caseOf(kit, 3, 3, 3, [2, 0]),
      ]) {
        const { maps, tokens, chosen } = one;
        const got = drawn(student, kit, one).map(({ map }) => map);
        const of = (cut: (map: number[][]) => number[][]): number[][][] =>
          chosen.map((head) => cut(maps[head] as number[][]));
        kit.equal(
          got,
          of((map) => cutTo(map, tokens)),
          {
            what: 'the maps that are drawn',
            input: evidenceOf(one),
            mistakes: {
              'Padding is drawn: cut rows and columns to the tokens.': of((map) => map),
              'Only the rows are cut: padding is still in the columns.': of((map) => map.slice(0, tokens)),
              'Only the columns are cut: padding is still in the rows.': of((map) =>
                map.map((row) => row.slice(0, tokens)),
              ),
              'The maps lie on their side: row i is where token i looks.': of((map) =>
                cutTo(map, tokens).map((_, i) => cutTo(map, tokens).map((row) => row[i] as number)),
              ),
              'All heads are drawn: what was chosen is not looked at.': maps,
            },
          },
        );
      }
    },
    scale(student, kit) {
      for (const one of [caseOf(kit, 6, 5, 3, [5, 0, 2]), caseOf(kit, 4, 3, 3, [3, 1])]) {
        const { maps, tokens, chosen } = one;
        const highest = (head: number, cut = tokens): number => Math.max(...cutTo(maps[head], cut).flat());
        const same = (value: number): number[] => chosen.map(() => value);
        const got = drawn(student, kit, one).map(({ most }) => most);
        kit.equal(got, same(Math.max(...chosen.map((head) => highest(head)))), {
          what: 'the scale (most) of each picture',
          input: evidenceOf(one),
          tolerance: 1e-12,
          mistakes: {
            'Each picture has a scale of its own: they cannot be compared.': chosen.map((head) =>
              highest(head),
            ),
            'The scale goes up to 1: maps that look at many tokens would be white.': same(1),
            'The scale goes by all heads; it has to go by those that are drawn.': same(
              Math.max(...maps.map((_, head) => highest(head))),
            ),
            'The scale goes by all heads and their padding; it has to go by what is drawn.': same(
              Math.max(...maps.flat(2)),
            ),
            'The scale goes by the padding, too.': same(
              Math.max(...chosen.map((head) => highest(head, maps[0]?.length))),
            ),
          },
        });
      }
    },
    missing(student, kit) {
      for (const [heads, wrong] of [
        [4, [1, 4]],
        [2, [-1]],
        [12, [3, 99, 5]],
      ] as const) {
        const one = caseOf(kit, heads, 3, 3, [...wrong]);
        let pictures: Picture[] | null = null;
        try {
          pictures = drawn(student, kit, one);
        } catch (error) {
          if (error instanceof CheckFailure || !(error instanceof Error)) throw error;
          const thrown = error.message;
          if (error instanceof TypeError && /Cannot read|undefined|iterable|function/.test(thrown))
            kit.fail(
              'It fails somewhere inside, which tells nobody what is wrong: throw an error with a sentence.',
              {
                chosen: wrong,
                thrown,
              },
            );
          if (!wrong.some((head) => !one.maps[head] && thrown.includes(String(head))))
            kit.fail('The error does not say which head there is not.', { chosen: wrong, thrown });
        }
        if (pictures)
          kit.fail('A head that does not exist is passed over: throw an error that names it.', {
            heads,
            chosen: wrong,
            'pictures drawn': pictures.length,
          });
      }
    },
  },
};
