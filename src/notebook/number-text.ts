/**
 * The number a person wrote: `1e-3`, `0,001` and `10 %` (with the unit of the field) are numbers too.
 * Null where it is none.
 */
export function numberOf(text: string, unit = ''): number | null {
  const trimmed = text.trim();
  const sign = unit.trim();
  const bare = (sign !== '' && trimmed.endsWith(sign) ? trimmed.slice(0, -sign.length) : trimmed).trim();
  const number = Number(bare.replace(',', '.'));
  return bare === '' || !Number.isFinite(number) ? null : number;
}

/** The whole numbers of a list such as `1, 2, 4` or `1 2 4`, each once, rising; null where something else is among them. */
export function wholeNumbersOf(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  if (!parts.every((part) => /^\d{1,9}$/.test(part))) return null;
  return [...new Set(parts.map(Number))].sort((a, b) => a - b);
}

/** Why a field did not take what was written; what it keeps is said after it. */
export const notANumber = (text: string): string =>
  `“${text.trim()}” is not a number. Write it as 0.001 or 1e-3.`;

export const emptyRefusal = (label: string): string => `“${label}” may not be empty.`;
