import { compareNaturally } from './labels.ts';

/** Several labels a text: how they stand in cells, and which of them are one label in two spellings. */

export const SEPARATORS = ['|', ';', ','] as const;
/** `any`: the cells of one column use several of the marks. */
export type Separator = (typeof SEPARATORS)[number] | 'any';
const ANY_MARK = /[|;,]/;

/** An item of a list: quoted (a quote that no comma, space or end follows belongs to the name), or up to the comma. */
const ITEM = /\s*(?:(['"])((?:\\.|(?!\1)[^\\]|\1(?!\s*(?:,|$)|\s+['"]))*)\1|([^,]+))\s*,?/gs;

/**
 * The names in a list as JSON, Python or NumPy writes it (`["a","b"]`, `['a', 'b']`, `['a' 'b']`, `[1,2]`, `[1 2]`):
 * what stands in quotes is one name, whatever marks are in it. null: such a list it is not.
 */
function listed(inner: string): string[] | null {
  if (/^\s*\d+(?:[\s,]+\d+)*\s*$/.test(inner)) return inner.trim().split(/[\s,]+/);
  if (!/^\s*['"]/.test(inner)) return null;
  return Array.from(inner.matchAll(ITEM), ([, quote, quoted = '', bare = '']) =>
    quote === undefined ? bare : quoted.replace(/\\(.)/gs, '$1'),
  );
}

/** The labels of one cell, in its order, none twice; brackets and quotes of a Python or JSON list do not count. */
export function splitLabels(cell: string, separator: Separator): string[] {
  const inner = /^\s*\[(.*)\]\s*$/s.exec(cell)?.[1];
  const parts =
    (inner === undefined ? null : listed(inner)) ??
    (inner ?? cell).split(separator === 'any' ? ANY_MARK : separator);
  return [...new Set(parts.map((part) => part.trim()).filter((name) => name !== ''))];
}

/** Of the labels that a mark of its own cells makes, so many must be known from elsewhere for it to be one of several. */
const KNOWN_SHARE = 0.5;

/**
 * What stands between the labels of these cells: of the marks that occur, the one that makes the fewest different
 * labels of them (a comma inside of names makes more); `any` where the cells differ in their marks, not in their labels.
 * Where none occurs, each cell is one label.
 */
export function detectSeparator(cells: Iterable<string>): Separator {
  const found = SEPARATORS.map((separator) => ({
    separator,
    names: new Set<string>(),
    splits: 0,
    /** Labels of the cells that this mark alone splits. */
    alone: new Set<string>(),
  }));
  const any = new Set<string>();
  for (const cell of cells) {
    const splitting: typeof found = [];
    for (const one of found) {
      const labels = splitLabels(cell, one.separator);
      if (labels.length > 1) splitting.push(one);
      for (const label of labels) one.names.add(label);
    }
    for (const one of splitting) one.splits++;
    const labels = splitLabels(cell, 'any');
    for (const label of labels) any.add(label);
    if (splitting.length === 1) for (const label of labels) splitting[0]?.alone.add(label);
  }
  const used = found.filter(({ splits }) => splits > 0).sort((a, b) => a.names.size - b.names.size);
  const [best, ...others] = used;
  if (!best) return '|';
  const mixed = others.filter(({ alone }) => {
    const known = [...alone].filter((label) =>
      used.some((one) => one.alone !== alone && one.alone.has(label)),
    );
    return alone.size > 0 && known.length >= KNOWN_SHARE * alone.size;
  });
  return mixed.length > 0 && any.size < best.names.size ? 'any' : best.separator;
}

const YES = new Set(['1', 'true', 'yes', '1.0']);
const NO = new Set(['0', 'false', 'no', '0.0', '']);

/** Whether a column says of each row whether one label applies. */
export const isYesNo = (values: Iterable<string>): boolean => {
  for (const value of values) {
    const word = value.trim().toLowerCase();
    if (!YES.has(word) && !NO.has(word)) return false;
  }
  return true;
};

export const saysYes = (value: string): boolean => YES.has(value.trim().toLowerCase());

/** Before another word: at the end they name something, as in “type A”. */
const JOINING_WORDS = /\b(and|or|the|of)\b(?= +\S)|^ ?(a|an)\b(?= +\S)/g;
/** Words in s that are no plural of the word without it. */
const NO_PLURALS = new Set(['news', 'goods', 'means', 'customs', 'arms', 'lens']);

/** One spelling of a word: of plurals the singular, of British and American the American. */
function oneSpelling(word: string): string {
  const plural = word.length > 3 && /[^s]s$/.test(word) && !NO_PLURALS.has(word);
  return (plural ? word.slice(0, -1).replace(/(x|ch|sh|ss)e$/, '$1') : word)
    .replace(/(?<=..)ie$/, 'y')
    .replace(/(arm|behavi|col|fav|flav|harb|hon|hum|lab|neighb|rum|tum|vap)our/, '$1or')
    .replace(/gramme$/, 'gram')
    .replace(/^(cent|theat)re$/, '$1er');
}

/** A label without what people spell in different ways: case, marks, joining words, plurals, British and American. */
function essence(label: string): string {
  return (
    label
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      // Behind a word they are part of the name: C, C++ and C# are three.
      .replace(/(?<=[\p{L}\p{N}])\++(?=$|[\s,;)])/gu, (marks) => 'plus'.repeat(marks.length))
      .replace(/(?<=\p{L})#/gu, 'sharp')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .replace(JOINING_WORDS, ' ')
      .split(' ')
      .map(oneSpelling)
      .join('')
  );
}

/** Groups of labels that differ by spelling only, the most frequent of each group first. */
export function likelySame(labels: readonly string[], counts: readonly number[]): string[][] {
  const groups = new Map<string, number[]>();
  labels.forEach((label, i) => {
    const key = essence(label);
    if (key === '') return;
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  const name = (i: number): string => labels[i] ?? '';
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) =>
      group
        .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || compareNaturally(name(a), name(b)))
        .map(name),
    );
}

/** From each spelling to the label it stands for. */
export function mergedNames(groups: readonly (readonly string[])[]): ReadonlyMap<string, string> {
  return new Map(
    groups.flatMap(([first, ...rest]) => rest.map((other) => [other, first as string] as const)),
  );
}

/** The labels of rows, one after the other: row i has ids[offsets[i]] … ids[offsets[i + 1] − 1], ascending. */
export interface LabelSets {
  offsets: Uint32Array;
  ids: Int32Array;
}

export const labelsOfRow = ({ offsets, ids }: LabelSets, row: number): Int32Array =>
  ids.subarray(offsets[row], offsets[row + 1]);

/** A set of labels with fewer rows than this is no stratum of its own. */
const LEAST_ROWS = 10;

/**
 * A stratum for each row, so that drawing equal shares of all strata keeps the shares of the labels: rows with the
 * same labels; where too few have them, rows whose rarest label is the same. −1 where `used` says no.
 */
export function strataOf(
  sets: LabelSets,
  labels: number,
  used: (row: number) => boolean,
): { strata: Int32Array; count: number } {
  const rows = sets.offsets.length - 1;
  const totals = new Uint32Array(labels);
  for (const id of sets.ids) totals[id] = (totals[id] as number) + 1;
  const keys = new Map<string, number>();
  const sizes: number[] = [];
  const strata = new Int32Array(rows).fill(-1);
  const number = (key: string): number => {
    const known = keys.get(key);
    if (known !== undefined) return known;
    keys.set(key, keys.size);
    return keys.size - 1;
  };
  for (let row = 0; row < rows; row++) {
    if (!used(row)) continue;
    const stratum = number(labelsOfRow(sets, row).join(' '));
    strata[row] = stratum;
    sizes[stratum] = (sizes[stratum] ?? 0) + 1;
  }
  for (let row = 0; row < rows; row++) {
    if ((strata[row] as number) < 0 || (sizes[strata[row] as number] as number) >= LEAST_ROWS) continue;
    const rarest = [...labelsOfRow(sets, row)].sort(
      (a, b) => (totals[a] as number) - (totals[b] as number),
    )[0];
    strata[row] = number(`rarest ${rarest ?? 'none'}`);
  }
  return { strata, count: keys.size };
}
