import { Random } from '../base/random.ts';
import type { EncodedSplit, PreparedData } from '../data/types.ts';
import { type Recipe, type RecipeInput, recipeSchema } from '../recipe/recipe.ts';

/** Help for the tests of translating: a tiny task, and a small model for it. */

export const WORDS = ['<pad>', '<unk>', '<sos>', '<eos>', 'a', 'b', 'c', 'd', 'e'];

/** Texts of 2 to 5 letters, translated into the same letters from the end. */
export function reversals(rows: number): PreparedData {
  const random = new Random(3, 'reversals');
  const make = (count: number): EncodedSplit => {
    const texts = Array.from({ length: count }, () =>
      Array.from({ length: 2 + random.below(4) }, () => 4 + random.below(WORDS.length - 4)),
    );
    const offsets = new Uint32Array(count + 1);
    texts.forEach((text, i) => (offsets[i + 1] = (offsets[i] as number) + text.length));
    const words = (text: number[]) => text.map((id) => WORDS[id]).join(' ');
    const links = texts.flatMap((text) => text.flatMap((_, i) => [i, text.length - 1 - i, 1]));
    return {
      rows: Uint32Array.from(texts, (_, i) => i),
      offsets,
      tokens: Int32Array.from(texts.flat()),
      labels: new Int32Array(count).fill(-1),
      pairs: {
        offsets,
        tokens: Int32Array.from(texts.flatMap((text) => text.toReversed())),
        sources: texts.map(words),
        references: texts.map((text) => words(text.toReversed())),
        linkOffsets: offsets,
        links: Int32Array.from(links),
      },
    };
  };
  const splits = { train: make(rows), validation: make(16), test: make(16) };
  return { vocabulary: WORDS, padId: 0, unkId: 1, labels: WORDS, maxLength: 5, splits };
}

export const pairRecipe = (
  training: RecipeInput['training'] = {},
  attention: 'none' | 'dot' | 'additive' = 'dot',
): Recipe =>
  recipeSchema.parse({
    task: 'translate',
    seed: 2,
    model: { kind: 'seq2seq', layers: 1, embedding: 8, hidden: 12, dropout: 0.1, attention },
    training: {
      batchSize: 16,
      epochs: 2,
      clipNorm: 1,
      monitor: 'loss',
      optimizer: { kind: 'adam', lr: 0.02 },
      ...training,
    },
  });
