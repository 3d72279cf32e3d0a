import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const cut = 'maps[head].slice(0, tokens).map((row) => row.slice(0, tokens))';
const title = '`head ${chosen[k] + 1}`';
const missing =
  '    if (!maps[head]) throw new RangeError(`There is no head ${head}: there are ${maps.length}.`);\n';

export const proof: ExerciseProof = {
  wrong: [
    {
      name: 'the starter: all heads',
      code: exercise.starter,
      caughtBy: 'chosen',
      reason: /All heads are drawn/,
    },
    {
      name: 'the first ones',
      code: changed(
        reference,
        cut,
        'maps[chosen.indexOf(head)].slice(0, tokens).map((row) => row.slice(0, tokens))',
      ),
      caughtBy: 'chosen',
      reason: /but the first ones/,
    },
    {
      name: 'by filter, in the order of the numbers',
      code: `function drawHeads(maps, tokens, chosen, columns, draw) {
        const cut = maps.map((map) => map.slice(0, tokens).map((row) => row.slice(0, tokens)));
        const kept = cut.map((map, head) => ({ map, head })).filter(({ head }) => chosen.includes(head));
        const most = Math.max(0, ...kept.flatMap(({ map }) => map.flat()));
        kept.forEach(({ map, head }, k) => draw({ title: 'head ' + (head + 1), row: Math.floor(k / columns), column: k % columns, map, most }));
      }`,
      caughtBy: 'chosen',
      reason: /order of their numbers/,
    },
    {
      name: 'counted from 1',
      code: changed(
        reference,
        cut,
        'maps[Math.max(0, head - 1)].slice(0, tokens).map((row) => row.slice(0, tokens))',
      ),
      caughtBy: 'chosen',
      reason: /taken as counted from 1/,
      others: {
        cut: /First see “The chosen heads and no others, in th/,
        scale: /First see “The chosen heads and no others, in th/,
      },
    },
    {
      name: 'the place as the title',
      code: changed(reference, title, '`head ${k + 1}`'),
      caughtBy: 'places',
      reason: /tell the place of the picture/,
    },
    {
      name: 'titles from 0',
      code: changed(reference, title, '`head ${chosen[k]}`'),
      caughtBy: 'places',
      reason: /titles count from 0/,
    },
    {
      name: 'in one row',
      code: changed(reference, 'row: Math.floor(k / columns), column: k % columns', 'row: 0, column: k'),
      caughtBy: 'places',
      reason: /one row/,
    },
    {
      name: 'places by the number of the head',
      code: changed(
        reference,
        'row: Math.floor(k / columns), column: k % columns',
        'row: Math.floor(chosen[k] / columns), column: chosen[k] % columns',
      ),
      caughtBy: 'places',
      reason: /there are holes/,
    },
    {
      name: 'not rounded',
      code: changed(reference, 'Math.floor(k / columns)', 'k / columns'),
      caughtBy: 'places',
      reason: /not rounded down/,
    },
    {
      name: 'padding drawn',
      code: changed(reference, cut, 'maps[head]'),
      caughtBy: 'cut',
      reason: /Padding is drawn/,
    },
    {
      name: 'rows cut only',
      code: changed(reference, cut, 'maps[head].slice(0, tokens)'),
      caughtBy: 'cut',
      reason: /Only the rows/,
    },
    {
      name: 'a scale for each',
      code: changed(reference, 'map, most }', 'map, most: Math.max(...map.flat()) }'),
      caughtBy: 'scale',
      reason: /scale of its own/,
    },
    {
      name: 'a scale up to 1',
      code: changed(reference, 'Math.max(0, ...cut.flat(2))', '1'),
      caughtBy: 'scale',
      reason: /up to 1/,
      others: {},
    },
    {
      name: 'a scale of all heads with their padding',
      code: changed(reference, 'Math.max(0, ...cut.flat(2))', 'Math.max(...maps.flat(2))'),
      caughtBy: 'scale',
      reason: /all heads and their padding/,
    },
    {
      name: 'no error of its own',
      code: changed(reference, missing, ''),
      caughtBy: 'missing',
      reason: /tells nobody what is wrong/,
    },
    {
      name: 'an error that says nothing',
      code: changed(
        reference,
        'RangeError(`There is no head ${head}: there are ${maps.length}.`)',
        "Error('wrong head')",
      ),
      caughtBy: 'missing',
      reason: /does not say which head/,
    },
    {
      name: 'passed over',
      code: changed(
        changed(reference, missing, ''),
        'chosen.map((head) => {',
        '(chosen = chosen.filter((head) => maps[head])).map((head) => {',
      ),
      caughtBy: 'missing',
      reason: /passed over/,
    },
  ],
  right: [
    {
      name: 'loops',
      code: `function drawHeads(maps, tokens, chosen, columns, draw) {
        let most = 0;
        for (const head of chosen) {
          if (head < 0 || head >= maps.length) throw new Error('no head ' + head);
          for (let i = 0; i < tokens; i++) for (let j = 0; j < tokens; j++) most = Math.max(most, maps[head][i][j]);
        }
        for (let k = 0; k < chosen.length; k++) {
          const map = [];
          for (let i = 0; i < tokens; i++) map.push(maps[chosen[k]][i].slice(0, tokens));
          draw({ title: 'head ' + (chosen[k] + 1), row: (k - (k % columns)) / columns, column: k % columns, map, most });
        }
      }`,
    },
    {
      name: 'all cut first',
      code: changed(
        reference,
        'maps[head].slice(0, tokens).map(',
        'maps[head].filter((_, i) => i < tokens).map(',
      ),
    },
  ],
};
