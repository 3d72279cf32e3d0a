import type { Tile } from './matmul-wgsl.ts';

/**
 * How a product is computed: which register tile, and into how many parts a long sum is cut. Which way is fastest
 * differs between adapters by factors, and cannot be told from their names: matmul-tuning.ts measures it once. Until
 * then the first candidate of each class is taken, which is good everywhere and best on a software adapter.
 */
export interface Way {
  tile: Tile;
  /** Parts that k is cut into, so that few results still make many threads; 1: none. */
  parts: number;
  /** One code for all alignments: many small shapes share a pipeline. */
  generic?: boolean;
}

export interface ProductSizes {
  batch: number;
  m: number;
  n: number;
  k: number;
}

/**
 * `tiny`: not worth a pipeline of its own; `narrow`: few rows or columns, as in one step of a recurrence; `tall`: a long
 * sum for few results, as in gradients of weights; `large`: the rest.
 */
export type ShapeClass = 'narrow' | 'tall' | 'large';

const way = (rows: number, columns: number, threads: Tile['threads'], parts = 1): Way => ({
  tile: { rows, columns, threads },
  parts,
});

const TINY: Way = { ...way(1, 1, [8, 8]), generic: true };
/** For sizes that would make too many workgroups of the chosen tile. */
const WIDEST = way(4, 4, [8, 8]);

/** In each class: what is tried, the default first. */
export const CANDIDATES: Readonly<Record<ShapeClass, readonly Way[]>> = {
  narrow: [way(2, 4, [4, 2]), way(1, 1, [8, 8]), way(2, 2, [8, 4])],
  tall: [way(2, 4, [4, 4]), way(2, 2, [8, 8]), way(2, 2, [8, 8], 8), way(1, 1, [8, 8], 8)],
  large: [way(2, 4, [4, 4]), way(2, 2, [8, 8]), way(1, 1, [8, 8]), way(4, 4, [4, 4])],
};

/** Multiplications below which a product is tiny. */
const TINY_WORK = 1 << 16;
const NARROW = 32;
/** How long a tall sum is, in values and in multiples of the results' longer side. */
const TALL = 512;
const TALL_RATIO = 2;

/** Null: tiny. */
export function classOf({ batch, m, n, k }: ProductSizes): ShapeClass | null {
  if (batch * m * n * k <= TINY_WORK) return null;
  if (k >= TALL && k >= TALL_RATIO * Math.max(m, n)) return 'tall';
  return Math.min(m, n) <= NARROW ? 'narrow' : 'large';
}

const chosen = new Map<ShapeClass, Way>();
let forced: Way | null = null;

/** From now on products of this class are computed this way; null: by the default. */
export function setWay(shapes: ShapeClass, way: Way | null): void {
  if (way) chosen.set(shapes, way);
  else chosen.delete(shapes);
}

/** For tests and measurements: every product is computed this way; null: by its class again. */
export function forceWay(way: Way | null): void {
  forced = way;
}

type Limits = Pick<
  GPUSupportedLimits,
  'maxComputeWorkgroupSizeX' | 'maxComputeWorkgroupSizeY' | 'maxComputeInvocationsPerWorkgroup'
>;

/** Whether an adapter takes workgroups of this size. */
export function fits({ tile: { threads } }: Way, limits: Limits): boolean {
  const [x, y] = threads;
  return (
    x <= limits.maxComputeWorkgroupSizeX &&
    y <= limits.maxComputeWorkgroupSizeY &&
    x * y <= limits.maxComputeInvocationsPerWorkgroup
  );
}

/** @param divisible whether the sum may be cut into parts: nothing but the sum is wanted */
export function wayOf(sizes: ProductSizes, divisible: boolean, mostGroups: number): Way {
  const shapes = classOf(sizes);
  const wanted = forced ?? (shapes ? (chosen.get(shapes) ?? CANDIDATES[shapes][0]) : TINY) ?? TINY;
  const { rows, columns, threads } = wanted.tile;
  const tooMany =
    Math.ceil(sizes.n / (4 * columns * threads[0])) > mostGroups ||
    Math.ceil(sizes.m / (4 * rows * threads[1])) > mostGroups;
  if (tooMany) return WIDEST;
  return divisible && wanted.parts > 1 ? wanted : { ...wanted, parts: 1 };
}
