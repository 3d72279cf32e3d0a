import { expect, test } from 'vitest';
import type { EncodedSplit } from '../data/types.ts';
import { parseRecipe } from '../recipe/parse.ts';
import { shownPairs } from './shown-pairs.ts';

const recipe = (reverseSource: boolean) =>
  parseRecipe({ task: 'translate', data: { reverseSource }, model: { kind: 'seq2seq' } });
const marks = ['<pad>', '<unk>', '<sos>', '<eos>'];

function splitOf(tokens: number[], target: number[]): EncodedSplit {
  return {
    rows: Uint32Array.of(0),
    offsets: Uint32Array.of(0, tokens.length),
    tokens: Int32Array.from(tokens),
    labels: Int32Array.of(-1),
    pairs: {
      offsets: Uint32Array.of(0, target.length),
      tokens: Int32Array.from(target),
      sources: ['ein zebra schläft'],
      references: ['a zebra sleeps'],
      linkOffsets: null,
      links: null,
    },
  };
}

test.each([false, true])('an unknown word stands as it was written, read from the end: %s', (reversed) => {
  const tokens = reversed ? [5, 1, 4] : [4, 1, 5];
  const split = splitOf(tokens, [4, 1, 5]);
  const shown = shownPairs(recipe(reversed), {
    vocabulary: [...marks, 'ein', 'schläft'],
    labels: [...marks, 'a', 'sleeps'],
    splits: { train: split, validation: split, test: split },
  });
  expect(shown(0)).toEqual({
    source: ['ein', 'zebra', 'schläft'],
    target: ['a', 'zebra', 'sleeps', '<eos>'],
    unknown: { source: [1], target: [1] },
  });
  // What is encoded is left as it is.
  expect([...split.tokens]).toEqual(tokens);
});
