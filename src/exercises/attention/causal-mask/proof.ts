import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const rule = 's <= t && s < length';
const withRule = (other: string): string => changed(reference, rule, other);

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'future', reason: /mask is empty/ },
    {
      name: 'the future is seen',
      code: withRule('s < length'),
      caughtBy: 'future',
      reason: /see the future/,
    },
    {
      name: 'the wrong way round',
      code: withRule('s >= t && s < length'),
      caughtBy: 'padding',
      reason: /wrong way round/,
    },
    {
      name: 'not itself',
      code: withRule('s < t && s < length'),
      caughtBy: 'future',
      reason: /not see itself/,
    },
    { name: 'padding is seen', code: withRule('s <= t'), caughtBy: 'padding', reason: /Padding is seen/ },
    {
      name: 'rows of padding are empty',
      code: withRule('s <= t && s < length && t < length'),
      caughtBy: 'padding',
      reason: /Rows of padding/,
    },
    {
      name: '1 where it is forbidden',
      code: changed(reference, '? 1 : 0', '? 0 : 1'),
      caughtBy: 'future',
      reason: /forbidden/,
    },
    {
      name: 'as many steps as the longest text',
      code: changed(
        reference,
        '  return lengths.map',
        '  steps = Math.max(...lengths);\n  return lengths.map',
      ),
      caughtBy: 'edges',
      reason: /as many steps as the longest/,
      others: {},
    },
  ],
  right: [
    {
      name: 'booleans added up',
      code: `const causalMask = (lengths, steps) => lengths.map((n) => {
        const rows = [];
        for (let t = 0; t < steps; t++) {
          const row = new Array(steps).fill(0);
          for (let s = 0; s < Math.min(t + 1, n); s++) row[s] = 1;
          rows.push(row);
        }
        return rows;
      });`,
    },
    {
      name: 'a product of two masks',
      code: `function causalMask(lengths, steps) {
        const places = [...Array(steps).keys()];
        return lengths.map((n) => places.map((t) => places.map((s) => Number(s <= t) * Number(s < n))));
      }`,
    },
  ],
};
