/** Values of a student as short text: never throws, never endless. */

const MOST = 24;

/** A number with as many digits as tell it from its neighbours at single precision. */
export function showNumber(value: number): string {
  if (Number.isInteger(value)) return Object.is(value, -0) ? '0' : String(value);
  return String(Number(value.toPrecision(6)));
}

/** @param tensor how a tensor is shown: by its shape unless said */
export function show(
  value: unknown,
  depth = 0,
  tensor: (value: { shape: unknown[] }) => string = ({ shape }) => `tensor [${shape.join(', ')}]`,
): string {
  const inside = (one: unknown): string => show(one, depth + 1, tensor);
  try {
    if (typeof value === 'number') return showNumber(value);
    if (typeof value === 'string')
      return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
    if (typeof value === 'function') return `function ${value.name}`;
    if (value === null || typeof value !== 'object') return String(value);
    if (depth > 3) return '…';
    if ('shape' in value && 'dtype' in value && Array.isArray(value.shape))
      return tensor(value as { shape: unknown[] });
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (Array.isArray(value) || ArrayBuffer.isView(value)) {
      const items = value as ArrayLike<unknown>;
      const shown = Array.from({ length: Math.min(items.length, MOST) }, (_, i) => inside(items[i]));
      return `[${shown.join(', ')}${items.length > MOST ? `, … ${items.length} in all` : ''}]`;
    }
    if (value instanceof Promise) return 'a promise';
    if (value instanceof Map)
      return `Map {${[...value]
        .slice(0, MOST)
        .map(([k, v]) => `${inside(k)} → ${inside(v)}`)
        .join(', ')}}`;
    if (value instanceof Set) return `Set {${[...value].slice(0, MOST).map(inside).join(', ')}}`;
    const entries = Object.entries(value).slice(0, MOST);
    return `{ ${entries.map(([k, v]) => `${k}: ${inside(v)}`).join(', ')} }`;
  } catch {
    return 'a value that cannot be shown';
  }
}

export const showShape = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
