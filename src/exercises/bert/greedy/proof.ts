import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'whole', reason: /Nothing is returned/ },
    {
      name: 'the shortest piece',
      code: changed(
        changed(reference, 'let end = word.length;', 'let end = start + 1;'),
        'for (; end > start; end--) {',
        'for (; end <= word.length; end++) {',
      ),
      caughtBy: 'longest',
      reason: /shortest piece/,
    },
    {
      name: 'without ## within a word',
      code: changed(reference, "(start > 0 ? '##' : '')", "''"),
      caughtBy: 'longest',
      reason: /begin with ##/,
    },
    {
      name: 'the sign is cut off',
      code: changed(reference, 'found.push(piece)', "found.push(piece.replace('##', ''))"),
      caughtBy: 'longest',
      reason: /without their ##/,
    },
    {
      name: 'the rest is dropped',
      code: changed(reference, "return ['[UNK]']", 'return found'),
      caughtBy: 'unknown',
      reason: /dropped/,
      others: {},
    },
    {
      name: 'the rest alone is unknown',
      code: changed(reference, "return ['[UNK]']", "return [...found, '[UNK]']"),
      caughtBy: 'unknown',
      reason: /Only the rest/,
    },
    {
      name: 'the word if it is there, else unknown',
      code: "const splitWord = (word, pieces) => (pieces.has(word) ? [word] : ['[UNK]']);",
      caughtBy: 'longest',
      reason: /as a whole only/,
    },
    {
      name: 'back to shorter pieces where the rest does not fit',
      code: `function splitWord(word, pieces, sign = '') {
        if (word === '') return [];
        for (let n = word.length; n > 0; n--) {
          const piece = sign + word.slice(0, n);
          if (!pieces.has(piece)) continue;
          const rest = splitWord(word.slice(n), pieces, '##');
          if (rest[0] !== '[UNK]') return [piece, ...rest];
        }
        return ['[UNK]'];
      }`,
      caughtBy: 'unknown',
      reason: /never goes back/,
      others: {},
    },
    {
      name: 'the fewest pieces',
      code: `function splitWord(word, pieces) {
        const best = [[]];
        for (let end = 1; end <= word.length; end++)
          for (let start = 0; start < end; start++) {
            const piece = (start > 0 ? '##' : '') + word.slice(start, end);
            if (!best[start] || !pieces.has(piece)) continue;
            if (!best[end] || best[start].length + 1 < best[end].length) best[end] = [...best[start], piece];
          }
        return best[word.length] ?? ['[UNK]'];
      }`,
      caughtBy: 'longest',
      reason: /fewest pieces/,
      others: { unknown: /never goes back/ },
    },
  ],
  right: [
    {
      name: 'by recursion',
      code: `function splitWord(word, pieces, sign = '') {
        if (word === '') return [];
        for (let n = word.length; n > 0; n--) {
          const piece = sign + word.slice(0, n);
          if (!pieces.has(piece)) continue;
          const rest = splitWord(word.slice(n), pieces, '##');
          return rest[0] === '[UNK]' ? rest : [piece, ...rest];
        }
        return ['[UNK]'];
      }`,
    },
    {
      name: 'by the vocabulary, longest first',
      code: `function splitWord(word, pieces) {
        const byLength = [...pieces].sort((a, b) => b.replace('##', '').length - a.replace('##', '').length);
        const out = [];
        let rest = word;
        while (rest) {
          const first = out.length === 0;
          const piece = byLength.find((p) => p.startsWith('##') !== first && rest.startsWith(p.replace('##', '')));
          if (!piece) return ['[UNK]'];
          out.push(piece);
          rest = rest.slice(piece.replace('##', '').length);
        }
        return out;
      }`,
    },
  ],
};
