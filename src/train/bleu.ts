/**
 * Corpus BLEU (Papineni et al. 2002) as sacreBLEU computes it by default: tokenizer 13a (mteval-v13a), n-grams up to
 * four, exponential smoothing of precisions without a match, one reference, case kept.
 */

const ORDERS = 4;

/** mteval-v13a: marks stand apart, but for periods and commas between digits. */
export function tokenize13a(line: string): string[] {
  let text = line.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  if (text.includes('&'))
    text = text
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>');
  return ` ${text} `
    .replace(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ')
    .split(/\s+/)
    .filter((token) => token !== '');
}

function ngrams(tokens: readonly string[], order: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + order <= tokens.length; i++) {
    const gram = tokens.slice(i, i + order).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/**
 * BLEU from 0 to 100 of translations against one reference each.
 * @throws RangeError where there are not as many references as translations
 */
export function corpusBleu(translations: readonly string[], references: readonly string[]): number {
  if (translations.length !== references.length)
    throw new RangeError(`${translations.length} translations against ${references.length} references`);
  const correct = new Array<number>(ORDERS).fill(0);
  const total = new Array<number>(ORDERS).fill(0);
  let length = 0;
  let wanted = 0;
  translations.forEach((translation, i) => {
    const [own, reference] = [tokenize13a(translation), tokenize13a(references[i] as string)];
    length += own.length;
    wanted += reference.length;
    for (let n = 1; n <= ORDERS; n++) {
      const there = ngrams(reference, n);
      for (const [gram, count] of ngrams(own, n)) {
        correct[n - 1] = (correct[n - 1] as number) + Math.min(count, there.get(gram) ?? 0);
        total[n - 1] = (total[n - 1] as number) + count;
      }
    }
  });
  if (correct.every((count) => count === 0)) return 0;
  let smoothing = 1;
  let logs = 0;
  for (let n = 0; n < ORDERS; n++) {
    // Without a single n-gram of this order there is no precision, and the mean of the logarithms is without bound.
    if (total[n] === 0) return 0;
    if (correct[n] === 0) smoothing *= 2;
    const precision = correct[n] === 0 ? 1 / smoothing : (correct[n] as number);
    logs += Math.log((100 * precision) / (total[n] as number)) / ORDERS;
  }
  const brevity = length >= wanted ? 1 : length === 0 ? 0 : Math.exp(1 - wanted / length);
  return brevity * Math.exp(logs);
}

export interface LengthBleu {
  /** Shortest and longest source, in tokens. */
  from: number;
  to: number;
  sentences: number;
  bleu: number;
}

/** BLEU of `parts` equal parts of the sentences in the order of their sources' length, the shortest first. */
export function bleuByLength(
  lengths: readonly number[],
  translations: readonly string[],
  references: readonly string[],
  parts = 4,
): LengthBleu[] {
  const order = [...lengths.keys()].sort((a, b) => (lengths[a] as number) - (lengths[b] as number) || a - b);
  const bounds = Array.from({ length: parts + 1 }, (_, k) => Math.round((k * order.length) / parts));
  return bounds.slice(1).flatMap((end, k) => {
    const part = order.slice(bounds[k], end);
    if (part.length === 0) return [];
    const of = (from: readonly string[]) => part.map((i) => from[i] as string);
    return {
      from: lengths[part[0] as number] as number,
      to: lengths[part.at(-1) as number] as number,
      sentences: part.length,
      bleu: corpusBleu(of(translations), of(references)),
    };
  });
}
