import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const coin = 'random() < ratio ? target[t] : guess';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'teacher', reason: /never asked/ },
    {
      name: '<eos> is read',
      code: changed(reference, 't < target.length', 't <= target.length'),
      caughtBy: 'teacher',
      reason: /<eos> is read/,
    },
    {
      name: 'begins with the first word',
      code: changed(
        changed(reference, 'let input = target[0]', 'let input = target[1]'),
        'target[t] : guess',
        'target[t + 1] : guess',
      ),
      caughtBy: 'teacher',
      reason: /instead of <sos>/,
      others: {
        own: /First see “With ratio 1 every true word is given/,
        coin: /First see “With ratio 1 every true word is given/,
      },
    },
    {
      name: 'the teacher always',
      code: changed(reference, coin, 'target[t]'),
      caughtBy: 'own',
      reason: /true words are given/,
    },
    {
      name: 'never the teacher',
      code: changed(reference, coin, 'guess'),
      caughtBy: 'teacher',
      reason: /own words/,
    },
    {
      name: 'one coin for the sentence',
      code: changed(
        changed(reference, coin, 'forced ? target[t] : guess'),
        'let input',
        'const forced = random() < ratio;\n  let input',
      ),
      caughtBy: 'coin',
      reason: /One coin/,
    },
    {
      name: 'the coin the wrong way round',
      code: changed(reference, 'random() < ratio', 'random() >= ratio'),
      caughtBy: 'coin',
      reason: /wrong way round/,
    },
    {
      name: 'up to the ratio',
      code: changed(reference, 'random() < ratio', 'random() <= ratio'),
      caughtBy: 'coin',
      reason: /ratio itself/,
      others: {},
    },
    {
      name: 'stops at <eos>',
      code: changed(reference, 'input = random()', 'if (guess === 3) break;\n    input = random()'),
      caughtBy: 'own',
      reason: /stops where/,
    },
    {
      name: 'the state is forgotten',
      code: changed(reference, '    state = next.state;\n', ''),
      caughtBy: 'state',
      reason: /first state/,
    },
  ],
  right: [
    {
      name: 'over the target without its end',
      code: `function decode(target, state, step, ratio, random) {
        let given = target[0];
        return target.slice(1).map((word) => {
          const out = step(given, state);
          state = out.state;
          let best = 0;
          out.logits.forEach((x, i) => { if (x > out.logits[best]) best = i; });
          given = random() < ratio ? word : best;
          return out.logits;
        });
      }`,
    },
    {
      name: 'the coin before the step',
      code: `const decode = (target, state, step, ratio, random) => {
        const all = [];
        let own = null;
        for (let t = 0; t + 1 < target.length; t++) {
          const word = t === 0 ? target[0] : random() < ratio ? target[t] : own;
          const { logits, state: next } = step(word, state);
          own = logits.reduce((best, x, i) => (x > logits[best] ? i : best), 0);
          state = next;
          all.push(logits);
        }
        return all;
      };`,
    },
  ],
};
