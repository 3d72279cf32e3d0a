/** What a head of a BERT tends to look at, as means over the words of some texts. Marks are looked at, not asked. */
export interface HeadProfile {
  layer: number;
  head: number;
  /** Shares of attention in [0, 1]. */
  self: number;
  cls: number;
  sep: number;
  previous: number;
  next: number;
  /** In bits: 0 where one token has it all, log₂ of the length where all have the same. */
  entropy: number;
  /** In tokens, weighted by attention. */
  distance: number;
}

/** Attention of one text: `[CLS] … [SEP]`, rows look at columns. */
export interface LookedAt {
  /** Tokens of the text, marks included. */
  length: number;
  /** Weight of key j for query i in a layer and head; the weights of a row add up to 1. */
  weight: (layer: number, head: number, i: number, j: number) => number;
}

type Sums = Omit<HeadProfile, 'layer' | 'head'>;

const nothing = (): Sums => ({ self: 0, cls: 0, sep: 0, previous: 0, next: 0, entropy: 0, distance: 0 });

function addRow(sums: Sums, weight: (j: number) => number, i: number, length: number): void {
  sums.self += weight(i);
  sums.cls += weight(0);
  sums.sep += weight(length - 1);
  // The neighbours of the first and the last word are the marks, which count there too.
  sums.previous += weight(i - 1);
  sums.next += weight(i + 1);
  for (let j = 0; j < length; j++) {
    const p = weight(j);
    if (p > 0) sums.entropy -= p * Math.log2(p);
    sums.distance += p * Math.abs(i - j);
  }
}

/** One profile a head, layer by layer; texts without a word count nothing. */
export function headProfiles(texts: readonly LookedAt[], layers: number, heads: number): HeadProfile[] {
  const queries = texts.reduce((sum, { length }) => sum + Math.max(0, length - 2), 0);
  return Array.from({ length: layers * heads }, (_, k) => {
    const [layer, head] = [Math.floor(k / heads), k % heads];
    const sums = nothing();
    for (const { length, weight } of texts)
      for (let i = 1; i < length - 1; i++) addRow(sums, (j) => weight(layer, head, i, j), i, length);
    const mean = (sum: number): number => (queries > 0 ? sum / queries : 0);
    const { self, cls, sep, previous, next, entropy, distance } = sums;
    return {
      ...{ layer, head, self: mean(self), cls: mean(cls), sep: mean(sep) },
      ...{ previous: mean(previous), next: mean(next), entropy: mean(entropy), distance: mean(distance) },
    };
  });
}

/** How far a head's attention is from what it was, over the same texts. */
export interface HeadMove {
  layer: number;
  head: number;
  /** Mean over all tokens of the share of attention that went elsewhere (total variation), in [0, 1]. */
  moved: number;
  /** Every weight is bit for bit what it was. */
  identical: boolean;
}

/**
 * One a head, layer by layer.
 * @throws RangeError where the texts are not the same ones
 */
export function headMoves(
  before: readonly LookedAt[],
  after: readonly LookedAt[],
  layers: number,
  heads: number,
): HeadMove[] {
  if (before.length !== after.length || before.some(({ length }, t) => length !== after[t]?.length))
    throw new RangeError('These are not the same texts.');
  const tokens = before.reduce((sum, { length }) => sum + length, 0);
  return Array.from({ length: layers * heads }, (_, k) => {
    const [layer, head] = [Math.floor(k / heads), k % heads];
    let sum = 0;
    let identical = true;
    before.forEach(({ length, weight }, t) => {
      const now = (after[t] as LookedAt).weight;
      for (let i = 0; i < length; i++)
        for (let j = 0; j < length; j++) {
          const [was, is] = [weight(layer, head, i, j), now(layer, head, i, j)];
          if (!Object.is(was, is)) identical = false;
          sum += Math.abs(is - was) / 2;
        }
    });
    return { layer, head, moved: tokens > 0 ? sum / tokens : 0, identical };
  });
}

/** Attention of one text without padding; of each layer [heads · length · length]. */
export const lookedAtOf = (layers: readonly ArrayLike<number>[], length: number): LookedAt => ({
  length,
  weight: (layer, head, i, j) => layers[layer]?.[(head * length + i) * length + j] ?? 0,
});
