import type { TextSpec } from '../recipe/recipe.ts';
import { type ShownToken, splitterOf } from '../text/tokenizer.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { type Corpus, lengthOf, rowsOf } from './corpus.ts';
import { noWords } from './no-words.ts';
import { countWords } from './pieces.ts';
import { leakedRows } from './duplicates.ts';
import { labelsOfRow, likelySame } from './label-sets.ts';
import { labelNames, type LabelledRows, NONE, UNLABELLED, UNSUPERVISED } from './rows.ts';
import { splitName } from './splits.ts';
import { type DataReport, type MultiReport, type RowSample, SPLITS, type SplitName } from './types.ts';

const EXAMPLES = 20;
const FREQUENT_WORDS = 50;
const EXAMPLE_LENGTH = 300;
const SHARES_UP_TO = [40, 50, 60, 70];
/** Lengths are counted one by one up to here. */
const LONGEST_BIN = 1000;

export interface ReportInput {
  rows: LabelledRows;
  assigned: Uint8Array;
  /** For every row the first with the same text. */
  first: Uint32Array;
  dropped: number;
  text: TextSpec;
  /** As words, and as the tokens of the recipe. */
  words: Corpus;
  corpus: Corpus;
  vocabulary: Vocabulary;
  ordinaryTokens: number;
  maxLength: number;
  /** The column, where there are two languages. */
  of?: string | undefined;
}

type TokensInput = Pick<ReportInput, 'assigned' | 'corpus' | 'vocabulary' | 'text'>;

/** How many of these texts have so many tokens; the last bin holds the longer ones. */
export function countLengths(corpus: Corpus, used: Uint32Array): number[] {
  const lengths = new Array<number>(LONGEST_BIN + 1).fill(0);
  let longest = 0;
  for (const row of used) {
    const bin = Math.min(lengthOf(corpus, row), LONGEST_BIN);
    lengths[bin] = (lengths[bin] as number) + 1;
    longest = Math.max(longest, bin);
  }
  return lengths.slice(0, longest + 1);
}

/** What a person sees before training. */
export function reportOn(input: ReportInput): DataReport {
  const { rows, assigned, corpus, vocabulary, maxLength } = input;
  const used = Uint32Array.from(assigned.keys()).filter((row) => assigned[row] !== NONE);
  const classCounts = Object.fromEntries(
    SPLITS.map((split) => [split, new Array<number>(rows.labels.length).fill(0)]),
  ) as Record<SplitName, number[]>;
  const splitCounts = { train: 0, validation: 0, test: 0 };
  const lengths = countLengths(corpus, used);
  const emptyRows: number[] = [];
  let truncated = 0;
  for (const row of used) {
    const split = splitName(assigned[row]) as SplitName;
    const counts = classCounts[split];
    splitCounts[split]++;
    for (const label of rows.sets
      ? labelsOfRow(rows.sets, row)
      : rows.pairs || rows.labels.length === 0
        ? []
        : [rows.classes[row] as number])
      counts[label] = (counts[label] as number) + 1;
    const length = lengthOf(corpus, row);
    if (length === 0) emptyRows.push(row);
    if (length > maxLength) truncated++;
  }
  const share = (count: number) => (used.length ? count / used.length : 0);
  return {
    rows: rows.count,
    labels: rows.labels,
    classCounts,
    splitCounts,
    drawnParts: drawnPartsOf(rows, used, splitCounts),
    lengthCounts: lengths,
    shareUpTo: SHARES_UP_TO.map((length) => ({
      length,
      share: share(lengths.slice(0, length + 1).reduce((sum, count) => sum + count, 0)),
    })),
    empty: {
      count: emptyRows.length,
      examples: emptyRows.slice(0, EXAMPLES).map((row) => sampleOf(rows, assigned, row, 0)),
    },
    duplicates: duplicatesOf(input, used),
    leaks: leaksOf(input),
    droppedDuplicates: input.dropped,
    ...unlabelledOf(rows),
    missingLabels: rows.missingLabels === undefined ? 0 : rows.missingLabels,
    multi: multiReport(rows, used),
    tokenizer: input.text.tokenizer.kind,
    vocabularySize: vocabulary.size,
    ordinaryTokens: input.ordinaryTokens,
    noWords: noWords({ ...input, train: rowsOf('train', assigned) }),
    frequentWords: frequentWords(input),
    unknownShare: unknownShare(input, used),
    maxLength,
    truncatedShare: share(truncated),
  };
}

/** Rows that nobody may ask for a label, and those whose label is missing. */
function unlabelledOf({ classes, given }: LabelledRows): Pick<DataReport, 'unsupervised' | 'unlabelled'> {
  const unsupervised = given.reduce((sum, split) => sum + (split === UNSUPERVISED ? 1 : 0), 0);
  const unlabelled = classes.reduce(
    (sum, label, row) => sum + (label === UNLABELLED && given[row] !== UNSUPERVISED ? 1 : 0),
    0,
  );
  return { unsupervised, unlabelled };
}

