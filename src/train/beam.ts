/** Beam search over words, whatever gives their probabilities. */

export interface BeamOptions {
  width: number;
  /** Scores are log-probability / length^lengthPenalty; `<eos>` counts. */
  lengthPenalty: number;
  /** No translation has more words, `<eos>` included: the search always ends. */
  maxLength: number;
  eos: number;
}

/** A translation as far as it goes. `row`: which row of the step before it goes on from. */
export interface Hypothesis {
  words: number[];
  logProbability: number;
  row: number;
}

export interface Found {
  /** Without `<eos>`. */
  words: number[];
  logProbability: number;
  score: number;
}

/** Log-probabilities of the next word of each hypothesis; of the empty one at first. */
export type NextWords = (live: readonly Hypothesis[]) => Promise<ArrayLike<number>[]>;

/** The translations found, the best first. With a width no smaller than all beginnings there are, the first is the best there is. */
export async function beamSearch(next: NextWords, options: BeamOptions): Promise<Found[]> {
  const { width, lengthPenalty, maxLength, eos } = options;
  const score = (logProbability: number, length: number) => logProbability / length ** lengthPenalty;
  let live: Hypothesis[] = [{ words: [], logProbability: 0, row: 0 }];
  const ended: Found[] = [];
  const end = (words: number[], logProbability: number, length: number) =>
    ended.push({ words, logProbability, score: score(logProbability, length) });
  for (let length = 1; length <= maxLength && live.length > 0; length++) {
    const logs = await next(live);
    const candidates = live.flatMap(({ words, logProbability }, row) =>
      best(logs[row] as ArrayLike<number>, 2 * width).map((word) => ({
        words,
        word,
        row,
        logProbability: logProbability + ((logs[row] as ArrayLike<number>)[word] as number),
      })),
    );
    candidates.sort((a, b) => b.logProbability - a.logProbability);
    live = [];
    // An end counts only where it is among the best `width`: a beam of one is then greedy.
    for (const [place, { words, word, row, logProbability }] of candidates.slice(0, 2 * width).entries()) {
      if (word !== eos) {
        if (live.length < width) live.push({ words: [...words, word], logProbability, row });
      } else if (place < width) end(words, logProbability, length);
    }
    if (length === maxLength)
      for (const { words, logProbability } of live) end(words, logProbability, length);
    // A log-probability only falls: no living one can come to more than this.
    const most = live[0] ? score(live[0].logProbability, maxLength) : -Infinity;
    if (ended.length >= width && ended.some((found) => found.score >= most)) break;
  }
  return ended.sort((a, b) => b.score - a.score).slice(0, width);
}

/** The numbers of the greatest values, the greatest first; of equals the earlier. */
function best(values: ArrayLike<number>, count: number): number[] {
  const all = Array.from({ length: values.length }, (_, i) => i);
  return all.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b).slice(0, count);
}
