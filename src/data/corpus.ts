import type { TextSpec } from '../recipe/recipe.ts';
import { LONGEST, resolveMaxLength } from '../text/encode.ts';
import { tokenizeText } from '../text/tokenize.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import type { Job } from './job.ts';
import { labelsOfRow, type LabelSets } from './label-sets.ts';
import { type LabelledRows, NONE } from './rows.ts';
import { type EncodedSplit, type PreparedData, SPLITS, type SplitName } from './types.ts';

/**
 * All texts in use as tokens. Words get provisional numbers in the order they are met, so that every text is split
 * only once: row i is tokens[offsets[i]] … tokens[offsets[i+1]-1].
 */
export interface Corpus {
  words: string[];
  offsets: Uint32Array;
  tokens: Int32Array;
}

export async function buildCorpus(
  rows: LabelledRows,
  assigned: Uint8Array,
  spec: TextSpec,
  job: Job,
): Promise<Corpus> {
  const numbers = new Map<string, number>();
  const offsets = new Uint32Array(rows.count + 1);
  let tokens = new Int32Array(1 << 16);
  let used = 0;
  for (let row = 0; row < rows.count; row++) {
    if (row % 256 === 0)
      await job.breathe({ phase: 'splitting texts into words', done: row, total: rows.count });
    if (assigned[row] !== NONE) {
      const text = tokenizeText(rows.text(row), spec);
      if (used + text.length > tokens.length) {
        const longer = new Int32Array(Math.max(tokens.length * 2, used + text.length));
        longer.set(tokens);
        tokens = longer;
      }
      for (const word of text) {
        let number = numbers.get(word);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(word, number);
        }
        tokens[used++] = number;
      }
    }
    offsets[row + 1] = used;
  }
  return { words: [...numbers.keys()], offsets, tokens: tokens.subarray(0, used) };
}

/** Tokens of a row. */
export const lengthOf = ({ offsets }: Corpus, row: number): number =>
  (offsets[row + 1] as number) - (offsets[row] as number);

/** Rows of a split in file order. */
export function rowsOf(split: SplitName, assigned: Uint8Array): Uint32Array {
  const index = SPLITS.indexOf(split);
  return Uint32Array.from(assigned.keys()).filter((row) => assigned[row] === index);
}

/** The vocabulary and the maximum length that train gives; `learnt`: the vocabulary that a subword tokenizer has. */
export function fitText(
  corpus: Corpus,
  train: Uint32Array,
  spec: TextSpec,
  learnt: Vocabulary | null = null,
): { vocabulary: Vocabulary; maxLength: number } {
  const lengths = Uint32Array.from(train, (row) => lengthOf(corpus, row));
  return {
    vocabulary: learnt ?? Vocabulary.build(wordTexts(corpus, train), spec.vocabulary),
    maxLength: Math.min(LONGEST, resolveMaxLength(lengths, spec.maxLength)),
  };
}

/** The texts of rows as their tokens. */
export function* wordTexts(corpus: Corpus, rows: Uint32Array): Generator<string[]> {
  for (const row of rows)
    yield Array.from(
      corpus.tokens.subarray(corpus.offsets[row], corpus.offsets[row + 1]),
      (number) => corpus.words[number] as string,
    );
}

/** The labels of chosen rows, one row after the other. */
function setsOf(sets: LabelSets, chosen: Uint32Array): Pick<EncodedSplit, 'setOffsets' | 'setIds'> {
  const setOffsets = new Uint32Array(chosen.length + 1);
  const ids: number[] = [];
  for (const [i, row] of chosen.entries()) {
    ids.push(...labelsOfRow(sets, row));
    setOffsets[i + 1] = ids.length;
  }
  return { setOffsets, setIds: Int32Array.from(ids) };
}

/** Ids of all splits, cut at the maximum length. A text without tokens becomes one unknown word. */
export function encodeCorpus(
  corpus: Corpus,
  rows: LabelledRows,
  assigned: Uint8Array,
  vocabulary: Vocabulary,
  maxLength: number,
): PreparedData {
  const ids = Int32Array.from(corpus.words, (word) => vocabulary.id(word));
  const encode = (split: SplitName): EncodedSplit => {
    const chosen = rowsOf(split, assigned);
    const offsets = new Uint32Array(chosen.length + 1);
    for (const [i, row] of chosen.entries())
      offsets[i + 1] = (offsets[i] as number) + Math.max(1, Math.min(maxLength, lengthOf(corpus, row)));
    const tokens = new Int32Array(offsets[chosen.length] as number).fill(vocabulary.unkId);
    for (const [i, row] of chosen.entries()) {
      const from = corpus.offsets[row] as number;
      const count = Math.min(maxLength, lengthOf(corpus, row));
      for (let k = 0; k < count; k++)
        tokens[(offsets[i] as number) + k] = ids[corpus.tokens[from + k] as number] as number;
    }
    const { sets } = rows;
    return {
      rows: chosen,
      offsets,
      tokens,
      labels: Int32Array.from(chosen, (row) => (sets ? -1 : (rows.classes[row] as number))),
      ...(sets && setsOf(sets, chosen)),
    };
  };
  return {
    vocabulary: [...vocabulary.words],
    padId: vocabulary.padId,
    unkId: vocabulary.unkId,
    labels: rows.labels,
    maxLength,
    splits: { train: encode('train'), validation: encode('validation'), test: encode('test') },
  };
}
