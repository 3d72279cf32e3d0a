import * as tf from '@tensorflow/tfjs-core';
import { show, showShape } from './show.ts';

/** Where what code gives differs from what is right, and what kind of value it is at all. */

/** For comparisons in which nothing counts as the same but by tolerance. */
export const never = (): boolean => false;

/** The first place at which b and a differ by more than atol + rtol · max|b|; null: nowhere. */
export function firstDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  rtol: number,
  atol: number,
  same: (a: unknown, b: unknown) => boolean = Object.is,
): number | null {
  let scale = 0;
  for (let i = 0; i < b.length; i++) {
    const size = Math.abs(b[i] as number);
    if (size < Infinity) scale = Math.max(scale, size);
  }
  const tolerance = atol + rtol * scale;
  // Object.is: NaN beside NaN and ∞ beside ∞ are no difference.
  for (let i = 0; i < b.length; i++)
    if (!same(a[i], b[i]) && !(Math.abs((a[i] as number) - (b[i] as number)) <= tolerance)) return i;
  return null;
}

export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** What a value is, in a word. */
export function kindOf(value: unknown): string {
  if (value instanceof tf.Tensor) return 'a tensor';
  if (isList(value)) return 'a list';
  if (value instanceof Map) return 'a Map';
  if (value instanceof Set) return 'a Set';
  if (value === null || typeof value === 'undefined') return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** … and for a tensor how it becomes what is wanted. */
export const kindWords = (value: unknown, kind: string): string =>
  value instanceof tf.Tensor
    ? `a tensor ${showShape(value.shape)}: its numbers are read by dataSync()`
    : kind;

/** Where two plain values differ first; null: nowhere. Arrays and typed arrays, Maps and Sets, records. */
export function firstPath(
  got: unknown,
  wanted: unknown,
  tolerance: number,
  path = '',
): { path: string; words: string } | null {
  const differ = (): { path: string; words: string } => ({
    path,
    words: `${show(got)} instead of ${show(wanted)}`,
  });
  if (typeof wanted === 'number') {
    if (typeof got !== 'number') return differ();
    if (Number.isNaN(wanted)) return Number.isNaN(got) ? null : differ();
    return Math.abs(got - wanted) <= tolerance || got === wanted ? null : differ();
  }
  if (isList(wanted)) {
    if (!isList(got)) return differ();
    if (got.length !== wanted.length)
      return { path: path || 'length', words: `${got.length} entries instead of ${wanted.length}` };
    for (let i = 0; i < wanted.length; i++) {
      const inside = firstPath(got[i], wanted[i], tolerance, `${path}[${i}]`);
      if (inside) return inside;
    }
    return null;
  }
  if (wanted instanceof Map) {
    if (!(got instanceof Map)) return differ();
    return firstPath(sortedEntries(got), sortedEntries(wanted), tolerance, path);
  }
  if (wanted instanceof Set) {
    if (!(got instanceof Set)) return differ();
    return firstPath([...got].sort(), [...wanted].sort(), tolerance, path);
  }
  if (wanted !== null && typeof wanted === 'object') {
    if (got === null || typeof got !== 'object') return differ();
    for (const [key, value] of Object.entries(wanted)) {
      const inside = firstPath((got as Record<string, unknown>)[key], value, tolerance, `${path}.${key}`);
      if (inside) return inside;
    }
    return null;
  }
  return Object.is(got, wanted) ? null : differ();
}

function sortedEntries(map: Map<unknown, unknown>): [unknown, unknown][] {
  return [...map].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
