/** Of the greater end: below it an axis counts as having no span. */
export const MIN_SPAN = 1e-9;

/** Round numbers (1, 2 or 5 times a power of ten apart) in [low, high], about `wanted` of them. */
export function niceTicks(low: number, high: number, wanted: number): number[] {
  const span = high - low;
  // Ends that differ in their last digits only have no round numbers between them that a double could tell apart.
  const magnitude = Math.max(Math.abs(low), Math.abs(high));
  if (!(span > magnitude * MIN_SPAN) || !Number.isFinite(span)) return [];
  const rough = span / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10);
  const ticks: number[] = [];
  // By counting, not by adding: 0.1 + 0.2 is not 0.3.
  const slack = 1e-9;
  for (let i = Math.ceil(low / step - slack); i <= high / step + slack; i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The name of a power of ten on a logarithmic axis: 10⁻³. */
export function logTick(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)] ?? digit);
  return `10${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}
