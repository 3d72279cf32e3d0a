import { SEPARATORS, splitLabels } from './label-sets.ts';
import type { Column } from '../recipe/recipe.ts';
import { LABEL_NAMES, SPLIT_NAMES, TEXT_NAMES, TEXT_PAIRS, splitOf } from './names.ts';
import type { ColumnGuess, ColumnInfo } from './types.ts';

/** Of the distinct values of a column so many are known; more are refused as labels. */
const KNOWN_VALUES = 1000;

/** A column with its distinct values, of which at most 1,000 are known. */
export type GuessColumn = ColumnInfo & { values: ReadonlySet<string> };

/** More classes than this are taken for something else, unless a name says that it is the label. */
const MOST_CLASSES = 100;
/** A column of texts has so many words on average. */
const TEXT_WORDS = 3;

/**
 * Which columns hold text, label and split: by the header's names where it has one of the usual, else by content
 * (few distinct short values: label; many words: text).
 */
export function guessColumns(columns: readonly GuessColumn[], header: boolean, rows: number): ColumnGuess {
  const ref = ({ name, index }: ColumnInfo): Column => (header ? name : index);
  const called = ({ name, index }: ColumnInfo) => (header ? `“${name}”` : `column ${index}`);
  const named = (names: readonly string[], from: readonly GuessColumn[]) => {
    for (const name of header ? names : []) {
      const found = from.find((column) => column.name.trim().toLowerCase() === name);
      if (found) return found;
    }
    return null;
  };

  const split = columns.find((column) => isSplit(column, header)) ?? null;
  const rest = columns.filter((column) => column !== split);

  const labelByName = named(LABEL_NAMES, rest);
  // Of rows without supervision the labels are missing, however many those are.
  const sparse = [...(split?.values ?? [])].some((value) => splitOf(value) === 'unsupervised');
  const mayBeLabel = (column: GuessColumn) => isLabel(column, rows, sparse);
  const labels = rest.filter(mayBeLabel);
  // A name is no help where the content is refused later on: what is suggested must work.
  const tooMany = labelByName !== null && labelByName.distinct >= KNOWN_VALUES && !mayBeLabel(labelByName);
  const label = (tooMany ? null : labelByName) ?? labels[0] ?? null;

  const others = rest.filter((column) => column !== label && column !== labelByName);
  const pair = TEXT_PAIRS.map((names) => names.map((name) => named([name], others)));
  const together = pair.find((found) => found.every((column) => column !== null));
  const textByName = together ?? [named(TEXT_NAMES, others)];
  const texts = textByName.every((column) => column !== null)
    ? textByName
    : others.filter((column) => column.meanWords >= TEXT_WORDS && !mayBeLabel(column));
  const [longest] = [...others].sort((a, b) => b.meanWords - a.meanWords);
  const text = texts.length > 0 ? texts : longest ? [longest] : [];

  const doubts: string[] = [];
  if (text.length === 0) doubts.push('there is no column left for the text');
  else if (texts.length === 0) doubts.push('no column has the length of a text');
  if (tooMany)
    doubts.push(
      `${called(labelByName)} has ${KNOWN_VALUES.toLocaleString('en')} different values or more, which is hardly a label`,
    );
  else if (!label) doubts.push('no column looks like a label');
  else if (labelByName && !mayBeLabel(label) && label.meanWords > TEXT_WORDS)
    doubts.push(
      `${called(label)} has ${label.meanWords.toFixed(0)} words on average, which is long for a label`,
    );
  else if (!labelByName && labels.length > 1)
    doubts.push(`${labels.map(called).join(' and ')} could each be the label`);
  const certainMulti = doubts.length === 0;
  if (label && isMultiLabel(label)) doubts.push(`${called(label)} holds several labels in some rows`);

  const what = text.map(called).join(' and ');
  const sentence =
    doubts.length > 0
      ? `Please check: ${doubts.join('; ')}.`
      : `${what} ${text.length > 1 ? 'are' : 'is'} the text (${
          texts === textByName ? 'by name' : `${(text[0]?.meanWords ?? 0).toFixed(0)} words on average`
        }), ${label ? called(label) : ''} the label (${
          labelByName ? 'by name' : `${label?.distinct ?? 0} different values`
        })${split ? `, ${called(split)} the split` : ''}.`;
  return {
    text: text.map(ref),
    label: label ? ref(label) : null,
    split: split ? ref(split) : null,
    certain: doubts.length === 0,
    certainMulti,
    reason: sentence.charAt(0).toUpperCase() + sentence.slice(1),
  };
}

function isSplit({ name, values }: GuessColumn, header: boolean): boolean {
  const known = [...values].every((value) => value.trim() === '' || splitOf(value) !== null);
  if (!known || values.size === 0) return false;
  return values.size > 1 || (header && SPLIT_NAMES.includes(name.trim().toLowerCase()));
}

/** @param sparse most rows may have none */
function isLabel(
  { distinct, meanWords, emptyShare, values }: GuessColumn,
  rows: number,
  sparse: boolean,
): boolean {
  if (distinct < 2 || meanWords > TEXT_WORDS || (emptyShare > 0.5 && !sparse)) return false;
  if (isMultiLabel({ values })) return true;
  // In a few rows nearly every value is another one, whatever it is.
  return distinct <= Math.max(2, Math.min(MOST_CLASSES, rows / 2));
}

/** `3,17` or `person|leader`: several labels in one cell, all of them of a small set. */
function isMultiLabel({ values }: Pick<GuessColumn, 'values'>): boolean {
  let several = 0;
  const parts = new Set<string>();
  for (const value of values) {
    const cell = value.trim();
    const separator = SEPARATORS.find((mark) => cell.includes(mark));
    // A comma stands in names as well: it counts between numbers only.
    if (separator === ',' && !/^\[.*\]$|^\d{1,3}(,\d{1,3})*$/.test(cell)) return false;
    const labels = splitLabels(cell, separator ?? '|');
    if (labels.length > 1) several++;
    for (const part of labels) parts.add(part);
  }
  return several > 0 && parts.size <= MOST_CLASSES && parts.size < values.size;
}
