import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const again = '    while (Math.abs(value) > 2) value = normal();\n';
const scaled = 'return deviation * value';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'bounds', reason: /values are 0/ },
    {
      name: 'not cut',
      code: changed(reference, again, ''),
      caughtBy: 'bounds',
      reason: /beyond two deviations/,
    },
    {
      name: 'cut off instead of drawn anew',
      code: changed(reference, again, '    value = Math.max(-2, Math.min(2, value));\n'),
      caughtBy: 'bounds',
      reason: /drawn anew, not cut off/,
    },
    {
      name: 'only the upper end cut',
      code: changed(reference, 'Math.abs(value) > 2', 'value > 2'),
      caughtBy: 'bounds',
      reason: /beyond two deviations/,
    },
    {
      name: 'drawn anew once',
      code: changed(reference, 'while (Math', 'if (Math'),
      caughtBy: 'bounds',
      reason: /beyond two deviations/,
    },
    {
      name: 'cut at one deviation',
      code: changed(reference, '> 2)', '> 1)'),
      caughtBy: 'bounds',
      reason: /cut is at two/,
    },
    {
      name: 'the bound of the scaled value',
      code: changed(
        changed(reference, 'let value = normal()', 'let value = deviation * normal()'),
        again,
        '    while (Math.abs(value) > 2 * deviation) value = deviation * normal();\n',
      ),
      caughtBy: 'spread',
      reason: /variance/,
    },
    {
      name: 'not scaled',
      code: changed(reference, scaled, 'return value'),
      caughtBy: 'spread',
      reason: /not multiplied/,
    },
    {
      name: 'an even distribution',
      code: changed(reference, scaled, 'return deviation * (4 * Math.random() - 2)'),
      caughtBy: 'spread',
      reason: /spread evenly/,
      others: {},
    },
    {
      name: 'one row for all',
      code: `const truncatedNormal = (rows, columns, deviation, normal, padding) => {
        const draw = () => { let v; do v = normal(); while (Math.abs(v) > 2); return v * deviation; };
        const row = Array.from({ length: columns }, draw);
        return Array.from({ length: rows }, () => [...row]);
      };`,
      caughtBy: 'spread',
      reason: /more than once|mean|deviation/,
    },
    {
      name: 'row 0 for any padding',
      code: changed(reference, 'row === padding', 'row === 0'),
      caughtBy: 'padding',
      reason: /not zero|Row 0 is zero/,
    },
    {
      name: 'padding forgotten',
      code: changed(reference, '(row === padding ? 0 : draw())', 'draw()'),
      caughtBy: 'padding',
      reason: /that of padding, is not zero/,
    },
    {
      name: 'null is no row, but it becomes 0',
      code: changed(reference, 'row === padding', 'row === Number(padding)'),
      caughtBy: 'padding',
      reason: /no row was asked/,
    },
    {
      name: 'the remainder of what falls beyond',
      code: changed(reference, again, '    value %= 2;\n'),
      caughtBy: 'spread',
      reason: /remainder by 2/,
      others: {},
    },
    {
      name: 'half of what falls beyond',
      code: changed(reference, again, '    if (Math.abs(value) > 2) value /= 2;\n'),
      caughtBy: 'spread',
      reason: /is halved/,
      others: {},
    },
    {
      name: 'a third of what falls beyond',
      code: changed(reference, again, '    if (Math.abs(value) > 2) value /= 3;\n'),
      caughtBy: 'spread',
      reason: /did not give/,
    },
    {
      name: 'a normal distribution of its own',
      code: changed(
        reference.replaceAll('normal();', 'own();'),
        '  const draw = () => {',
        '  const own = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());\n  const draw = () => {',
      ),
      caughtBy: 'spread',
      reason: /normal\(\) is never called/,
      others: {},
    },
  ],
  right: [
    {
      name: 'by recursion',
      code: `const draw = (normal) => { const v = normal(); return v < -2 || v > 2 ? draw(normal) : v; };
      const truncatedNormal = (rows, columns, deviation, normal, padding) => {
        const out = [];
        for (let r = 0; r < rows; r++) {
          const row = [];
          for (let c = 0; c < columns; c++) row.push(deviation * draw(normal));
          out.push(r === padding ? row.map(() => 0) : row);
        }
        return out;
      };`,
    },
    {
      name: 'all at once, those beyond replaced',
      code: `function truncatedNormal(rows, columns, deviation, normal, padding) {
        const flat = Array.from({ length: rows * columns }, () => normal());
        for (let i; (i = flat.findIndex((v) => v * v > 4)) >= 0;) flat[i] = normal();
        return Array.from({ length: rows }, (_, r) =>
          flat.slice(r * columns, (r + 1) * columns).map((v) => (padding === r ? 0 : v * deviation)));
      }`,
    },
  ],
};
