import type { Recipe } from '../recipe/recipe.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { sampleTokens, type TokenSample } from '../text/encode.ts';
import { isSubword } from '../text/tokenizer.ts';
import { type Corpus, encodeCorpus, lengthOf } from './corpus.ts';
import { type Link, parseLinks, strayLink } from './links.ts';
import type { LabelledRows } from './rows.ts';
import type { EncodedPairs, EncodedSplit, PairSide, PreparedData, SplitName } from './types.ts';

export const SOS = '<sos>';
export const EOS = '<eos>';

/** One language of the pairs under a recipe. */
export interface Side {
  /** As words, and as the tokens of the recipe: the same where these are words. */
  words: Corpus;
  corpus: Corpus;
  vocabulary: Vocabulary;
  /** Of the vocabulary: all but special ones. */
  ordinaryTokens: number;
  maxLength: number;
}

/** The vocabulary with the marks for begin and end behind padding and unknown. */
export function withMarks({ words }: Vocabulary): Vocabulary {
  const [pad, unknown, ...rest] = words;
  const own = rest.filter((word) => word !== SOS && word !== EOS);
  return Vocabulary.fromWords([pad as string, unknown as string, SOS, EOS, ...own]);
}

/**
 * A text of one side on its way to ids. The encoder reads words alone, perhaps from their end; the decoder reads a
 * sentence from `<sos>` on and is to say it to `<eos>`.
 */
export function sampleOfSide(text: string, recipe: Recipe, fitted: Side, side: PairSide): TokenSample {
  return sampleTokens(text, recipe.text, withMarks(fitted.vocabulary), fitted.maxLength, {
    marks: side === 'target' ? [SOS, EOS] : null,
    reversed: side === 'source' && recipe.data.reverseSource,
  });
}

/** Both sides of all splits as ids; `labels` are the words of the target language. */
export function encodePairs(
  source: Side,
  target: Side,
  rows: LabelledRows,
  assigned: Uint8Array,
  recipe: Recipe,
): PreparedData {
  const { text, data } = recipe;
  const { pairs } = rows;
  if (!pairs) throw new Error('These rows are no pairs.');
  const [from, to] = [source, target].map((side) =>
    encodeCorpus(side.corpus, rows, assigned, withMarks(side.vocabulary), side.maxLength),
  ) as [PreparedData, PreparedData];
  const { swap, reverseSource } = data;

  const pairsOf = (split: SplitName): EncodedSplit => {
    const [own, other] = [from.splits[split], to.splits[split]];
    const words = ({ words: { words, tokens, offsets } }: Side, row: number) =>
      Array.from(tokens.subarray(offsets[row], offsets[row + 1]), (number) => words[number]).join(' ');
    const scored = split === 'train' ? [] : Array.from(own.rows);
    // Links are of words: pieces of words have none.
    const alignment = (row: number): Link[] => {
      if (isSubword(text)) return [];
      const links = parseLinks(pairs.alignment(row), row);
      return strayLink(links, wordsIn(source, target, row, swap)) ? [] : links;
    };
    const linked = linksOf(scored, alignment, swap, (i) => {
      const length = (own.offsets[i + 1] as number) - (own.offsets[i] as number);
      return reverseSource ? length - 1 : null;
    });
    if (reverseSource)
      own.offsets.forEach((start, i) => own.tokens.subarray(start, own.offsets[i + 1] ?? start).reverse());
    const encoded: EncodedPairs = {
      offsets: other.offsets,
      tokens: other.tokens,
      sources: scored.map((row) => words(source, row)),
      references: scored.map((row) => words(target, row)),
      ...linked,
    };
    return { ...own, labels: new Int32Array(own.rows.length).fill(-1), pairs: encoded };
  };
  return {
    ...from,
    labels: to.vocabulary,
    // Of both sides: translations are no longer than this.
    maxLength: Math.max(from.maxLength, to.maxLength),
    splits: { train: pairsOf('train'), validation: pairsOf('validation'), test: pairsOf('test') },
  };
}

/** Words of both sentences of a row, in the order of the file: that of its links. */
export function wordsIn(
  source: Pick<Side, 'words'>,
  target: Pick<Side, 'words'>,
  row: number,
  swap: boolean,
): [number, number] {
  const [from, to] = [lengthOf(source.words, row), lengthOf(target.words, row)];
  return swap ? [to, from] : [from, to];
}

/**
 * Rows whose links name a word that is not there have none: what they would be judged by is not this sentence.
 * @param last the last place of a source that is read from its end;
 * null: it is not
 */
function linksOf(
  rows: readonly number[],
  alignment: (row: number) => Link[],
  swap: boolean,
  last: (i: number) => number | null,
): Pick<EncodedPairs, 'linkOffsets' | 'links'> {
  const linkOffsets = new Uint32Array(rows.length + 1);
  const links: number[] = [];
  for (const [i, row] of rows.entries()) {
    for (const [a, b, sure] of alignment(row)) {
      const [from, to] = swap ? [b, a] : [a, b];
      const end = last(i);
      links.push(end === null ? from : end - from, to, sure);
    }
    linkOffsets[i + 1] = links.length / 3;
  }
  return links.length > 0
    ? { linkOffsets, links: Int32Array.from(links) }
    : { linkOffsets: null, links: null };
}
