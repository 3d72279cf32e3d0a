import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'labels', reason: /−100, not 0/ },
    {
      name: 'the label is the mask',
      code: changed(
        reference,
        'return { ids: seen, labels }',
        'return { ids: seen, labels: labels.map((l, i) => (l === -100 ? l : seen[i])) }',
      ),
      caughtBy: 'labels',
      reason: /stands there now/,
    },
    {
      name: 'special tokens are chosen',
      code: changed(reference, 'id < first || ', ''),
      caughtBy: 'special',
      reason: /special token/,
    },
    {
      name: 'special tokens are put in',
      code: changed(
        reference,
        'first + Math.floor(random() * (words - first))',
        'Math.floor(random() * words)',
      ),
      caughtBy: 'special',
      reason: /is put in/,
    },
    {
      name: 'beyond the vocabulary',
      code: changed(reference, 'random() * (words - first)', 'random() * words'),
      caughtBy: 'special',
      reason: /is put in/,
    },
    {
      name: 'the chosen all become [MASK]',
      code: changed(reference, 'fate < 0.8', 'fate < 2'),
      caughtBy: 'shares',
      reason: /become \[MASK\]/,
      others: {},
    },
    {
      name: 'half are chosen',
      code: changed(reference, 'random() >= share', 'random() >= 0.5'),
      caughtBy: 'shares',
      reason: /are chosen, not 15%/,
    },
    {
      name: 'none stays',
      code: changed(reference, 'else if (fate < 0.9) seen', 'else seen'),
      caughtBy: 'shares',
      reason: /stay, not 10%/,
    },
    {
      name: 'the next word, not any',
      code: changed(
        reference,
        'first + Math.floor(random() * (words - first))',
        '(id === first ? first + 1 : first)',
      ),
      caughtBy: 'shares',
      reason: /whole vocabulary/,
    },
    {
      name: 'a label at every place',
      code: changed(reference, 'const labels = ids.map(() => -100)', 'const labels = [...ids]'),
      caughtBy: 'labels',
      reason: /Every place has its token as a label/,
    },
    {
      name: 'changed in place',
      code: changed(reference, 'const seen = [...ids]', 'const seen = ids'),
      caughtBy: 'labels',
      reason: /text given is changed/,
    },
    {
      name: 'the share written out',
      code: changed(reference, 'random() >= share', 'random() >= 0.15'),
      caughtBy: 'shares',
      reason: /not 40%: use share as it is given/,
      others: {},
    },
    {
      name: 'the number of [MASK] written out',
      code: changed(reference, 'seen[i] = mask', 'seen[i] = 4'),
      caughtBy: 'special',
      reason: /4 is put in: only mask \(6\)/,
    },
    {
      name: 'the first ordinary word written out',
      code: changed(reference, 'id < first || ', 'id < 5 || '),
      caughtBy: 'special',
      reason: /those below first \(9\)/,
      others: {},
    },
    {
      name: 'another word of the text',
      code: changed(
        reference,
        'first + Math.floor(random() * (words - first))',
        'ids.filter((one) => one >= first)[Math.floor(random() * ids.filter((one) => one >= first).length)]',
      ),
      caughtBy: 'shares',
      reason: /are those of the text/,
      others: {},
    },
    {
      name: 'the last word never',
      code: changed(reference, '(words - first)', '(words - first - 1)'),
      caughtBy: 'shares',
      reason: /Never put in: 14\. /,
      others: {},
    },
    {
      name: 'Math.random()',
      code: reference.replaceAll(' random()', ' Math.random()').replaceAll('(random()', '(Math.random()'),
      caughtBy: 'shares',
      reason: /random\(\) is never called/,
      others: {},
    },
    {
      name: 'words by Math.random()',
      code: changed(reference, 'Math.floor(random()', 'Math.floor(Math.random()'),
      caughtBy: 'shares',
      reason: /give another result/,
      others: {},
    },
  ],
  right: [
    {
      name: 'one number for all',
      code: `function maskTokens(ids, { share, mask, first, words }, random) {
        const labels = [];
        const seen = ids.map((id, i) => {
          labels[i] = -100;
          const r = random();
          if (id < first || r >= share) return id;
          labels[i] = id;
          const part = r / share;
          if (part < 0.8) return mask;
          return part < 0.9 ? id : first + Math.floor(random() * (words - first));
        });
        return { ids: seen, labels };
      }`,
    },
    {
      name: 'chosen first',
      code: `function maskTokens(ids, { share, mask, first, words }, random) {
        const chosen = ids.map((id) => id >= first && random() < share);
        const labels = ids.map((id, i) => (chosen[i] ? id : -100));
        const seen = ids.map((id, i) => {
          if (!chosen[i]) return id;
          if (random() < 0.8) return mask;
          return random() < 0.5 ? id : first + Math.floor(random() * (words - first));
        });
        return { ids: seen, labels };
      }`,
    },
  ],
};
