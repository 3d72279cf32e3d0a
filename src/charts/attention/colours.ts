import { formatFixed } from '../format.ts';

/** Cividis (Nuñez et al. 2018) at its ends and middle: dark is little, bright is much, with any kind of colour vision. */
const WEIGHT = [
  [0, 34, 78],
  [124, 123, 120],
  [254, 232, 56],
] as const;

/** Blue for less, orange for more: a pair that all kinds of colour vision tell apart (Okabe and Ito 2008). */
const SIGNED = [
  [0, 114, 178],
  [247, 247, 247],
  [213, 94, 0],
] as const;

const STEPS = 256;

type Stops = readonly (readonly [number, number, number])[];

function table(stops: Stops): Uint8ClampedArray {
  const found = new Uint8ClampedArray(STEPS * 3);
  for (let step = 0; step < STEPS; step++) {
    const at = (step / (STEPS - 1)) * (stops.length - 1);
    const i = Math.min(stops.length - 2, Math.floor(at));
    const [a, b] = [stops[i], stops[i + 1]];
    for (let c = 0; c < 3; c++) {
      const [from, to] = [a?.[c] ?? 0, b?.[c] ?? 0];
      found[step * 3 + c] = from + (at - i) * (to - from);
    }
  }
  return found;
}

const TABLES = { weight: table(WEIGHT), signed: table(SIGNED) };

export type Scale = keyof typeof TABLES;

/**
 * Where a value stands on its scale, in [0, 1]. Roots, so that small weights show.
 * @param most the greatest |value|; of weights 1
 */
export function position(scale: Scale, value: number, most: number): number {
  const share = most > 0 ? Math.min(1, Math.abs(value) / most) : 0;
  return scale === 'weight' ? Math.sqrt(share) : 0.5 + (Math.sign(value) * Math.sqrt(share)) / 2;
}

/** [r, g, b] in 0 to 255 at a place of a scale. */
export function colourAt(scale: Scale, at: number): [number, number, number] {
  const from = Math.round(Math.max(0, Math.min(1, at)) * (STEPS - 1)) * 3;
  const colours = TABLES[scale];
  return [colours[from] ?? 0, colours[from + 1] ?? 0, colours[from + 2] ?? 0];
}

/** The value at a place of its scale: what `position` takes there. */
export function valueAt(scale: Scale, at: number, most: number): number {
  if (scale === 'weight') return at * at * most;
  const way = 2 * at - 1;
  return Math.sign(way) * way * way * most;
}

/** Values that are written at the strip of a scale: by the root, a quarter stands in the middle of its side. */
export const scaleTicks = (scale: Scale, most: number): number[] =>
  scale === 'weight' ? [0, most / 4, most] : [-most, -most / 4, 0, most / 4, most];

/** As many digits as tell the ticks apart; a minus sign of its own. */
export const tickText = (value: number, most: number): string =>
  (value === 0 || Math.abs(value) === 1 ? String(value) : formatFixed(value, most < 0.1 ? 3 : 2)).replace(
    '-',
    '−',
  );

/** #rrggbb of a colour. */
export const hex = (rgb: readonly [number, number, number]): string =>
  `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** Values as pixels, four bytes each. */
export function pixels(values: Float32Array, scale: Scale, most: number): Uint8ClampedArray<ArrayBuffer> {
  const colours = TABLES[scale];
  const data = new Uint8ClampedArray(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    const from = Math.round(position(scale, values[i] as number, most) * (STEPS - 1)) * 3;
    data[4 * i] = colours[from] as number;
    data[4 * i + 1] = colours[from + 1] as number;
    data[4 * i + 2] = colours[from + 2] as number;
    data[4 * i + 3] = 255;
  }
  return data;
}
