/**
 * The order people expect: numbers by size, parts of digits inside names by their number (`topic 2` before
 * `topic 10`), the rest by code units. Not by locale: the order decides the number of a class, which must be the same
 * on every machine.
 */
export function compareNaturally(a: string, b: string): number {
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b) || compare(a, b);
  const left = a.split(/(\d+)/);
  const right = b.split(/(\d+)/);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [l = '', r = ''] = [left[i], right[i]];
    if (l === r) continue;
    // Odd parts are digits.
    const order = i % 2 ? Number(l) - Number(r) || compare(l, r) : compare(l, r);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
