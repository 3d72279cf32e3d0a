import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const sort = '  kept.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'vocabulary', reason: /Only the special/ },
    {
      name: 'by the alphabet',
      code: changed(reference, sort, '  kept.sort(([a], [b]) => (a < b ? -1 : 1));'),
      caughtBy: 'vocabulary',
      reason: /order of the alphabet/,
    },
    {
      name: 'as they come',
      code: changed(reference, sort, ''),
      caughtBy: 'vocabulary',
      reason: /in which they were seen/,
    },
    {
      name: 'equals as they come',
      code: changed(reference, sort, '  kept.sort(([, m], [, n]) => n - m);'),
      caughtBy: 'vocabulary',
      reason: /Equally common/,
    },
    {
      name: 'equals as in a dictionary',
      code: changed(reference, '(a < b ? -1 : 1)', 'a.localeCompare(b)'),
      caughtBy: 'vocabulary',
      reason: /as in a dictionary/,
      others: {},
    },
    {
      name: 'equals sorted as small letters',
      code: changed(reference, '(a < b ? -1 : 1)', '(a.toLowerCase() < b.toLowerCase() ? -1 : 1)'),
      caughtBy: 'vocabulary',
      reason: /sorted as one/,
    },
    {
      name: 'words counted in small letters',
      code: changed(
        reference,
        'for (const word of text) counts',
        'for (const word of text.map((one) => one.toLowerCase())) counts',
      ),
      caughtBy: 'vocabulary',
      reason: /Capitals are lost/,
      others: {},
    },
    {
      name: 'cuts the words that were given',
      code: changed(
        reference,
        'words.slice(0, length).map',
        '(words.length = Math.min(words.length, length), words).map',
      ),
      caughtBy: 'length',
      reason: /given, words, is changed/,
      others: {},
    },
    {
      name: 'the rarest first',
      code: changed(reference, 'n - m ||', 'm - n ||'),
      caughtBy: 'vocabulary',
      reason: /rarest/,
    },
    {
      name: 'counts of a plain object',
      code: changed(
        changed(
          reference,
          'const counts = new Map<string, number>();\n  for (const text of texts) for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1);',
          'const counts = {};\n  for (const text of texts) for (const word of text) counts[word] = (counts[word] || 0) + 1;',
        ),
        '[...counts].filter',
        'Object.entries(counts).filter',
      ),
      caughtBy: 'vocabulary',
      reason: /“constructor” is lost/,
    },
    {
      name: 'more than the threshold',
      code: changed(reference, 'count >= minCount', 'count > minCount'),
      caughtBy: 'count',
      reason: /at least/,
    },
    {
      name: 'no threshold',
      code: changed(reference, '.filter(([, count]) => count >= minCount)', ''),
      caughtBy: 'count',
      reason: /not applied/,
    },
    {
      name: 'unknown words as padding',
      code: changed(reference, 'places.get(word) ?? UNK', 'places.get(word) ?? PAD'),
      caughtBy: 'encode',
      reason: /which is padding/,
      others: { length: /First see “Words become indices, unknown ones <u/ },
    },
    {
      name: 'unknown words left out',
      code: changed(
        reference,
        'words.slice(0, length).map((word) => places.get(word) ?? UNK)',
        'words.slice(0, length).filter((word) => places.has(word)).map((word) => places.get(word))',
      ),
      caughtBy: 'encode',
      reason: /left out/,
    },
    {
      name: 'indexOf without care',
      code: changed(reference, 'places.get(word) ?? UNK', 'vocabulary.indexOf(word)'),
      caughtBy: 'encode',
      reason: /−1/,
    },
    {
      name: 'the word <pad> as padding',
      code: changed(reference, "  places.delete('<pad>');\n", ''),
      caughtBy: 'encode',
      reason: /becomes padding/,
    },
    {
      name: 'not cut',
      code: changed(reference, 'words.slice(0, length).map', 'words.map'),
      caughtBy: 'length',
      reason: /not cut/,
      others: {},
    },
    {
      name: 'padding first',
      code: changed(reference, 'ids.push(PAD)', 'ids.unshift(PAD)'),
      caughtBy: 'length',
      reason: /before the text/,
    },
  ],
  right: [
    {
      name: 'counts without a prototype, sorted twice',
      code: `function vocabulary(texts, minCount) {
        const counts = Object.create(null);
        for (const word of texts.flat()) counts[word] = (counts[word] || 0) + 1;
        const list = Object.keys(counts).sort();
        list.sort((a, b) => counts[b] - counts[a]);
        return ['<pad>', '<unk>'].concat(list.filter((word) => counts[word] >= minCount));
      }
      const encode = (words, list, length) => Array.from({ length }, (_, t) => {
        if (t >= words.length) return 0;
        const i = list.indexOf(words[t], 1);
        return i < 0 ? 1 : i;
      });`,
    },
    {
      name: 'typed indices',
      code: `function vocabulary(texts, minCount) {
        const counts = new Map();
        texts.forEach((text) => text.forEach((w) => counts.set(w, 1 + (counts.get(w) || 0))));
        const words = [...counts.keys()].filter((w) => !(counts.get(w) < minCount));
        return ['<pad>', '<unk>', ...words.sort((a, b) => (counts.get(a) === counts.get(b) ? (a > b ? 1 : -1) : counts.get(b) - counts.get(a)))];
      }
      function encode(words, list, length) {
        const ids = new Int32Array(length);
        const known = new Set(list.slice(2));
        for (let t = 0; t < Math.min(length, words.length); t++) ids[t] = known.has(words[t]) ? list.indexOf(words[t]) : 1;
        return ids;
      }`,
    },
  ],
};
