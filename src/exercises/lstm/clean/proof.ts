import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const keep = 'return count >= options.minDf && count <= most;';
const found = 'return words.filter((word) => !stopWords.has(word)).map((word) => lemma(word));';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'words', reason: /no words yet/ },
    {
      name: 'capitals stay',
      code: changed(reference, 'text.toLowerCase().match', 'text.match'),
      caughtBy: 'words',
      reason: /capitals/,
    },
    {
      name: 'stop words after the lemmas',
      code: changed(
        reference,
        found,
        'return words.map((word) => lemma(word)).filter((word) => !stopWords.has(word));',
      ),
      caughtBy: 'words',
      reason: /after the lemmas/,
    },
    {
      name: 'no lemmas',
      code: changed(reference, '.map((word) => lemma(word))', ''),
      caughtBy: 'words',
      reason: /lemmas are missing/,
      others: { limits: /First see “Small letters, no numbers, no stop wo/ },
    },
    {
      name: 'runs of a to z between word borders',
      code: changed(reference, '/\\p{L}+/gu', '/\\b[a-z]+\\b/g'),
      caughtBy: 'words',
      reason: /A word that touches a digit is lost/,
    },
    {
      name: 'letters between word borders',
      code: changed(reference, '/\\p{L}+/gu', '/\\b\\p{L}+\\b/gu'),
      caughtBy: 'words',
      reason: /A word that touches a digit is lost/,
    },
    {
      name: 'no care for a text without words',
      code: changed(reference, '.match(/\\p{L}+/gu) ?? []', '.match(/\\p{L}+/gu)'),
      caughtBy: 'words',
      reason: /match gives that where nothing is found; add \?\? \[\]/,
    },
    {
      name: 'cut at white space',
      code: changed(
        reference,
        'text.toLowerCase().match(/\\p{L}+/gu) ?? []',
        "text.toLowerCase().split(/\\s+/).filter((w) => w !== '')",
      ),
      caughtBy: 'words',
      reason: /Punctuation/,
    },
    {
      name: 'numbers stay',
      code: changed(reference, '.match(/\\p{L}+/gu)', '.match(/[\\p{L}\\p{N}]+/gu)'),
      caughtBy: 'words',
      reason: /Numbers are still there/,
    },
    {
      name: 'empty texts dropped from both parts',
      code: `${changed(reference, 'function cleanAll(', 'function clean(')}
      function cleanAll(train, test, options) {
        const full = (texts) => texts.filter((words) => words.length > 0);
        const { train: a, test: b } = clean(train, test, options);
        return { train: full(a), test: full(b) };
      }`,
      caughtBy: 'limits',
      reason: /^Texts that lost all/,
    },
    {
      name: 'a to z only',
      code: changed(reference, '/\\p{L}+/gu', '/[a-z]+/g'),
      caughtBy: 'words',
      reason: /a to z|not right/,
      others: {},
    },
    {
      name: 'how often, not in how many texts',
      code: changed(reference, 'of new Set(text))', 'of text)'),
      caughtBy: 'frequency',
      reason: /How often/,
    },
    {
      name: 'more than minDf',
      code: changed(reference, keep, 'return count > options.minDf && count <= most;'),
      caughtBy: 'limits',
      reason: /at least minDf/,
    },
    {
      name: 'less than maxDf',
      code: changed(reference, keep, 'return count >= options.minDf && count < most;'),
      caughtBy: 'limits',
      reason: /at most maxDf/,
    },
    {
      name: 'maxDf as a number of texts',
      code: changed(reference, 'options.maxDf * train.length', 'options.maxDf'),
      caughtBy: 'limits',
      reason: /not a number of them/,
    },
    {
      name: 'statistics of test as well',
      code: changed(
        changed(
          reference,
          'documentFrequency(learned)',
          'documentFrequency([...train, ...test].map((text) => wordsOf(text, options)))',
        ),
        'options.maxDf * train.length',
        'options.maxDf * (train.length + test.length)',
      ),
      caughtBy: 'train',
      reason: /counted as well/,
    },
    {
      name: 'statistics of test as well, the share of training alone',
      code: changed(
        reference,
        'documentFrequency(learned)',
        'documentFrequency([...learned, ...test.map((text) => wordsOf(text, options))])',
      ),
      caughtBy: 'train',
      reason: /counted with those of training/,
    },
    {
      name: 'the share of all texts',
      code: changed(
        reference,
        'options.maxDf * train.length',
        'options.maxDf * (train.length + test.length)',
      ),
      caughtBy: 'train',
      reason: /share maxDf is taken of all texts/,
    },
    {
      name: 'test by its own statistics',
      code: `${changed(reference, 'function cleanAll(', 'function clean(')}
      function cleanAll(train, test, options) {
        return { train: clean(train, [], options).train, test: clean(test, [], options).train };
      }`,
      caughtBy: 'train',
      reason: /counts of their own/,
    },
    {
      name: 'test left as it was',
      code: changed(reference, 'wordsOf(text, options).filter(keep)', 'wordsOf(text, options)'),
      caughtBy: 'limits',
      reason: /still hold words/,
    },
    {
      name: 'texts without words dropped',
      code: changed(
        reference,
        'learned.map((words) => words.filter(keep))',
        'learned.map((words) => words.filter(keep)).filter((words) => words.length > 0)',
      ),
      caughtBy: 'limits',
      reason: /Training texts that lost/,
    },
  ],
  right: [
    {
      name: 'loops and a set of words to keep',
      code: `function wordsOf(text, o) {
        const out = [];
        for (const [word] of text.toLowerCase().matchAll(/\\p{L}+/gu)) if (!o.stopWords.has(word)) out.push(o.lemma(word));
        return out;
      }
      function documentFrequency(texts) {
        const counts = new Map();
        texts.forEach((text) => text.forEach((word, i) => {
          if (text.indexOf(word) === i) counts.set(word, 1 + (counts.get(word) || 0));
        }));
        return counts;
      }
      function cleanAll(train, test, o) {
        const a = train.map((t) => wordsOf(t, o)), b = test.map((t) => wordsOf(t, o));
        const good = new Set();
        for (const [word, n] of documentFrequency(a)) if (!(n < o.minDf) && !(n / train.length > o.maxDf)) good.add(word);
        const only = (words) => words.filter((word) => good.has(word));
        return { train: a.map(only), test: b.map(only) };
      }`,
    },
    {
      name: 'split at what is no letter',
      code: `const wordsOf = (text, { stopWords, lemma }) =>
        text.toLowerCase().split(/[^\\p{L}]+/u).filter((w) => w && !stopWords.has(w)).map((w) => lemma(w));
      const documentFrequency = (texts) => {
        const all = texts.flatMap((t) => [...new Set(t)]).sort(), out = new Map();
        for (let i = 0, j; i < all.length; i = j) {
          for (j = i; j < all.length && all[j] === all[i]; j++);
          out.set(all[i], j - i);
        }
        return out;
      };
      function cleanAll(train, test, options) {
        const counts = documentFrequency(train.map((t) => wordsOf(t, options)));
        const pass = (text) => wordsOf(text, options).filter((w) => counts.has(w) && counts.get(w) >= options.minDf && counts.get(w) <= options.maxDf * train.length);
        return { train: train.map(pass), test: test.map(pass) };
      }`,
    },
  ],
};
