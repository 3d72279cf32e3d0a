import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const marked = "['<sos>', ...words, '<eos>']";

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'marks', reason: /empty/ },
    {
      name: 'no <sos>',
      code: changed(reference, marked, "[...words, '<eos>']"),
      caughtBy: 'marks',
      reason: /<sos> is missing/,
      others: {
        unknown: /First see “A sentence begins with <sos> and ends/,
        edges: /First see “A sentence begins with <sos> and ends/,
      },
    },
    {
      name: 'no <eos>',
      code: changed(reference, marked, "['<sos>', ...words]"),
      caughtBy: 'marks',
      reason: /<eos> is missing/,
    },
    {
      name: 'unknown words left out',
      code: changed(reference, marked, "['<sos>', ...words.filter((w) => vocabulary.has(w)), '<eos>']"),
      caughtBy: 'unknown',
      reason: /left out/,
    },
    {
      name: 'unknown is 1 always',
      code: changed(reference, "vocabulary.get('<unk>')", '1'),
      caughtBy: 'unknown',
      reason: /id of <unk> is written into the code/,
    },
    {
      name: 'an id of 0 taken for none',
      code: changed(reference, '?? unknown', '|| undefined'),
      caughtBy: 'unknown',
      reason: /undefined stands/,
    },
    {
      name: 'padding first',
      code: changed(
        reference,
        '[...ids, ...Array(longest - ids.length).fill(pad)]',
        '[...Array(longest - ids.length).fill(pad), ...ids]',
      ),
      caughtBy: 'fill',
      reason: /before the sentence/,
    },
    {
      name: 'filled with 0',
      code: changed(reference, 'fill(pad)', 'fill(0)'),
      caughtBy: 'fill',
      reason: /Filled up with 0/,
      others: {},
    },
    {
      name: 'lengths afterwards',
      code: changed(reference, ', lengths };', ', lengths: sentences.map(() => longest) };'),
      caughtBy: 'lengths',
      reason: /after filling up/,
    },
    {
      name: 'pushes into what is given',
      code: changed(
        reference,
        'ids: sentences.map((ids) => [...ids, ...Array(longest - ids.length).fill(pad)])',
        'ids: sentences.map((ids) => { while (ids.length < longest) ids.push(pad); return ids; })',
      ),
      caughtBy: 'edges',
      reason: /are changed/,
    },
    {
      name: 'small letters',
      code: changed(
        reference,
        'vocabulary.get(word) ?? unknown',
        'vocabulary.get(word.toLowerCase()) ?? unknown',
      ),
      caughtBy: 'unknown',
      reason: /small letters/,
    },
    {
      name: 'the ids of the marks in the code',
      code: changed(reference, "['<sos>', ...words, '<eos>'].map(idOf)", '[2, ...words.map(idOf), 3]'),
      caughtBy: 'unknown',
      reason: /ids of <sos> and <eos> are written into the code/,
    },
    {
      name: 'words in reverse order',
      code: changed(reference, '...words,', '...[...words].reverse(),'),
      caughtBy: 'marks',
      reason: /reverse order/,
    },
  ],
  right: [
    {
      name: 'loops',
      code: `function encode(words, vocabulary) {
        const ids = [vocabulary.get('<sos>')];
        for (const word of words) ids.push(vocabulary.has(word) ? vocabulary.get(word) : vocabulary.get('<unk>'));
        ids.push(vocabulary.get('<eos>'));
        return ids;
      }
      function collate(sentences, pad) {
        let longest = 0;
        for (const s of sentences) longest = Math.max(longest, s.length);
        const ids = sentences.map((s) => { const row = s.slice(); while (row.length < longest) row.push(pad); return row; });
        return { ids, lengths: sentences.map((s) => s.length) };
      }`,
    },
    {
      name: 'Array.from',
      code: `const encode = (words, v) => [v.get('<sos>'), ...words.map((w) => v.get(w) ?? v.get('<unk>')), v.get('<eos>')];
      const collate = (s, pad) => {
        const length = s.reduce((n, x) => Math.max(n, x.length), 0);
        return { ids: s.map((x) => Array.from({ length }, (_, t) => x[t] ?? pad)), lengths: s.map((x) => x.length) };
      };`,
    },
  ],
};
