const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });
const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });

/** From here on thousands set apart are only zeros to count: a loss that overflows. */
const HUGE = 1e12;

/** A number as people read it: whole numbers with thousands apart, others to four significant digits. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= HUGE) return Number(value.toPrecision(3)).toExponential();
  if (Number.isInteger(value)) return integer.format(value);
  const size = Math.abs(value);
  return size < 1e-4 || size >= 1e9 ? value.toExponential(2) : short.format(value);
}

/** A number in the width of five digits: the end of a small scale. */
export function formatBriefly(value: number): string {
  return Math.abs(value) >= 1e4 ? value.toExponential(0) : formatNumber(Number(value.toPrecision(2)));
}

/** A share in [0, 1] as a percentage with at most one decimal; a share that is not whole never reads as 0 % or 100 %. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1%';
  if (share < 1 && share > 0.999) return '> 99.9%';
  return percent.format(share);
}

/** A text with its middle left out where it has more than so many letters: more of its beginning than of its end. */
export function middleCut(text: string, most: number): string {
  const letters = [...text];
  if (letters.length <= most) return text;
  const end = Math.floor((most - 1) * 0.4);
  const start = letters
    .slice(0, most - 1 - end)
    .join('')
    .trimEnd();
  return `${start}…${letters
    .slice(letters.length - end)
    .join('')
    .trimStart()}`;
}
