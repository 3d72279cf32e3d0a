import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const loop = 'for (let i = 1; i < last; i++)';
const entropy = 'if (p > 0) sums.entropy -= p * Math.log2(p)';
const mean = 'words === 0 ? 0 : sum / words';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'shares', reason: /nothing is computed/ },
    {
      name: 'columns for rows',
      code: changed(reference, 'const row = map[i]', 'const row = map.map((other) => other[i])'),
      caughtBy: 'shares',
      reason: /Columns are read/,
      others: {
        words: /First see “Shares of itself, marks and neighbour/,
        entropy: /First see “Shares of itself, marks and neighbour/,
      },
    },
    {
      name: 'before and behind exchanged',
      code: changed(
        changed(reference, 'sums.previous += row[i - 1]', 'sums.previous += row[i + 1]'),
        'sums.next += row[i + 1]',
        'sums.next += row[i - 1]',
      ),
      caughtBy: 'shares',
      reason: /share of the token behind; “previous”/,
    },
    {
      name: 'not divided',
      code: changed(reference, mean, 'sum'),
      caughtBy: 'shares',
      reason: /not divided/,
    },
    {
      name: 'padding taken for the text',
      code: changed(reference, 'lengths[b] - 1', 'map.length - 1'),
      caughtBy: 'words',
      reason: /Padding is counted/,
    },
    {
      name: '[CLS] asked, too',
      code: changed(reference, loop, 'for (let i = 0; i < last; i++)').replace(
        'row[i - 1]',
        '(row[i - 1] ?? 0)',
      ),
      caughtBy: 'words',
      reason: /\[CLS\] is asked/,
    },
    {
      name: '[SEP] asked, too',
      code: changed(reference, loop, 'for (let i = 1; i <= last; i++)').replace(
        'row[i + 1]',
        '(row[i + 1] ?? 0)',
      ),
      caughtBy: 'words',
      reason: /\[SEP\] is asked/,
    },
    {
      name: 'a mean of means',
      code: `${changed(reference, 'function headProfile', 'function ofOne').replace('maps: number[][][], lengths', 'maps, lengths')}
      function headProfile(maps, lengths) {
        const all = maps.map((map, b) => ofOne([map], [lengths[b]]));
        const mean = (of) => all.reduce((s, one) => s + one[of], 0) / Math.max(1, all.length);
        return Object.fromEntries(['self', 'cls', 'sep', 'previous', 'next', 'entropy'].map((of) => [of, mean(of)]));
      }`,
      caughtBy: 'words',
      reason: /mean over the texts of their means/,
    },
    {
      name: 'divided by the texts',
      code: changed(reference, mean, 'maps.length === 0 ? 0 : sum / maps.length'),
      caughtBy: 'words',
      reason: /number of texts/,
    },
    {
      name: 'no words, no mean',
      code: changed(reference, mean, 'sum / words'),
      caughtBy: 'words',
      reason: /no word to divide by/,
    },
    {
      name: 'zeros not left out',
      code: changed(reference, 'if (p > 0) ', ''),
      caughtBy: 'entropy',
      reason: /leave zeros out/,
    },
    {
      name: 'in nats',
      code: changed(reference, 'Math.log2', 'Math.log'),
      caughtBy: 'entropy',
      reason: /nats/,
    },
    {
      name: 'no sign',
      code: changed(reference, entropy, entropy.replace('-=', '+=')),
      caughtBy: 'entropy',
      reason: /sign is missing/,
    },
    {
      name: 'most of the entropy, too',
      code: changed(
        reference,
        "what === 'entropy' ? Math.min(...values) : Math.max(...values)",
        'Math.max(...values)',
      ),
      caughtBy: 'which',
      reason: /least certain/,
      others: {},
    },
    {
      name: 'the last of equal ones',
      code: changed(reference, 'values.indexOf', 'values.lastIndexOf'),
      caughtBy: 'which',
      reason: /last is taken/,
    },
  ],
  right: [
    {
      name: 'rows first, then means',
      code: `function headProfile(maps, lengths) {
        const asked = maps.flatMap((map, b) => {
          const cut = map.slice(0, lengths[b]).map((row) => row.slice(0, lengths[b]));
          return cut.map((row, i) => ({ row, i })).slice(1, -1);
        });
        const mean = (of) => (asked.length ? asked.reduce((sum, { row, i }) => sum + of(row, i), 0) / asked.length : 0);
        return {
          self: mean((row, i) => row[i]),
          cls: mean((row) => row[0]),
          sep: mean((row) => row.at(-1)),
          previous: mean((row, i) => row[i - 1]),
          next: mean((row, i) => row[i + 1]),
          entropy: mean((row) => row.reduce((bits, p) => bits + (p === 0 ? 0 : p * Math.log2(1 / p)), 0)),
        };
      }
      const whichHead = (profiles, what) => {
        const better = (a, b) => (what === 'entropy' ? a < b : a > b);
        return profiles.reduce((best, profile, k) => (better(profile[what], profiles[best][what]) ? k : best), 0);
      };`,
    },
    {
      name: 'the entropy with nats divided by ln 2, sorted heads',
      code: changed(
        changed(reference, 'Math.log2(p)', '(Math.log(p) / Math.LN2)'),
        "return values.indexOf(what === 'entropy' ? Math.min(...values) : Math.max(...values));",
        "const sign = what === 'entropy' ? 1 : -1;\n  return values.map((_, k) => k).sort((a, b) => sign * (values[a] - values[b]))[0];",
      ),
    },
  ],
};
