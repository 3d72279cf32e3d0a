/** Counts for the alignment error rate (Och and Ney 2003), to be added up over sentences. */
export interface AlignmentCounts {
  /** Links drawn. */
  drawn: number;
  sure: number;
  drawnSure: number;
  /** Drawn links that are sure or possible. */
  drawnPossible: number;
}

export const noLinks = (): AlignmentCounts => ({ drawn: 0, sure: 0, drawnSure: 0, drawnPossible: 0 });

/**
 * Counts one sentence.
 * @param chosen the source word of each target word; −1: none. Only target words with a gold link are judged, as a
 *   softmax must look somewhere even for a word that stands for nothing.
 * @param gold links as [source, target, 1 if sure]
 */
export function countAlignment(
  counts: AlignmentCounts,
  chosen: ArrayLike<number>,
  gold: readonly (readonly [number, number, number])[],
): void {
  for (const [, target, sure] of gold) if (sure && target < chosen.length) counts.sure++;
  const linked = new Set(gold.map(([, target]) => target));
  for (let j = 0; j < chosen.length; j++) {
    const i = chosen[j] as number;
    if (i < 0 || !linked.has(j)) continue;
    counts.drawn++;
    const link = gold.find(([source, target]) => source === i && target === j);
    if (link) counts.drawnPossible++;
    if (link?.[2]) counts.drawnSure++;
  }
}

/** 1 − (|A ∩ S| + |A ∩ P|) / (|A| + |S|), where the sure links S are among the possible ones P; null without gold. */
export function alignmentErrorRate({
  drawn,
  sure,
  drawnSure,
  drawnPossible,
}: AlignmentCounts): number | null {
  return sure === 0 ? null : 1 - (drawnSure + drawnPossible) / (drawn + sure);
}
