import type { ExerciseChecks } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

function right(texts: number[][], pad: number): { ids: number[][]; mask: number[][] } {
  const longest = texts.reduce((most, { length }) => Math.max(most, length), 0);
  const row = <T>(text: number[], at: (t: number) => T): T[] =>
    Array.from({ length: Math.max(longest, text.length) }, (_, t) => at(t));
  return {
    ids: texts.map((text) => row(text, (t) => text[t] ?? pad)),
    mask: texts.map((text) => row(text, (t) => Number(t < text.length))),
  };
}

/** With a mask that is 0 wherever the id of padding stands. */
function fromIds(texts: number[][], pad: number): { ids: number[][]; mask: number[][] } {
  const { ids } = right(texts, pad);
  return { ids, mask: ids.map((row) => row.map((id) => Number(id !== pad))) };
}

/** First, last, shortest and longest text are of four lengths, so that none is taken for another. */
function batch(kit: Kit, rows: number, shortest: number, longest: number): number[][] {
  const lengths = Array.from({ length: rows }, () => kit.integer(shortest, longest - 1));
  [lengths[0], lengths[1], lengths[2], lengths[rows - 1]] = [longest - 1, longest, shortest, longest - 2];
  return lengths.map((length) => Array.from({ length }, () => kit.integer(2, 99)));
}

const FIELDS = ['ids', 'mask'] as const;

const copy = (texts: number[][]): number[][] => texts.map((text) => [...text]);

/** Whether the rows are the right ones with more padding behind them, all of one length. */
function isLonger(rows: unknown, wanted: number[][]): boolean {
  if (!Array.isArray(rows) || rows.length !== wanted.length || !rows.every((row) => Array.isArray(row)))
    return false;
  const all = rows as unknown[][];
  return all.every(
    (row, b) =>
      row.length === all[0]?.length &&
      row.length > (wanted[b]?.length ?? 0) &&
      wanted[b]?.every((id, t) => row[t] === id) === true,
  );
}

/** Small batches first: the evidence is then short. */
const SIZES: readonly [rows: number, shortest: number, longest: number][] = [
  [4, 1, 4],
  [5, 1, 5],
  [7, 2, 9],
];

export const checks: ExerciseChecks = {
  id: 'rnn/pad-batch',
  onOriginals: ['input'],
  checks: {
    ids({ padBatch }, kit) {
      for (const pad of [0, 1])
        for (const size of SIZES) {
          const texts = batch(kit, ...size);
          const wanted = right(texts, pad).ids;
          const longest = size[2];
          const fill = (text: number[], length: number): number[] =>
            Array.from({ length }, (_, t) => text[t] ?? pad);
          const { ids } = kit.record(padBatch?.(copy(texts), pad), 'padBatch', FIELDS);
          if (isLonger(ids, wanted))
            kit.fail(
              'The texts are filled up to a fixed length: to the longest of this batch is wanted, no further.',
              {
                texts,
                'ids, you return': ids,
              },
            );
          kit.equal(ids, wanted, {
            what: 'ids',
            input: { texts, pad },
            mistakes: {
              'Nothing is filled up: the texts are as long as they were.': texts,
              'The padding stands before the text; it belongs at its end.': texts.map((text) => [
                ...fill([], longest - text.length),
                ...text,
              ]),
              'All texts get the length of the first; the longest of the batch may stand anywhere.':
                texts.map((text) => fill(text, texts[0]?.length ?? 0)),
              'Only texts shorter than the first are filled up, to its length; the longest of the batch may stand anywhere.':
                texts.map((text) => fill(text, Math.max(text.length, texts[0]?.length ?? 0))),
              'All texts get the length of the last; the longest of the batch may stand anywhere.': texts.map(
                (text) => fill(text, texts.at(-1)?.length ?? 0),
              ),
              'The texts are cut to the shortest instead of filled up to the longest.': texts.map((text) =>
                text.slice(0, Math.min(...texts.map(({ length }) => length))),
              ),
              'Filled up with 0 whatever the id of padding is.': texts.map((text) =>
                fill(text, longest).map((id, t) => (t < text.length ? id : 0)),
              ),
            },
          });
        }
    },
    mask({ padBatch }, kit) {
      for (const size of SIZES) {
        const texts = batch(kit, ...size);
        const wanted = right(texts, 0).mask;
        kit.equal(kit.record(padBatch?.(copy(texts), 0), 'padBatch', FIELDS).mask, wanted, {
          what: 'mask',
          input: { texts, pad: 0 },
          mistakes: {
            'There is no mask.': [],
            'The mask holds true and false; the numbers 1 and 0 are wanted, as it is multiplied with.':
              wanted.map((row) => row.map((m) => m === 1)),
            'The mask is the wrong way round: 1 stands on padding.': wanted.map((row) =>
              row.map((m) => 1 - m),
            ),
            'The mask is 1 everywhere: padding counts as text.': wanted.map((row) => row.map(() => 1)),
            'The mask ends one step too early.': wanted.map((row, b) =>
              row.map((_, t) => Number(t < (texts[b]?.length ?? 0) - 1)),
            ),
            'The mask holds the ids instead of 1.': right(texts, 0).ids,
          },
        });
      }
    },
    edges({ padBatch }, kit) {
      const cases: [string, number[][], number][] = [
        ['a batch of one text', [[5, 6, 7]], 0],
        ['an empty text among others', [[4, 2], []], 0],
        ['an empty text before others', [[], [4, 2], [6]], 0],
        ['a batch of empty texts', [[], []], 0],
        ['a batch without texts', [], 0],
        ['a text that holds the id of padding', [[3, 0, 8], [9]], 0],
      ];
      for (const [what, texts, pad] of cases)
        kit.equal(padBatch?.(copy(texts), pad), right(texts, pad), {
          what: `the outcome for ${what}`,
          input: { texts, pad },
          mistakes: {
            'The mask is read from the ids: a word whose id is that of padding counts as padding. Read it from the lengths.':
              fromIds(texts, pad),
          },
        });
    },
    input({ padBatch }, kit) {
      const texts = [[4, 5, 6], [7]];
      const given = copy(texts);
      padBatch?.(given, 0);
      if (given.some((text, b) => text.join() !== texts[b]?.join()))
        kit.fail('The texts that were given are changed: the same text is padded again and again.', {
          'given before': texts,
          'given after': given,
        });
    },
  },
};
