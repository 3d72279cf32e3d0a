/** Nine steps of each scale, low to high (Nuñez et al. 2018; Smith & van der Walt 2015). */
export const SCALES = {
  cividis: [
    '#00204c',
    '#123570',
    '#3b496c',
    '#575d6d',
    '#707173',
    '#8a8678',
    '#a59c74',
    '#c3b369',
    '#ffe945',
  ],
  viridis: [
    '#440154',
    '#472d7b',
    '#3b528b',
    '#2c728e',
    '#21918c',
    '#28ae80',
    '#5ec962',
    '#addc30',
    '#fde725',
  ],
} as const;

export const LIGHT_INK = '#ffffff';
export const DARK_INK = '#000000';

/** Relative luminance of #rrggbb, 0 to 1 (WCAG 2). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG's contrast of two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever stands out more on this colour: at least 4.5 to 1 on every one. */
export const inkOn = (colour: string): string =>
  contrast(colour, LIGHT_INK) >= contrast(colour, DARK_INK) ? LIGHT_INK : DARK_INK;

/** The colour between two steps of a scale at a share of its way, as drawn without steps. */
export function colourBetween(scale: readonly string[], share: number): string {
  const way = Math.min(1, Math.max(0, share)) * (scale.length - 1);
  const below = Math.min(scale.length - 2, Math.floor(way));
  const part = (step: number, at: number): number =>
    Number.parseInt((scale[step] ?? DARK_INK).slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => {
    const [from, to] = [part(below, at), part(below + 1, at)];
    return Math.round(from + (way - below) * (to - from))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${mixed.join('')}`;
}

/** Where a value lies between `low` and `high`: 0 to 1 there. */
export const shareOf = (value: number, [low, high]: readonly [number, number]): number =>
  (value - low) / (high - low || 1);

/** The step of a scale that stands for a value between `low` and `high`. */
export function stepOf(value: number, [low, high]: readonly [number, number], steps: number): number {
  const share = shareOf(value, [low, high]);
  return Math.min(steps - 1, Math.max(0, Math.round(share * (steps - 1)))) || 0;
}

/** Least and greatest finite value; 0 to 1 where there is none. */
export function extent(values: readonly (readonly number[])[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const row of values)
    for (const value of row)
      if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low <= high ? [low, high] : [0, 1];
}

/** The range of an axis where all values are one: around it, and not below zero where it is not. Null: they differ, or there are none. */
export function flatRange(values: readonly (readonly number[])[]): [number, number] | null {
  const [low, high] = extent(values);
  if (low !== high) return null;
  const half = Math.abs(low) / 2;
  return half === 0 ? [0, 1] : [low - half, low + half];
}

/** The same, and never empty: of equal values the one stands in the middle. */
export function paddedExtent(values: readonly (readonly number[])[]): [number, number] {
  const [low, high] = extent(values);
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}
