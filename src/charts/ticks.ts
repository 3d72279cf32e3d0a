/** Round numbers (1, 2 or 5 times a power of ten apart) in [low, high], about `wanted` of them. */
export function niceTicks(low: number, high: number, wanted: number): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [];
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