/** A split column is obeyed as far as it goes: what has rows although it gives none was drawn. */
function drawnPartsOf(
  { given, hasSplitColumn }: LabelledRows,
  used: Uint32Array,
  counts: Record<SplitName, number>,
): SplitName[] {
  if (!hasSplitColumn) return [];
  return SPLITS.filter(
    (split, index) => split !== 'train' && counts[split] > 0 && !used.some((row) => given[row] === index),
  );
}

/** How many labels texts have, which of them stand together, and which are perhaps the same. */
function multiReport({ sets, labels, separator }: LabelledRows, used: Uint32Array): MultiReport | null {
  if (!sets) return null;
  const labelsPerText: number[] = [];
  const together = labels.map(() => new Array<number>(labels.length).fill(0));
  for (const row of used) {
    const ids = labelsOfRow(sets, row);
    while (labelsPerText.length <= ids.length) labelsPerText.push(0);
    labelsPerText[ids.length] = (labelsPerText[ids.length] as number) + 1;
    for (const a of ids) {
      const beside = together[a] as number[];
      for (const b of ids) beside[b] = (beside[b] as number) + 1;
    }
  }
  const counts = together.map((beside, i) => beside[i] as number);
  return { separator, labelsPerText, together, likelySame: likelySame(labels, counts) };
}

export function sampleOf(rows: LabelledRows, assigned: Uint8Array, row: number, tokens: number): RowSample {
  return {
    row,
    text: rows.text(row),
    label: labelNames(rows, row).join(', '),
    split: splitName(assigned[row]),
    ...(rows.given[row] === UNSUPERVISED && { unsupervised: true }),
    tokens,
  };
}

/** The first rows of texts that occur more than once, and all rows of each. */
function groupsOf({ first }: ReportInput, used: Uint32Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const row of used) {
    const head = first[row] as number;
    if (head === row) continue;
    const group = groups.get(head);
    if (group) group.push(row);
    else groups.set(head, [head, row]);
  }
  return groups;
}

function duplicatesOf(input: ReportInput, used: Uint32Array): DataReport['duplicates'] {
  const { rows } = input;
  const groups = [...groupsOf(input, used).values()];
  const count = groups.reduce((sum, group) => sum + group.length - 1, 0);
  return {
    count,
    examples: groups
      .sort((a, b) => b.length - a.length || (a[0] as number) - (b[0] as number))
      .slice(0, EXAMPLES)
      .map((group) => ({
        text: rows.text(group[0] as number).slice(0, EXAMPLE_LENGTH),
        times: group.length,
        labels: [...new Set(group.map((row) => labelNames(rows, row).join(', ')))].sort(),
      })),
  };
}

function leaksOf({ rows, first, assigned }: ReportInput): DataReport['leaks'] {
  const leaked = leakedRows(first, assigned);
  const texts = new Map<number, Set<SplitName>>();
  for (const row of leaked) {
    const head = first[row] as number;
    const splits = texts.get(head) ?? new Set<SplitName>(['train']);
    splits.add(splitName(assigned[row]) as SplitName);
    texts.set(head, splits);
  }
  return {
    count: leaked.length,
    examples: [...texts].slice(0, EXAMPLES).map(([head, splits]) => ({
      text: rows.text(head).slice(0, EXAMPLE_LENGTH),
      splits: SPLITS.filter((split) => splits.has(split)),
    })),
  };
}

export function frequentWords({
  assigned,
  corpus,
  vocabulary,
  text,
}: TokensInput): DataReport['frequentWords'] {
  const counts = countWords(corpus, rowsOf('train', assigned));
  const { show } = splitterOf(text, vocabulary);
  // Words stand in order of their frequency, pieces do not; the order of equals stays.
  return vocabulary.words
    .filter((word) => vocabulary.id(word) !== vocabulary.unkId)
    .map((word) => ({ word, count: counts.get(word) ?? 0 }))
    .sort((a, b) => b.count - a.count)
    .slice(0, FREQUENT_WORDS)
    .map(({ word, count }) => ({ word: shownAlone(show(word)), count }));
}

/** A piece by itself: what goes on with a word says so. */
const shownAlone = ({ text, starts }: ShownToken): string => (starts ? text : `…${text}`);

export function unknownShare(
  { assigned, corpus, vocabulary }: Omit<TokensInput, 'text'>,
  used: Uint32Array,
): number {
  const known = corpus.words.map((word) => vocabulary.id(word) !== vocabulary.unkId);
  let all = 0;
  let unknown = 0;
  for (const row of used) {
    if (splitName(assigned[row]) === 'train') continue;
    for (let at = corpus.offsets[row] as number; at < (corpus.offsets[row + 1] as number); at++) {
      all++;
      if (!known[corpus.tokens[at] as number]) unknown++;
    }
  }
  return all ? unknown / all : 0;
}
