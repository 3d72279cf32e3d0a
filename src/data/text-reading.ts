import type { Recipe } from '../recipe/recipe.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { SINGLE_MARKS } from './pretraining.ts';
import { type PreparedData, SPLITS, type TextReading } from './types.ts';

/** Tokens that are counted of a text at most: as many as a recipe may ask for. */
export const WHOLE = 4096;
/** Bins of the histogram; longer texts fall into the last one. */
const MOST_BINS = 160;
const SAMPLES = 4;

/**
 * How texts are read.
 * @param prepared the texts with `WHOLE` as their maximum length
 * @param maxLength tokens that a model reads of a text, marks not counted
 */
export async function textReading(
  prepared: PreparedData,
  { text, model }: Recipe,
  maxLength: number,
  textsOf: (rows: number[]) => Promise<string[]>,
): Promise<TextReading> {
  const { splits, vocabulary, unkId, labels } = prepared;
  const marks = model.kind === 'bert' ? SINGLE_MARKS : 0;
  const counts: number[] = [];
  const sums = { texts: 0, cut: 0, tokens: 0, unknown: 0, empty: 0 };
  for (const split of SPLITS) {
    const { offsets, tokens } = splits[split];
    for (let i = 0; i + 1 < offsets.length; i++) {
      const length = (offsets[i + 1] as number) - (offsets[i] as number);
      const bin = Math.min(MOST_BINS, length + marks);
      counts[bin] = (counts[bin] ?? 0) + 1;
      sums.texts++;
      if (length > maxLength) sums.cut++;
      if (length === 0) sums.empty++;
    }
    sums.tokens += tokens.length;
    for (const id of tokens) if (id === unkId) sums.unknown++;
  }
  const { rows, offsets, tokens, labels: classes } = splits.train;
  const shown = Array.from(rows.subarray(0, SAMPLES));
  const texts = await textsOf(shown);
  const tokenizer = new Tokenizer(text, Vocabulary.fromWords(vocabulary));
  return {
    vocabularySize: vocabulary.length,
    lengthCounts: Array.from({ length: counts.length }, (_, n) => counts[n] ?? 0),
    maxLength: maxLength + marks,
    truncatedShare: sums.texts > 0 ? sums.cut / sums.texts : 0,
    unknownShare: sums.tokens > 0 ? sums.unknown / sums.tokens : 0,
    emptyTexts: sums.empty,
    splitCounts: {
      train: splits.train.rows.length,
      validation: splits.validation.rows.length,
      test: splits.test.rows.length,
    },
    labels,
    samples: shown.map((row, i) => ({
      row,
      label: labels[classes[i] as number] ?? '',
      text: texts[i] ?? '',
      tokens: Array.from(
        tokens.subarray(offsets[i], Math.min(offsets[i + 1] as number, (offsets[i] as number) + maxLength)),
        (id) => tokenizer.show(vocabulary[id] ?? ''),
      ),
    })),
  };
}
