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
