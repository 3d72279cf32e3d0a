/** Values of a student as short text: never throws, never endless. */

const MOST = 24;

/** A number with as many digits as tell it from its neighbours at single precision. */
export function showNumber(value: number): string {
  if (Number.isInteger(value)) return Object.is(value, -0) ? '0' : String(value);
  return String(Number(value.toPrecision(6)));
}

export function show(value: unknown, depth = 0): string {
  try {
    if (typeof value === 'number') return showNumber(value);
    if (typeof value === 'string')
      return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
    if (typeof value === 'function') return `function ${value.name}`;
    if (value === null || typeof value !== 'object') return String(value);
    if (depth > 3) return '…';
    if ('shape' in value && 'dtype' in value && Array.isArray(value.shape))
      return `tensor [${value.shape.join(', ')}]`;
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (Array.isArray(value) || ArrayBuffer.isView(value)) {
      const items = value as ArrayLike<unknown>;
      const shown = Array.from({ length: Math.min(items.length, MOST) }, (_, i) => show(items[i], depth + 1));
      return `[${shown.join(', ')}${items.length > MOST ? `, … ${items.length} in all` : ''}]`;
    }
    if (value instanceof Promise) return 'a promise';
    if (value instanceof Map)
      return `Map {${[...value]
        .slice(0, MOST)
        .map(([k, v]) => `${show(k, depth + 1)} → ${show(v, depth + 1)}`)
        .join(', ')}}`;
    if (value instanceof Set)
      return `Set {${[...value]
        .slice(0, MOST)
        .map((v) => show(v, depth + 1))
        .join(', ')}}`;
    const entries = Object.entries(value).slice(0, MOST);
    return `{ ${entries.map(([k, v]) => `${k}: ${show(v, depth + 1)}`).join(', ')} }`;
  } catch {
    return 'a value that cannot be shown';
  }
}

export const showShape = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
