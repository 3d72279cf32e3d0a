/** A token as the view shows it: a word, or a piece of one that goes on where the last ended. */
export interface ShownToken {
  text: string;
  /** Whether a word begins here. */
  starts: boolean;
}

/** At the side of a map: what goes on with a word begins as WordPiece writes it, a space that is a piece of its own is seen. */
export const tokenLabel = ({ text, starts }: ShownToken): string => (starts ? text || '␣' : `##${text}`);

/** Whether any of these tokens goes on with a word. */
export const hasPieces = ({ queries, keys }: Pick<AttentionMaps, 'queries' | 'keys'>): boolean =>
  [...queries, ...keys].some(({ starts }, i) => !starts && i !== 0 && i !== queries.length);

/** A matrix of weights, row-major: rows look, columns are looked at. */
export interface WeightMap {
  rows: number;
  columns: number;
  /** [rows · columns] */
  values: Float32Array;
}

/** Attention of one text in all layers and heads. */
export interface AttentionMaps {
  heads: number;
  queries: readonly ShownToken[];
  keys: readonly ShownToken[];
  /** Of each layer the weights of its heads, one after the other: [heads · queries · keys]. */
  layers: readonly Float32Array[];
}

export interface HeadPlace {
  layer: number;
  head: number;
}

/** One head's matrix; no copy. A place that is not there gives zeros. */
export function headMap({ heads, queries, keys, layers }: AttentionMaps, place: HeadPlace): WeightMap {
  const [rows, columns] = [queries.length, keys.length];
  const from = place.head * rows * columns;
  const layer = place.head < heads ? layers[place.layer] : undefined;
  return {
    ...{ rows, columns },
    values: layer?.subarray(from, from + rows * columns) ?? new Float32Array(rows * columns),
  };
}

/** Of a text that looks at itself. */
export const selfMaps = (
  tokens: readonly ShownToken[],
  heads: number,
  layers: readonly Float32Array[],
): AttentionMaps => ({ heads, layers, queries: tokens, keys: tokens });

/** From rows to the form of the view. */
export const mapOfRows = (rows: readonly (readonly number[])[]): WeightMap => ({
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
  values: Float32Array.from(rows.flat()),
});

/** a − b, value by value; null where they are of different texts. */
export function difference(a: WeightMap, b: WeightMap): WeightMap | null {
  if (a.rows !== b.rows || a.columns !== b.columns) return null;
  return { ...a, values: a.values.map((value, i) => value - (b.values[i] as number)) };
}

/** Where each word begins among pieces, and after the last their number. */
function starts(tokens: readonly ShownToken[]): number[] {
  const found = tokens.flatMap(({ starts }, i) => (starts || i === 0 ? [i] : []));
  return [...found, tokens.length];
}

/** Pieces put together to words. */
export function joinedTokens(tokens: readonly ShownToken[]): ShownToken[] {
  const at = starts(tokens);
  return at.slice(0, -1).map((from, k) => ({
    text: tokens
      .slice(from, at[k + 1])
      .map(({ text }) => text)
      .join(''),
    starts: true,
  }));
}

/**
 * Attention between words made of pieces (Clark et al. 2019, section 4.1): to a word goes the sum over its pieces, from a
 * word the mean, so that a row still sums to what it did.
 */
export function joinedMap(
  map: WeightMap,
  queries: readonly ShownToken[],
  keys: readonly ShownToken[],
): WeightMap {
  const [ofRows, ofColumns] = [starts(queries), starts(keys)];
  const [rows, columns] = [ofRows.length - 1, ofColumns.length - 1];
  const values = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    const [first, end] = [ofRows[r] as number, ofRows[r + 1] as number];
    for (let c = 0; c < columns; c++) {
      const [left, right] = [ofColumns[c] as number, ofColumns[c + 1] as number];
      let sum = 0;
      for (let i = first; i < end; i++)
        for (let j = left; j < right; j++) sum += map.values[i * map.columns + j] as number;
      values[r * columns + c] = sum / (end - first);
    }
  }
  return { rows, columns, values };
}

/** A smaller picture of a map: each pixel the strongest value under it, so that thin lines stay. */
export function shrunk(map: WeightMap, size: number): WeightMap {
  const [rows, columns] = [Math.min(size, map.rows), Math.min(size, map.columns)];
  if (rows === map.rows && columns === map.columns) return map;
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < map.rows; i++) {
    const row = Math.floor((i * rows) / map.rows) * columns;
    for (let j = 0; j < map.columns; j++) {
      const at = row + Math.floor((j * columns) / map.columns);
      const value = map.values[i * map.columns + j] as number;
      if (Math.abs(value) > Math.abs(values[at] as number)) values[at] = value;
    }
  }
  return { rows, columns, values };
}

export interface Look {
  key: number;
  weight: number;
}

/** What a row looks at most, the strongest first; of equals the first. */
export function strongest({ columns, values }: WeightMap, row: number, count: number): Look[] {
  const looks: Look[] = [];
  for (let key = 0; key < columns; key++) {
    const weight = values[row * columns + key] as number;
    const place = looks.findIndex((look) => weight > look.weight);
    if (place < 0 && looks.length >= count) continue;
    looks.splice(place < 0 ? looks.length : place, 0, { key, weight });
    if (looks.length > count) looks.pop();
  }
  return looks;
}

/** The greatest |value|, 0 where there is none. */
export function greatest({ values }: WeightMap): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
