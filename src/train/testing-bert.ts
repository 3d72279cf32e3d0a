import type { EncodedSplit, PreparedData } from '../data/types.ts';
import { ORDINARY } from '../data/pretraining.ts';
import { BERT_MARKS } from '../text/bert-marks.ts';
import { Random } from '../base/random.ts';
import { type Recipe, type RecipeInput, recipeSchema } from '../recipe/recipe.ts';

/** Help for the tests of BERT: a language in which each word is followed by the next of its circle. */

const CIRCLE = 6;

/** Texts of 5 to 8 words: the neighbours of a masked word, and the halves of a text, tell what is asked. */
export function circleData(rows: number, labels: readonly string[] = ['in order', 'swapped']): PreparedData {
  const random = new Random(3, 'circle');
  const make = (count: number, first: number): EncodedSplit => {
    const texts = Array.from({ length: count }, () => {
      const start = random.below(CIRCLE);
      return Array.from({ length: 5 + random.below(4) }, (_, t) => ORDINARY + ((start + t) % CIRCLE));
    });
    const offsets = new Uint32Array(count + 1);
    texts.forEach((text, i) => (offsets[i + 1] = (offsets[i] as number) + text.length));
    return {
      rows: Uint32Array.from({ length: count }, (_, i) => first + i),
      offsets,
      tokens: Int32Array.from(texts.flat()),
      // Of a classifier: which half of the circle a text begins in.
      labels: Int32Array.from(texts, ([word = ORDINARY]) => Number(word - ORDINARY >= CIRCLE / 2)),
    };
  };
  return {
    vocabulary: ['<pad>', '<unk>', ...BERT_MARKS, ...Array.from({ length: CIRCLE }, (_, i) => `word${i}`)],
    padId: 0,
    unkId: 1,
    labels: [...labels],
    maxLength: 8,
    splits: { train: make(rows, 0), validation: make(24, rows), test: make(24, rows + 24) },
  };
}

/** A BERT of one layer for `circleData`, without dropout unless the model says so. */
export function circleRecipe(
  task: 'pretrain' | 'classify',
  training: RecipeInput['training'] = {},
  model: Partial<Extract<RecipeInput['model'], { kind: 'bert' }>> = {},
): Recipe {
  return recipeSchema.parse({
    seed: 4,
    task,
    text: { tokenizer: { kind: 'wordpiece' } },
    model: {
      ...{ kind: 'bert', layers: 1, hidden: 8, heads: 2, positions: 12, dropout: 0, attentionDropout: 0 },
      ...model,
    },
    training: {
      optimizer: { kind: 'adamw', lr: 0.01, noDecay: 'biases-and-norms' },
      ...{ batchSize: 8, epochs: 2, clipNorm: 1 },
      ...training,
    },
  });
}
