import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

const MARKS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const PIECES = ['a', 'tree', 'of', 'wood', '##s', '##en', 'un', '##happi', '##ness', 'leaf', '##y'];

/** Marks at the front, or anywhere: no vocabulary has to have them where another has. */
function vocabularyOf(kit: Kit, front: boolean): string[] {
  if (front) return [...MARKS, ...PIECES];
  const all = [...PIECES, ...MARKS];
  return kit.random.shuffle(all.map((_, i) => i)).map((i) => all[i] as string);
}

/** The tokenizer: pieces stand in the text with blanks between them. */
const pieces = (text: string): string[] => text.split(' ').filter(Boolean);

const textOf = (kit: Kit, length: number): string =>
  Array.from({ length }, () => PIECES[kit.integer(0, PIECES.length - 1)]).join(' ');

/** What makes a row what it is, for a mistake: how many pieces it keeps, what is around them, how it is filled up. */
interface Ways {
  keep?: (found: string[]) => string[];
  row?: (kept: string[]) => string[];
  width?: number;
  fill?: string;
}

function rowsOf(
  texts: readonly string[],
  vocabulary: string[],
  maxLength: number,
  ways: Ways = {},
): number[][] {
  const {
    keep = (found) => found.slice(0, maxLength - 2),
    row = (kept) => ['[CLS]', ...kept, '[SEP]'],
    fill = '[PAD]',
  } = ways;
  const id = (piece: string): number => vocabulary.indexOf(vocabulary.includes(piece) ? piece : '[UNK]');
  const rows = texts.map((text) => row(keep(pieces(text))).map(id));
  const width = ways.width ?? Math.max(0, ...rows.map(({ length }) => length));
  return rows.map((ids) => [...ids, ...Array<number>(Math.max(0, width - ids.length)).fill(id(fill))]);
}

function encoded(
  { encodeBatch }: Student,
  kit: Kit,
  texts: string[],
  vocabulary: string[],
  maxLength: number,
): { ids: unknown; mask: unknown } {
  return kit.record(encodeBatch?.(texts, pieces, vocabulary, maxLength), 'encodeBatch', ['ids', 'mask']);
}

