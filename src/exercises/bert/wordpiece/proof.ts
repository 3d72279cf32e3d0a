import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const keep = 'pieces(text).slice(0, maxLength - 2)';
const row = "['[CLS]', ...kept, '[SEP]'].map((piece) => places.get(piece) ?? unknown)";
const dropped = "['[PAD]', '[CLS]', '[SEP]']";
const join = ".replaceAll(' ##', '')";

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'marks', reason: /No ids are returned/ },
    {
      name: 'no marks',
      code: changed(reference, "['[CLS]', ...kept, '[SEP]']", 'kept'),
      caughtBy: 'marks',
      reason: /marks are missing/,
      others: {
        cut: /First see “\[CLS\], the ids of the pieces, \[SEP\]”:/,
        batch: /First see “\[CLS\], the ids of the pieces, \[SEP\]”:/,
      },
    },
    {
      name: 'ids of the marks by heart',
      code: changed(reference, row, '[2, ...kept.map((piece) => places.get(piece) ?? unknown), 3]'),
      caughtBy: 'marks',
      reason: /fixed ids/,
    },
    {
      name: 'indexOf without [UNK]',
      code: changed(reference, 'places.get(piece) ?? unknown', 'vocabulary.indexOf(piece)'),
      caughtBy: 'marks',
      reason: /gets −1/,
    },
    {
      name: 'cut with its [SEP]',
      code: changed(changed(reference, keep, 'pieces(text)'), row, `${row}.slice(0, maxLength)`),
      caughtBy: 'cut',
      reason: /its \[SEP\] with it/,
    },
    {
      name: 'marks not counted',
      code: changed(reference, keep, 'pieces(text).slice(0, maxLength)'),
      caughtBy: 'cut',
      reason: /marks are not counted/,
    },
    {
      name: 'slice(-n) with n = 0',
      code: changed(reference, keep, 'pieces(text).slice(-(maxLength - 2))'),
      caughtBy: 'cut',
      reason: /first pieces are lost/,
    },
    {
      name: 'filled up to maxLength',
      code: changed(reference, 'Math.max(0, ...rows.map((row) => row.length))', 'maxLength'),
      caughtBy: 'batch',
      reason: /longest row of the batch is enough|no texts/,
    },
    {
      name: 'padding is 0',
      code: changed(reference, "fill(places.get('[PAD]'))", 'fill(0)'),
      caughtBy: 'batch',
      reason: /filled up with id 0/,
    },
    {
      name: 'a mask of ones',
      code: changed(reference, '.fill(0)', '.fill(1)'),
      caughtBy: 'batch',
      reason: /1 everywhere/,
    },
    {
      name: 'pieces not joined',
      code: changed(reference, join, ''),
      caughtBy: 'decode',
      reason: /not joined/,
      others: {},
    },
    {
      name: 'the blank stays',
      code: changed(reference, join, ".replaceAll('##', '')"),
      caughtBy: 'decode',
      reason: /blank before it is left/,
    },
    {
      name: 'the padding stays',
      code: changed(reference, dropped, "['[CLS]', '[SEP]']"),
      caughtBy: 'decode',
      reason: /padding is still/,
    },
    {
      name: 'unknown words dropped as well',
      code: changed(reference, dropped, "['[PAD]', '[CLS]', '[SEP]', '[UNK]', '[MASK]']"),
      caughtBy: 'decode',
      reason: /have to stay/,
    },
    {
      name: 'unknown by ||',
      code: changed(exercise.reference, 'places.get(piece) ?? unknown', 'places.get(piece) || unknown'),
      caughtBy: 'marks',
      reason: /id 0 becomes \[UNK\]/,
    },
  ],
  right: [
    {
      name: 'loops',
      code: `function encodeBatch(texts, pieces, vocabulary, maxLength) {
        const of = (piece) => {
          const id = vocabulary.indexOf(piece);
          return id < 0 ? vocabulary.indexOf('[UNK]') : id;
        };
        const ids = [];
        let longest = 0;
        for (const text of texts) {
          const row = [of('[CLS]')];
          for (const piece of pieces(text)) {
            if (row.length + 1 >= maxLength) break;
            row.push(of(piece));
          }
          row.push(of('[SEP]'));
          ids.push(row);
          if (row.length > longest) longest = row.length;
        }
        const mask = ids.map((row) => Array.from({ length: longest }, (_, t) => Number(t < row.length)));
        for (const row of ids) while (row.length < longest) row.push(of('[PAD]'));
        return { ids, mask };
      }
      function decodeBatch(ids, vocabulary) {
        return ids.map((row) => {
          let text = '';
          for (const id of row) {
            const piece = vocabulary[id];
            if (piece === '[PAD]' || piece === '[CLS]' || piece === '[SEP]') continue;
            if (text === '') text = piece;
            else text += piece.startsWith('##') ? piece.slice(2) : ' ' + piece;
          }
          return text;
        });
      }`,
    },
    {
      name: 'filled up first, the mask from the ids',
      code: changed(
        reference,
        'mask: rows.map((row) => [...row.map(() => 1), ...Array(padding(row)).fill(0)])',
        'mask: rows.map((row) => Array.from({ length }, (_, t) => (row[t] === undefined ? 0 : 1)))',
      ),
    },
  ],
};
