import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'words', reason: /no words/ },
    {
      name: 'for ever',
      code: changed(reference, 'while (words.length < maxLength)', 'while (true)'),
      caughtBy: 'ends',
      reason: /never ends/,
    },
    {
      name: '<eos> kept',
      code: changed(
        reference,
        '    if (id === eos) break;\n    words.push(id);',
        '    words.push(id);\n    if (id === eos) break;',
      ),
      caughtBy: 'eos',
      reason: /<eos> is part/,
    },
    {
      name: '<sos> kept',
      code: changed(reference, 'const words: number[] = [];', 'const words: number[] = [sos]; maxLength++;'),
      caughtBy: 'eos',
      reason: /<sos> is part/,
      others: { ends: /First see “It stops at <eos>, which is no word o/ },
    },
    {
      name: 'goes on after <eos>',
      code: changed(reference, 'if (id === eos) break;', 'if (id === eos) continue;')
        .replace('const words', 'let n = 0; const words')
        .replace('words.length < maxLength', 'words.length < maxLength && n++ < 20')
        .replace('words.push(id)', 'if (words.length < 4) words.push(id)'),
      caughtBy: 'work',
      reason: /although it has said/,
    },
    {
      name: '<sos> every time',
      code: changed(reference, 'step(id, state)', 'step(sos, state)'),
      caughtBy: 'words',
      reason: /<sos> is given every time/,
    },
    {
      name: 'the state forgotten',
      code: changed(reference, '    state = next.state;\n', ''),
      caughtBy: 'words',
      reason: /first state/,
      others: {},
    },
    {
      name: 'one word too many',
      code: changed(reference, 'words.length < maxLength', 'words.length <= maxLength'),
      caughtBy: 'ends',
      reason: /too many/,
    },
    {
      name: 'the greatest from 0 on',
      code: changed(
        reference,
        'id = next.logits.indexOf(Math.max(...next.logits));',
        'let best = 0; id = 0; next.logits.forEach((x, i) => { if (x > best) { best = x; id = i; } });',
      ),
      caughtBy: 'words',
      reason: /below 0/,
    },
    {
      name: 'all steps first, cut afterwards',
      code: `function greedy(state, step, { sos, eos, maxLength }) {
      const all = [];
      let id = sos;
      for (let t = 0; t < maxLength; t++) { const n = step(id, state); state = n.state; id = n.logits.indexOf(Math.max(...n.logits)); all.push(id); }
      const end = all.indexOf(eos);
      return end < 0 ? all : all.slice(0, end);
    }`,
      caughtBy: 'work',
      reason: /although it has said/,
    },
  ],
  right: [
    {
      name: 'a for loop',
      code: `function greedy(state, step, { sos, eos, maxLength }) {
        const out = [];
        let last = sos;
        for (let t = 0; t < maxLength; t++) {
          const { logits, state: s } = step(last, state);
          state = s;
          last = logits.reduce((best, x, i) => (x > logits[best] ? i : best), 0);
          if (last === eos) return out;
          out.push(last);
        }
        return out;
      }`,
    },
    {
      name: 'by recursion',
      code: `const greedy = (state, step, { sos, eos, maxLength }) => {
        const go = (id, s, left) => {
          if (left === 0) return [];
          const next = step(id, s);
          const word = next.logits.indexOf(Math.max(...next.logits));
          return word === eos ? [] : [word, ...go(word, next.state, left - 1)];
        };
        return go(sos, state, maxLength);
      };`,
    },
  ],
};
