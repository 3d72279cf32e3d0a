import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const penalty = 'Math.min(1, Math.exp(1 - r / c))';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'same', reason: /It is 0/ },
    { name: '0 to 1', code: changed(reference, '100 * ', ''), caughtBy: 'same', reason: /multiply by 100/ },
    {
      name: 'not clipped',
      code: changed(reference, 'Math.min(count, there.get(gram) ?? 0)', 'there.has(gram) ? count : 0'),
      caughtBy: 'clip',
      reason: /however often/,
    },
    {
      name: 'single words',
      code: changed(changed(reference, 'n <= 4', 'n <= 1'), '/ 4;', '/ 1;'),
      caughtBy: 'orders',
      reason: /single words/,
    },
    {
      name: 'up to three',
      code: changed(changed(reference, 'n <= 4', 'n <= 3'), '/ 4;', '/ 3;'),
      caughtBy: 'orders',
      reason: /four words are missing/,
    },
    {
      name: 'the arithmetic mean',
      code: changed(
        changed(
          changed(reference, 'logs += Math.log(matches / total) / 4', 'logs += matches / total / 4'),
          '* Math.exp(logs)',
          '* logs',
        ),
        'if (matches === 0) return 0;',
        '',
      ),
      caughtBy: 'orders',
      reason: /geometric mean/,
    },
    {
      name: 'no penalty',
      code: changed(reference, `${penalty} * `, ''),
      caughtBy: 'brevity',
      reason: /no brevity penalty/,
    },
    {
      name: 'long ones rewarded',
      code: changed(reference, penalty, 'Math.exp(1 - r / c)'),
      caughtBy: 'brevity',
      reason: /rewards long/,
    },
    {
      name: 'the ratio',
      code: changed(reference, penalty, 'Math.min(1, c / r)'),
      caughtBy: 'brevity',
      reason: /c \/ r/,
    },
    {
      name: 'upside down',
      code: changed(reference, '1 - r / c', '1 - c / r'),
      caughtBy: 'brevity',
      reason: /upside down|no brevity/,
    },
    {
      name: 'the mean over sentences',
      code: `${changed(reference, 'function bleu', 'function one')}
function bleu(ts, rs) { return ts.reduce((sum, t, i) => sum + one([t], [rs[i]]), 0) / ts.length; }`,
      caughtBy: 'corpus',
      reason: /mean over the sentences/,
    },
    {
      name: 'no care for nothing in common',
      code: changed(reference, 'if (matches === 0) return 0;', ''),
      caughtBy: 'zero',
      reason: /not right/,
      others: {},
    },
  ],
  right: [
    {
      name: 'a product and a root',
      code: `function bleu(translations, references) {
        let product = 1, c = 0, r = 0;
        for (const t of translations) c += t.length;
        for (const t of references) r += t.length;
        for (const n of [1, 2, 3, 4]) {
          let hit = 0, all = 0;
          for (let i = 0; i < translations.length; i++) {
            const pool = [];
            for (let j = 0; j + n <= references[i].length; j++) pool.push(references[i].slice(j, j + n).join('|'));
            for (let j = 0; j + n <= translations[i].length; j++) {
              all++;
              const at = pool.indexOf(translations[i].slice(j, j + n).join('|'));
              if (at >= 0) { hit++; pool.splice(at, 1); }
            }
          }
          product *= all ? hit / all : 0;
        }
        return product === 0 ? 0 : 100 * (c < r ? Math.exp(1 - r / c) : 1) * product ** 0.25;
      }`,
    },
    {
      name: 'all in one pass',
      code: `const bleu = (ts, rs) => {
        const hits = [0, 0, 0, 0], totals = [0, 0, 0, 0];
        ts.forEach((t, i) => [1, 2, 3, 4].forEach((n) => {
          const count = (w) => { const m = {}; for (let j = 0; j + n <= w.length; j++) { const k = JSON.stringify(w.slice(j, j + n)); m[k] = (m[k] || 0) + 1; } return m; };
          const own = count(t), ref = count(rs[i]);
          for (const k in own) { totals[n - 1] += own[k]; hits[n - 1] += Math.min(own[k], ref[k] || 0); }
        }));
        if (hits.includes(0)) return 0;
        const c = ts.flat().length, r = rs.flat().length;
        return 100 * Math.exp(Math.min(0, 1 - r / c) + hits.reduce((s, h, n) => s + Math.log(h / totals[n]), 0) / 4);
      };`,
    },
  ],
};
