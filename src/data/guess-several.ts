import type { Column } from '../recipe/recipe.ts';
import type { GuessColumn } from './guess.ts';
import { isYesNo, saysYes, splitLabels } from './label-sets.ts';
import { LABEL_NAMES, TEXT_NAMES } from './names.ts';
import type { ColumnGuess, SeveralGuess } from './types.ts';

/** A file with more different labels in its cells is taken for something else. */
const MOST_LABELS = 200;
/** A column of texts has so many words on average; a label of several words has fewer. */
const TEXT_WORDS = 3;
const MOST_WORDS = 4;

/**
 * Where the labels of a text stand when it may have several: in one column with separators that has one of the usual
 * names, in columns of such a name with a number, or in columns of 0 and 1, one a label. Null: neither is seen.
 *
 * @param guess what was found for one label a text
 */
export function guessSeveral(
  columns: readonly GuessColumn[],
  header: boolean,
  guess: ColumnGuess,
): SeveralGuess | null {
  // Without a header columns of 0 and 1 have no names for their labels, and no column is called a label.
  if (!header) return null;
  const rest = columns.filter(({ name }) => name !== guess.split);
  const called = (name: string): boolean => LABEL_NAMES.includes(name.trim().toLowerCase());
  const byName = [...rest]
    .filter(({ name }) => called(name))
    .sort((a, b) => rankOf(a) - rankOf(b))
    .find((column) => holdsLists(column));
  if (byName) {
    const text = textOf(rest, [byName]);
    return (
      text && {
        ...{ text, label: byName.name, labels: null },
        reason: `${quoted(text)} ${text.length > 1 ? 'are' : 'is'} the text, “${byName.name}” the labels, several in a cell.`,
      }
    );
  }
  const numbered = siblings(rest);
  const beside = numbered && textOf(rest, numbered);
  if (numbered && beside) {
    const labels = numbered.map(({ name }) => name);
    return {
      ...{ text: beside, label: labels[0] as Column, labels },
      reason: `${quoted(beside)} ${beside.length > 1 ? 'are' : 'is'} the text; ${labels.length} columns hold the names of its labels: ${quoted(labels)}.`,
    };
  }
  if (rest.some(({ name }) => called(name))) return null;
  const flags = rest.filter(isFlag);
  const text = flags.length > 1 ? textOf(rest, flags) : null;
  if (!text) return null;
  const labels = flags.map(({ name }) => name);
  return {
    ...{ text, label: labels[0] as Column, labels },
    reason: `${quoted(text)} ${text.length > 1 ? 'are' : 'is'} the text; ${labels.length} columns of yes and no are the labels: ${quoted(labels)}.`,
  };
}

/** Names of columns that, with a number, hold one of several labels: not those of grades, of which a text has several kinds. */
const GRADES = ['sentiment', 'y', 'polarity', 'stars', 'rating', 'score'];
const NUMBERED = new Set(LABEL_NAMES.filter((name) => !GRADES.includes(name)));

/**
 * `label1`, `label2`, `label3` (or `label`, `label 2`, …) with names of labels, some of which stand in more than one of
 * them: levels of a hierarchy, which are no several labels, share none. Null: there are none.
 */
function siblings(columns: readonly GuessColumn[]): GuessColumn[] | null {
  const stems = new Map<string, GuessColumn[]>();
  for (const column of columns) {
    const stem = column.name
      .trim()
      .toLowerCase()
      .replace(/[ _.-]*\d+$/, '');
    if (NUMBERED.has(stem)) stems.set(stem, [...(stems.get(stem) ?? []), column]);
  }
  for (const found of stems.values()) {
    if (found.length < 2 || isYesNo(found.flatMap(({ values }) => [...values]))) continue;
    const named = found.map(({ values }) => [...values].filter((value) => value.trim() !== ''));
    const all = named.flat();
    if (new Set(all).size < all.length && new Set(all).size <= MOST_LABELS) return found;
  }
  return null;
}

const rankOf = ({ name }: GuessColumn): number => LABEL_NAMES.indexOf(name.trim().toLowerCase());

const MOST_NAMED = 6;
function quoted(columns: readonly Column[]): string {
  const names = columns.slice(0, MOST_NAMED).map((name) => `“${name}”`);
  return names.join(', ') + (columns.length > MOST_NAMED ? ` and ${columns.length - MOST_NAMED} more` : '');
}

/** A column that says of each text whether one label applies, and of some that it does. */
const isFlag = ({ values, emptyShare }: GuessColumn): boolean =>
  emptyShare < 1 && isYesNo(values) && [...values].some(saysYes);

/** Several labels in some cells, which together are far fewer than there are different cells. */
function holdsLists({ values }: GuessColumn): boolean {
  const labels = new Set<string>();
  let several = 0;
  let words = 0;
  let parts = 0;
  for (const value of values) {
    const names = splitLabels(value, 'any');
    if (names.length > 1) several++;
    for (const name of names) {
      labels.add(name);
      parts++;
      words += name.split(/\s+/).length;
    }
  }
  return (
    several > 0 && labels.size <= MOST_LABELS && labels.size < values.size && words <= MOST_WORDS * parts
  );
}

/** The columns of text among those that are left; null where none has the length of one. */
function textOf(columns: readonly GuessColumn[], labels: readonly GuessColumn[]): Column[] | null {
  const others = columns.filter((column) => !labels.includes(column));
  const byName = TEXT_NAMES.map((name) => others.find((column) => column.name.trim().toLowerCase() === name));
  const named = byName.find((column) => column !== undefined);
  const long = others.filter(({ meanWords }) => meanWords >= TEXT_WORDS);
  const found = named ? [named] : long;
  return found.length > 0 ? found.map(({ name }) => name) : null;
}
