import type { TextSpec } from '../recipe/recipe.ts';
import { lengthOf, rowsOf } from './corpus.ts';
import { isSubword } from '../text/tokenizer.ts';
import { type Side, wordsIn } from './encode-pairs.ts';
import { linkProblem } from './links.ts';
import { noWords } from './no-words.ts';
import { countLengths, frequentWords, unknownShare } from './report.ts';
import { type LabelledRows, NONE } from './rows.ts';
import type { BadLinks, PairReport } from './types.ts';

interface PairReportInput {
  rows: LabelledRows;
  assigned: Uint8Array;
  text: TextSpec;
  /** Of the two columns, source first. */
  names: [string, string];
  /** The other language. */
  source: Pick<Side, 'words'>;
  swap: boolean;
}

/** So many rows with bad links are shown. */
const EXAMPLES = 20;

/** Rows whose links are none, or name words that are not there. */
function badLinks(side: Side, { rows, source, swap }: PairReportInput, used: Uint32Array): BadLinks {
  const found: BadLinks = { count: 0, examples: [] };
  for (const row of used) {
    const text = rows.pairs?.alignment(row) ?? '';
    const reason = linkProblem(text, row, wordsIn(source, side, row, swap));
    if (reason === null) continue;
    found.count++;
    if (found.examples.length < EXAMPLES) found.examples.push({ row, reason, links: text.slice(0, 120) });
  }
  return found;
}

/** What is to be seen of the target language. */
export function pairReport(side: Side, input: PairReportInput): PairReport {
  const { rows, assigned, text, names } = input;
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
    // Links are of words: pieces of words have none.
    badLinks: isSubword(text) ? { count: 0, examples: [] } : badLinks(side, input, used),
  };
}
