import type { ExerciseChecks } from '../../kit/checks.ts';

/** Ids as a vocabulary has them here: padding first, then the marks. */
const VOCABULARY = new Map(
  ['<pad>', '<unk>', '<sos>', '<eos>', 'ein', 'hund', 'läuft', 'die', 'katze', 'schläft'].map((word, id) => [
    word,
    id,
  ]),
);
const id = (word: string): number => VOCABULARY.get(word) ?? (VOCABULARY.get('<unk>') as number);
const right = (words: readonly string[]): number[] => ['<sos>', ...words, '<eos>'].map(id);

function filled(sentences: readonly number[][], pad: number): number[][] {
  const longest = Math.max(0, ...sentences.map(({ length }) => length));
  return sentences.map((ids) => [...ids, ...Array<number>(longest - ids.length).fill(pad)]);
}

const FIELDS = ['ids', 'lengths'] as const;

export const checks: ExerciseChecks = {
  id: 'seq2seq/collate',
  onOriginals: ['edges'],
  checks: {
    marks({ encode }, kit) {
      for (const sentence of ['ein hund läuft', 'katze', 'die katze schläft']) {
        const words = sentence.split(' ');
        const ids = words.map(id);
        const [sos, eos] = [id('<sos>'), id('<eos>')];
        kit.equal(encode?.([...words], new Map(VOCABULARY)), right(words), {
          what: 'the ids',
          input: { words, '<sos>': sos, '<eos>': eos },
          mistakes: {
            'The sentence is empty.': [],
            'Both marks are missing.': ids,
            '<sos> is missing: the decoder would not know how to begin.': [...ids, eos],
            '<eos> is missing: the decoder would never learn to end.': [sos, ...ids],
            'The marks are exchanged.': [eos, ...ids, sos],
            'The words are in reverse order.': [sos, ...ids.reverse(), eos],
          },
        });
      }
    },
    unknown({ encode }, kit) {
      for (const words of [['ein', 'pferd'], ['toString', 'hund'], ['Hund']]) {
        const wanted = right(words);
        kit.equal(encode?.([...words], new Map(VOCABULARY)), wanted, {
          what: 'the ids',
          input: { words, '<unk>': id('<unk>') },
          mistakes: {
            'Unknown words are left out: the sentence then has other words than the person wrote.':
              wanted.filter((one) => one !== id('<unk>')),
            'An unknown word has no id at all: undefined stands in its place.': [
              '<sos>',
              ...words,
              '<eos>',
            ].map((word) => VOCABULARY.get(word)),
            'The words are put into small letters: the vocabulary has them as they were written.': right(
              words.map((word) => word.toLowerCase()),
            ),
            'Unknown words get the id of padding.': wanted.map((one) =>
              one === id('<unk>') ? id('<pad>') : one,
            ),
          },
        });
      }
      // The order of the marks is the vocabulary's business.
      const other = new Map([
        ['<unk>', 7],
        ['<sos>', 3],
        ['<eos>', 9],
        ['<pad>', 0],
        ['a', 1],
      ]);
      kit.equal(encode?.(['a', 'b'], new Map(other)), [3, 1, 7, 9], {
        what: 'the ids under a vocabulary whose marks have other ids',
        input: { words: ['a', 'b'], '<unk>': 7, '<sos>': 3, '<eos>': 9 },
        mistakes: {
          'The id of <unk> is written into the code: look it up, each vocabulary has its own.': [3, 1, 1, 9],
          'The ids of <sos> and <eos> are written into the code: look them up, each vocabulary has its own.':
            [2, 1, 7, 3],
          'The ids of the marks are written into the code: look them up, each vocabulary has its own.': [
            2, 1, 1, 3,
          ],
        },
      });
    },
    fill({ collate }, kit) {
      for (const pad of [0, 5]) {
        const sentences = [
          [2, 8, 3],
          [2, 3],
          [2, 4, 6, 9, 3],
        ];
        kit.equal(
          kit.record(
            collate?.(
              sentences.map((ids) => [...ids]),
              pad,
            ),
            'collate',
            FIELDS,
          ).ids,
          filled(sentences, pad),
          {
            what: 'ids',
            input: { sentences, pad },
            mistakes: {
              'Nothing is filled up.': sentences,
              'The padding stands before the sentence; it belongs at its end.': sentences.map((ids) => [
                ...Array<number>(5 - ids.length).fill(pad),
                ...ids,
              ]),
              'Filled up with 0 whatever the id of padding is.': filled(sentences, 0),
              'Cut to the shortest instead of filled up to the longest.': sentences.map((ids) =>
                ids.slice(0, 2),
              ),
            },
          },
        );
      }
    },
    lengths({ collate }, kit) {
      const sentences = [
        [2, 8, 3],
        [2, 3],
        [2, 4, 6, 9, 3],
      ];
      kit.equal(
        kit.record(
          collate?.(
            sentences.map((ids) => [...ids]),
            0,
          ),
          'collate',
          FIELDS,
        ).lengths,
        [3, 2, 5],
        {
          what: 'lengths',
          input: { sentences },
          mistakes: {
            'There are no lengths.': [],
            'These are the lengths after filling up.': [5, 5, 5],
            'The marks are not counted: <sos> and <eos> are part of the sentence.': [1, 0, 3],
          },
        },
      );
    },
    edges({ encode, collate }, kit) {
      kit.equal(encode?.([], VOCABULARY), right([]), { what: 'the ids of an empty sentence' });
      for (const sentences of [[[2, 3]], [[0, 0, 0], [0]], [[], [2]], []] as number[][][]) {
        const given = sentences.map((ids) => [...ids]);
        kit.equal(
          collate?.(given, 1),
          { ids: filled(sentences, 1), lengths: sentences.map(({ length }) => length) },
          {
            what: 'the batch',
            input: { sentences, pad: 1 },
          },
        );
        if (given.some((ids, i) => ids.join() !== sentences[i]?.join()))
          kit.fail('The sentences that were given are changed: they are used again in the next epoch.', {
            'given before': sentences,
            'given after': given,
          });
      }
    },
  },
};
