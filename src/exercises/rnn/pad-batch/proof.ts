import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'ids', reason: /as long as they were/ },
    {
      name: 'padding first',
      code: changed(
        reference,
        '[...text, ...Array(longest - text.length).fill(pad)]',
        '[...Array(longest - text.length).fill(pad), ...text]',
      ),
      caughtBy: 'ids',
      reason: /before the text/,
      others: { edges: /First see “Every text is filled up to the longes/ },
    },
    {
      name: 'zero instead of the id of padding',
      code: changed(reference, 'fill(pad)', 'fill(0)'),
      caughtBy: 'ids',
      reason: /Filled up with 0/,
    },
    {
      name: 'cut to the shortest',
      code: `function padBatch(texts, pad) {
        const n = Math.min(...texts.map((t) => t.length));
        return { ids: texts.map((t) => t.slice(0, n)), mask: texts.map(() => Array(n).fill(1)) };
      }`,
      caughtBy: 'ids',
      reason: /cut to the shortest/,
    },
    {
      name: 'the mask the wrong way round',
      code: changed(reference, 't < text.length ? 1 : 0', 't < text.length ? 0 : 1'),
      caughtBy: 'mask',
      reason: /wrong way round/,
    },
    {
      name: 'the mask one short',
      code: changed(reference, 't < text.length ? 1 : 0', 't < text.length - 1 ? 1 : 0'),
      caughtBy: 'mask',
      reason: /one step too early/,
    },
    {
      name: 'the mask read from the ids',
      code: changed(
        reference,
        'texts.map((text) => Array.from({ length: longest }, (_, t) => (t < text.length ? 1 : 0)))',
        'ids.map((row) => row.map((id) => (id === pad ? 0 : 1)))',
      ),
      caughtBy: 'edges',
      reason: /mask is read from the ids/,
    },
    {
      name: 'no care for a batch without texts',
      code: changed(
        reference,
        'Math.max(0, ...texts.map((text) => text.length))',
        'texts.map((text) => text.length).reduce((a, b) => Math.max(a, b))',
      ),
      caughtBy: 'edges',
      reason: /reduce/i,
      others: {},
    },
    {
      name: 'pushes into the texts given',
      code: `function padBatch(texts, pad) {
        const longest = Math.max(0, ...texts.map((t) => t.length));
        const mask = texts.map((t) => Array.from({ length: longest }, (_, i) => Number(i < t.length)));
        for (const t of texts) while (t.length < longest) t.push(pad);
        return { ids: texts, mask };
      }`,
      caughtBy: 'input',
      reason: /are changed/,
    },
    {
      name: 'filled up to a fixed length',
      code: changed(reference, 'Math.max(0, ...texts', 'Math.max(32, ...texts'),
      caughtBy: 'ids',
      reason: /filled up to a fixed length/,
    },
    {
      name: 'the length of the first text',
      code: `function padBatch(texts, pad) {
        const L = texts.length ? texts[0].length : 0;
        return {
          ids: texts.map((text) => Array.from({ length: L }, (_, t) => text[t] ?? pad)),
          mask: texts.map((text) => Array.from({ length: L }, (_, t) => (t < text.length ? 1 : 0))),
        };
      }`,
      caughtBy: 'ids',
      reason: /get the length of the first/,
      others: { mask: /First see “Every text is filled up/, edges: /First see “Every text is filled up/ },
    },
    {
      name: 'filled up to the first text only',
      code: changed(
        reference,
        'Math.max(0, ...texts.map((text) => text.length))',
        'texts.length ? texts[0].length : 0',
      ).replace('Array(longest - text.length)', 'Array(Math.max(0, longest - text.length))'),
      caughtBy: 'ids',
      reason: /Only texts shorter than the first/,
    },
    {
      name: 'the first text taken for the longest',
      code: changed(
        reference,
        'Math.max(0, ...texts.map((text) => text.length))',
        'texts.length ? texts[0].length : 0',
      ),
      caughtBy: 'ids',
      reason: /array of a length that cannot be/,
    },
    {
      name: 'a mask of true and false',
      code: changed(reference, '(t < text.length ? 1 : 0)', 't < text.length'),
      caughtBy: 'mask',
      reason: /holds true and false/,
    },
  ],
  right: [
    {
      name: 'loops over a rectangle',
      code: `function padBatch(texts, pad) {
        let longest = 0;
        for (const text of texts) if (text.length > longest) longest = text.length;
        const ids = [], mask = [];
        for (let b = 0; b < texts.length; b++) {
          ids.push([]); mask.push([]);
          for (let t = 0; t < longest; t++) {
            const there = t < texts[b].length;
            ids[b].push(there ? texts[b][t] : pad);
            mask[b].push(+there);
          }
        }
        return { ids, mask };
      }`,
    },
    {
      name: 'typed arrays',
      code: `const padBatch = (texts, pad) => {
        const longest = texts.reduce((n, t) => Math.max(n, t.length), 0);
        return {
          ids: texts.map((t) => { const row = new Int32Array(longest).fill(pad); row.set(t); return row; }),
          mask: texts.map((t) => new Float32Array(longest).fill(1, 0, t.length)),
        };
      };`,
    },
  ],
};
