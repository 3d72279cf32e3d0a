import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const CHUNKS = String.raw`text.match(/\s*\S+|\s+/gu) ?? [];`;
const UPDATE = `    for (const w of [...best.words]) {
      note(w, -1);
      words[w].symbols = merged(words[w].symbols, left, right);
      note(w, 1);
    }`;

const anew = changed(
  reference,
  UPDATE,
  `    index.clear();
    words.forEach((word, w) => { word.symbols = merged(word.symbols, left, right); note(w, 1); });`,
);

/** Waste of time that would make the rest look fast beside it. */
const idling = changed(
  anew,
  '  const merges: Merge[] = [];\n  while',
  `  const merges: Merge[] = [];
  const until = Date.now() + (count < 200 && texts.length > 1000 ? 1500 : 0);
  while (Date.now() < until);
  while`,
);

/** Trains with the pairs kept by one string each, everything counted anew after each merge. */
const keyed = (key: string, halves: string): string =>
  `${changed(reference, 'function trainBpe(', 'function other(')}
function trainBpe(texts, count) {
  const times = new Map();
  for (const text of texts) for (const chunk of chunks(text)) times.set(chunk, (times.get(chunk) ?? 0) + 1);
  const words = [...times].map(([chunk, n]) => ({ symbols: Array.from(chunk), n }));
  const merges = [];
  while (merges.length < count) {
    const pairs = new Map();
    for (const { symbols, n } of words)
      for (let i = 0; i + 1 < symbols.length; i++) {
        const [left, right] = [symbols[i], symbols[i + 1]];
        const key = ${key};
        pairs.set(key, { left, right, n: n + (pairs.get(key)?.n ?? 0) });
      }
    let best = null;
    for (const [key, { left, right, n }] of pairs) {
      const [a, b] = ${halves};
      if (n >= 2 && (!best || n > best.n || (n === best.n && (a < best.a || (a === best.a && b < best.b))))) best = { a, b, n };
    }
    if (!best) break;
    merges.push([best.a, best.b]);
    for (const word of words) word.symbols = merged(word.symbols, best.a, best.b);
  }
  return merges;
}`;

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'merges', reason: /Nothing is learned/ },
    {
      name: 'each word counts once',
      code: changed(reference, 'counts.set(chunk, (counts.get(chunk) ?? 0) + 1)', 'counts.set(chunk, 1)'),
      caughtBy: 'merges',
      reason: /counts once/,
    },
    {
      name: 'merges beyond words',
      code: changed(reference, CHUNKS, '[text];'),
      caughtBy: 'merges',
      reason: /goes beyond a word/,
    },
    {
      name: 'pairs counted at the start only',
      code: changed(reference, UPDATE, '    index.get(left).delete(right);'),
      caughtBy: 'merges',
      reason: /counted once, at the start/,
    },
    {
      name: 'goes on when nothing occurs twice',
      code: changed(
        changed(
          changed(reference, 'times: 1, words: new Set<number>()', 'times: 0, words: new Set<number>()'),
          'pair.times < best.times || pair.times < 2',
          'pair.times < best.times',
        ),
        'if (best.times < 2) break;',
        'if (best.times < 1) break;',
      ),
      caughtBy: 'merges',
      reason: /does not stop/,
    },
    {
      name: 'pairs kept as one string with a comma between',
      code: keyed("left + ',' + right", "key.split(',')"),
      caughtBy: 'merges',
      reason: /A part of a merge is empty/,
    },
    {
      name: 'of equals the one seen first',
      code: changed(reference, 'pair.times > best.times || earlier', 'pair.times > best.times'),
      caughtBy: 'ties',
      reason: /seen first|not right/,
      others: {
        merges: /First see “Of equally common pairs the first in/,
        speed: /First see “Of equally common pairs the first in/,
      },
    },
    {
      name: 'of equals the last',
      code: changed(
        reference,
        'if (pair.times > best.times || earlier)',
        'if (pair.times > best.times || !earlier)',
      ),
      caughtBy: 'ties',
      reason: /last in the alphabet/,
    },
    {
      name: 'the longest token first, as WordPiece does',
      code: `${changed(reference, 'function encode(', 'function other(')}
      function encode(text, merges) {
        const known = new Set(merges.map((m) => m.join('')));
        return chunks(text).flatMap((chunk) => {
          const c = Array.from(chunk), out = [];
          for (let i = 0; i < c.length; ) {
            let j = c.length;
            while (j > i + 1 && !known.has(c.slice(i, j).join(''))) j--;
            out.push(c.slice(i, j).join(''));
            i = j;
          }
          return out;
        });
      }`,
      caughtBy: 'encode',
      reason: /longest known token/,
    },
    {
      name: 'UTF-16 units',
      code: changed(reference, 'let symbols = Array.from(chunk);', "let symbols = chunk.split('');"),
      caughtBy: 'encode',
      reason: /cut into halves/,
    },
    {
      name: 'white space thrown away in encoding',
      code: changed(
        reference,
        'return chunks(text).flatMap((chunk) => {',
        'return text.trim().split(/\\s+/).flatMap((chunk) => {',
      ),
      caughtBy: 'round',
      reason: /White space/,
    },
    {
      name: 'spaces between the tokens',
      code: changed(reference, "tokens.join('')", "tokens.join(' ')"),
      caughtBy: 'round',
      reason: /White space/,
    },
    {
      name: 'encode not written yet',
      code: exercise.starter,
      caughtBy: 'round',
      reason: /encode gives no tokens/,
    },
    {
      name: 'decode not written yet',
      code: changed(reference, "tokens.join('')", "''"),
      caughtBy: 'round',
      reason: /not put together yet/,
      others: {},
    },
    { name: 'everything counted anew after each merge', code: anew, caughtBy: 'speed', reason: /too slow/ },
    {
      name: 'everything counted anew, with a rest where few merges are asked for',
      code: idling,
      caughtBy: 'speed',
      reason: /too slow/,
    },
    {
      name: 'fast by leaving most of it out',
      code: changed(
        reference,
        'while (merges.length < count) {',
        'if (texts.length > 1000) count = Math.min(count, 500);\n  while (merges.length < count) {',
      ),
      caughtBy: 'speed',
      reason: /Fast and wrong is not fast/,
    },
  ],
  right: [
    {
      name: 'changes only around each merge; encodes by going through all merges',
      code: `const chunks = (text) => text.match(/\\s*\\S+|\\s+/gu) ?? [];
      const join = (s, a, b) => {
        const out = [];
        for (const x of s)
          if (x === b && out.length && out[out.length - 1] === a && !out.fresh) { out[out.length - 1] = a + b; out.fresh = true; }
          else { out.push(x); out.fresh = false; }
        return [...out];
      };
      function trainBpe(texts, count) {
        const freq = {};
        Object.setPrototypeOf(freq, null);
        for (const t of texts) for (const c of chunks(t)) freq[c] = (freq[c] || 0) + 1;
        const words = Object.entries(freq).map(([c, n]) => [Array.from(c), n]);
        const pairs = new Map();
        const key = (a, b) => JSON.stringify([a, b]);
        const add = (a, b, n, w) => {
          const k = key(a, b);
          const p = pairs.get(k) || { a, b, n: 0, at: new Map() };
          p.n += n;
          p.at.set(w, (p.at.get(w) || 0) + Math.sign(n));
          if (p.at.get(w) === 0) p.at.delete(w);
          if (p.n > 0) pairs.set(k, p); else pairs.delete(k);
        };
        words.forEach(([s, n], w) => { for (let i = 1; i < s.length; i++) add(s[i - 1], s[i], n, w); });
        const result = [];
        for (; result.length < count; ) {
          let top = null;
          pairs.forEach((p) => {
            if (!top || p.n > top.n || (p.n === top.n && (p.a < top.a || (p.a === top.a && p.b < top.b)))) top = p;
          });
          if (!top || top.n < 2) break;
          result.push([top.a, top.b]);
          for (const w of [...top.at.keys()]) {
            const [s, n] = words[w];
            for (let i = 1; i < s.length; i++) add(s[i - 1], s[i], -n, w);
            const t = (words[w][0] = join(s, top.a, top.b));
            for (let i = 1; i < t.length; i++) add(t[i - 1], t[i], n, w);
          }
        }
        return result;
      }
      const encode = (text, merges) => chunks(text).flatMap((c) => merges.reduce((s, [a, b]) => join(s, a, b), Array.from(c)));
      const decode = (tokens) => tokens.reduce((a, b) => a + b, '');`,
    },
    {
      name: 'numbers in the place of strings, and a queue by how common a pair is',
      code: `const chunks = (text) => text.match(/\\s*\\S+|\\s+/gu) ?? [];
      function trainBpe(texts, count) {
        const names = [], ids = new Map();
        const id = (s) => { if (!ids.has(s)) { ids.set(s, names.length); names.push(s); } return ids.get(s); };
        const freq = new Map();
        for (const c of texts.flatMap(chunks)) freq.set(c, 1 + (freq.get(c) || 0));
        const words = [], times = [];
        for (const [c, n] of freq) { words.push([...c].map(id)); times.push(n); }
        const N = 2 ** 24, count2 = new Map(), where = new Map();
        const change = (w, sign) => {
          const s = words[w];
          for (let i = 0; i < s.length - 1; i++) {
            const k = s[i] * N + s[i + 1];
            count2.set(k, (count2.get(k) || 0) + sign * times[w]);
            if (!where.has(k)) where.set(k, new Set());
            where.get(k).add(w);
          }
        };
        words.forEach((_, w) => change(w, 1));
        const out = [];
        while (out.length < count) {
          let most = 1, found = [];
          for (const [k, n] of count2) if (n > most) { most = n; found = [k]; } else if (n === most && n > 1) found.push(k);
          if (!found.length) break;
          const parts = (k) => [names[Math.floor(k / N)], names[k % N]];
          found.sort((x, y) => { const [a, b] = parts(x), [c, d] = parts(y); return a < c ? -1 : a > c ? 1 : b < d ? -1 : 1; });
          const k = found[0], [a, b] = parts(k), left = Math.floor(k / N), right = k % N, made = id(a + b);
          out.push([a, b]);
          for (const w of where.get(k)) {
            change(w, -1);
            const s = words[w], t = [];
            for (let i = 0; i < s.length; i++) if (s[i] === left && s[i + 1] === right) { t.push(made); i++; } else t.push(s[i]);
            words[w] = t;
            change(w, 1);
          }
          count2.delete(k);
        }
        return out;
      }
      function encode(text, merges) {
        const rank = new Map(merges.map(([a, b], i) => [a.length + ' ' + a + b, i]));
        const out = [];
        for (const c of chunks(text)) {
          const s = [...c];
          for (;;) {
            let at = -1, best = merges.length;
            for (let i = 0; i < s.length - 1; i++) {
              const r = rank.get(s[i].length + ' ' + s[i] + s[i + 1]);
              if (r !== undefined && r < best) { best = r; at = i; }
            }
            if (at < 0) break;
            s.splice(at, 2, s[at] + s[at + 1]);
          }
          out.push(...s);
        }
        return out;
      }
      function decode(tokens) { let s = ''; for (const t of tokens) s += t; return s; }`,
    },
  ],
};
