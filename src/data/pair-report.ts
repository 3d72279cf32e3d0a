import type { TextSpec } from '../recipe/recipe.ts';
import { lengthOf, rowsOf } from './corpus.ts';
import type { Side } from './encode-pairs.ts';
import { noWords } from './no-words.ts';
import { countLengths, frequentWords, unknownShare } from './report.ts';
import { type LabelledRows, NONE } from './rows.ts';
import type { PairReport } from './types.ts';

interface PairReportInput {
  rows: LabelledRows;
  assigned: Uint8Array;
  text: TextSpec;
  /** Of the two columns, source first. */
  names: [string, string];
}

/** What is to be seen of the target language. */
export function pairReport(side: Side, { rows, assigned, text, names }: PairReportInput): PairReport {
  const { words, corpus, vocabulary, ordinaryTokens, maxLength } = side;
  const used = Uint32Array.from(assigned.keys()).filter((row) => assigned[row] !== NONE);
  const cut = used.filter((row) => lengthOf(corpus, row) > maxLength).length;
  return {
    columns: names,
    lengthCounts: countLengths(corpus, used),
    vocabularySize: vocabulary.size,
    ordinaryTokens,
    noWords: noWords({ words, train: rowsOf('train', assigned), text, ordinaryTokens, of: names[1] }),
    unknownShare: unknownShare({ assigned, corpus, vocabulary }, used),
    frequentWords: frequentWords({ assigned, corpus, vocabulary, text }),
    truncatedShare: used.length > 0 ? cut / used.length : 0,
    maxLength,
    aligned: used.filter((row) => rows.pairs?.alignment(row).trim()).length,
  };
}
