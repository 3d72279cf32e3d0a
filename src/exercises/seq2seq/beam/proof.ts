import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'greedy', reason: /no words|not right/ },
    {
      name: 'greedy whatever the width',
      code: changed(reference, 'slice(0, width)', 'slice(0, 1)'),
      caughtBy: 'dead',
      reason: /best first word only/,
    },
    {
      name: 'no penalty',
      code: changed(reference, 'log / length ** alpha', 'log'),
      caughtBy: 'penalty',
      reason: /does not get in/,
    },
    {
      name: 'length without <eos>',
      code: changed(reference, 'log / length ** alpha', 'log / Math.max(1, words.length) ** alpha'),
      caughtBy: 'penalty',
      reason: /without <eos>/,
    },
    {
      name: 'the first that ends',
      code: changed(
        reference,
        'if (last === eos) end(words, log, length);',
        'if (last === eos) return words;',
      ),
      caughtBy: 'brute',
      reason: /first that is finished/,
    },
    {
      name: 'the worst',
      code: changed(reference, 'b.log - a.log', 'a.log - b.log'),
      caughtBy: 'greedy',
      reason: /least likely/,
      others: {
        dead: /First see “With a width of 1 it is greedy”: its/,
        penalty: /First see “With a width of 1 it is greedy”: its/,
      },
    },
    {
      name: 'a word after the other, best of each beginning',
      code: changed(reference, 'candidates.slice(0, width)', 'candidates'),
      caughtBy: 'ends',
      reason: /more often|never ends/,
      others: {},
    },
    {
      name: 'nothing at the greatest length',
      code: changed(
        reference,
        '      else if (length === maxLength) end([...words, last], log, length);\n',
        '',
      ),
      caughtBy: 'ends',
      reason: /reaches maxLength/,
    },
    {
      name: 'log-probabilities are not added',
      code: changed(reference, 'log: log + more', 'log: more'),
      caughtBy: 'penalty',
      reason: /are not added up/,
    },
    {
      name: 'the state of the first beginning for all',
      code: changed(reference, 'step(last, state)', 'step(last, live[0].state)'),
      caughtBy: 'penalty',
      reason: /not right|get in|without/,
    },
  ],
  right: [
    {
      name: 'a list of the finished, sorted at the end',
      code: `function beam(state, step, { sos, eos, width, maxLength, alpha }) {
        let open = [{ ids: [sos], state, p: 0 }];
        const done = [];
        for (let n = 1; n <= maxLength; n++) {
          const all = [];
          for (const h of open) {
            const out = step(h.ids[h.ids.length - 1], h.state);
            out.logs.forEach((l, w) => all.push({ ids: [...h.ids, w], state: out.state, p: h.p + l }));
          }
          all.sort((a, b) => b.p - a.p);
          open = [];
          for (const h of all.slice(0, width))
            if (h.ids[n] === eos || n === maxLength) done.push({ ids: h.ids, score: h.p / n ** alpha });
            else open.push(h);
          if (!open.length) break;
        }
        done.sort((a, b) => b.score - a.score);
        return done[0].ids.slice(1).filter((id) => id !== eos);
      }`,
    },
    {
      name: 'places instead of sorting',
      code: changed(
        reference,
        'candidates.sort((a, b) => b.log - a.log);',
        'for (let i = 0; i < Math.min(width, candidates.length); i++) { let m = i; for (let j = i; j < candidates.length; j++) if (candidates[j].log > candidates[m].log) m = j; const h = candidates[i]; candidates[i] = candidates[m]; candidates[m] = h; }',
      ),
    },
  ],
};