export const checks: ExerciseChecks = {
  id: 'bert/wordpiece',
  checks: {
    marks(student, kit) {
      const cases = [
        [true, 3],
        [false, 5],
        [false, 0],
      ] as const;
      for (const [vocabulary, text] of [
        ...cases.map(([front, length]): [string[], string] => [
          vocabularyOf(kit, front),
          length === 5 ? `${textOf(kit, 4)} zebra` : textOf(kit, length),
        ]),
        // The first piece is no mark: it has the id 0.
        [[...PIECES, ...MARKS], `tree ${PIECES[0]}`] as [string[], string],
      ]) {
        const right = rowsOf([text], vocabulary, 20);
        const at = (row: (kept: string[]) => string[]) => rowsOf([text], vocabulary, 20, { row });
        kit.equal(encoded(student, kit, [text], vocabulary, 20).ids, right, {
          what: 'the ids',
          input: { text, vocabulary },
          mistakes: () => ({
            'No ids are returned yet.': [],
            'The marks are missing: [CLS] comes first and [SEP] last.': at((kept) => kept),
            'The [SEP] at the end is missing.': at((kept) => ['[CLS]', ...kept]),
            'The [CLS] at the beginning is missing.': at((kept) => [...kept, '[SEP]']),
            '[CLS] and [SEP] are exchanged.': at((kept) => ['[SEP]', ...kept, '[CLS]']),
            'The marks are at fixed ids: this vocabulary has them elsewhere, so look them up by name.':
              right.map((ids) => [2, ...ids.slice(1, -1), 3]),
            'The piece with id 0 becomes [UNK]: 0 counts as nothing for ||; take ??, or ask has().':
              right.map((ids) => ids.map((id) => (id === 0 ? vocabulary.indexOf('[UNK]') : id))),
            'A piece that the vocabulary does not have gets −1; it has to be [UNK].': right.map((ids) =>
              ids.map((id) => (vocabulary[id] === '[UNK]' ? -1 : id)),
            ),
          }),
        });
      }
    },
    cut(student, kit) {
      for (const [front, length, maxLength] of [
        [true, 9, 6],
        [false, 4, 6],
        [false, 5, 6],
        [false, 3, 2],
      ] as const) {
        const vocabulary = vocabularyOf(kit, front);
        const text = textOf(kit, length);
        const whole = rowsOf([text], vocabulary, 100)[0] as number[];
        const keep = (count: number) => ({ keep: (found: string[]) => found.slice(0, count) });
        kit.equal(
          encoded(student, kit, [text], vocabulary, maxLength).ids,
          rowsOf([text], vocabulary, maxLength),
          {
            what: 'the ids',
            input: { text, pieces: length, maxLength },
            mistakes: () => ({
              'The row is cut as a whole, and its [SEP] with it: cut the pieces before the marks are set.': [
                whole.slice(0, maxLength),
              ],
              'The marks are not counted: with them the row is longer than maxLength.': rowsOf(
                [text],
                vocabulary,
                maxLength,
                keep(maxLength),
              ),
              'Only one of the two marks is counted: the row is longer than maxLength by one.': rowsOf(
                [text],
                vocabulary,
                maxLength,
                keep(maxLength - 1),
              ),
              'The text is not cut.': [whole],
              'The first pieces are lost; the last ones have to go.': rowsOf([text], vocabulary, maxLength, {
                keep: (found) => (maxLength === 2 ? [] : found.slice(-(maxLength - 2))),
              }),
            }),
          },
        );
      }
    },
    batch(student, kit) {
      const empty = encoded(student, kit, [], vocabularyOf(kit, true), 9);
      kit.equal(empty, { ids: [], mask: [] }, { what: 'the batch of no texts' });
      for (const lengths of [[2, 5, 0], [1], [12, 3]]) {
        const vocabulary = vocabularyOf(kit, false);
        const texts = lengths.map((length) => textOf(kit, length));
        const maxLength = 10;
        const got = encoded(student, kit, texts, vocabulary, maxLength);
        const right = rowsOf(texts, vocabulary, maxLength);
        const input = { texts, maxLength };
        kit.equal(got.ids, right, {
          what: 'the ids',
          input,
          mistakes: () => ({
            'Rows are filled up to maxLength: the longest row of the batch is enough.': rowsOf(
              texts,
              vocabulary,
              maxLength,
              { width: maxLength },
            ),
            'Rows are not filled up: a batch is a rectangle.': rowsOf(texts, vocabulary, maxLength, {
              width: 0,
            }),
            'Rows are filled up with id 0: look up where [PAD] is.': right.map((ids) =>
              ids.map((id) => (vocabulary[id] === '[PAD]' ? 0 : id)),
            ),
            'Rows are filled up with [SEP].': rowsOf(texts, vocabulary, maxLength, { fill: '[SEP]' }),
          }),
        });
        const padding = vocabulary.indexOf('[PAD]');
        const marks = (mark: (id: number) => boolean) =>
          right.map((ids) => ids.map((id) => Number(mark(id))));
        kit.equal(
          got.mask,
          marks((id) => id !== padding),
          {
            what: 'the mask',
            input: { ...input, ids: right },
            mistakes: () => ({
              'The mask is 1 everywhere: padding has to be 0.': marks(() => true),
              'The mask is the wrong way round: 1 is for what was written.': marks((id) => id === padding),
              'The marks [CLS] and [SEP] are hidden, too: the model reads them.': marks(
                (id) => !['[PAD]', '[CLS]', '[SEP]'].includes(vocabulary[id] as string),
              ),
            }),
          },
        );
      }
    },
    decode({ decodeBatch }, kit) {
      const vocabulary = vocabularyOf(kit, false);
      const texts = ['tree ##s of wood', 'un ##happi ##ness', '', 'a [MASK] of [UNK]', textOf(kit, 7)];
      const dropped = ['[PAD]', '[CLS]', '[SEP]'];
      const rows = rowsOf(texts, vocabulary, 20);
      const decoded = (drop: string[], join: (found: string[]) => string) =>
        rows.map((ids) =>
          join(ids.map((id) => vocabulary[id] as string).filter((piece) => !drop.includes(piece))),
        );
      const joined = (found: string[]): string => found.join(' ').replaceAll(' ##', '');
      // Rows apart first, so that the smallest that is wrong is shown.
      for (const only of [...rows.map((row) => [row]), rows]) {
        const of = <T>(all: T[]): T[] =>
          only === rows ? all : [all[rows.indexOf(only[0] as number[])] as T];
        kit.equal(decodeBatch?.(only, vocabulary), of(decoded(dropped, joined)), {
          what: 'the texts',
          input: { pieces: only.map((ids) => ids.map((id) => vocabulary[id]).join(' ')) },
          mistakes: () => ({
            'Nothing is decoded yet.': [],
            'Pieces with ## are not joined to the one before.': of(
              decoded(dropped, (found) => found.join(' ')),
            ),
            'The ## is taken away and the blank before it is left.': of(
              decoded(dropped, (found) => found.join(' ').replaceAll('##', '')),
            ),
            'The marks are still in the text.': of(decoded([], joined)),
            'The padding is still in the text.': of(decoded(['[CLS]', '[SEP]'], joined)),
            'All special tokens are left out: [UNK] and [MASK] stand for words and have to stay.': of(
              decoded(MARKS, joined),
            ),
            'Words are set side by side without blanks.': of(
              decoded(dropped, (found) => found.join('').replaceAll('##', '')),
            ),
          }),
        });
      }
    },
  },
};
