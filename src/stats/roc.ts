/** A curve of the receiver operating characteristic: point k is what comes of giving the label from threshold k on. */
export interface RocCurve {
  /** False positives as a share of all negatives. */
  fpr: number[];
  /** True positives as a share of all positives. */
  tpr: number[];
  /** Falling; the first is Infinity, from which nothing is given. */
  thresholds: number[];
  /** Area below the curve: the chance that a positive scores above a negative, of like scores half. NaN of one class. */
  auc: number;
}

/**
 * scikit-learn's roc_curve and roc_auc_score: rows of like score go together, and points on a straight line are left
 * out (`drop_intermediate`).
 * @param positive whether each row is positive
 */
export function rocCurve(scores: ArrayLike<number>, positive: (row: number) => boolean): RocCurve {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number),
  );
  const points: { tp: number; fp: number; threshold: number }[] = [];
  let [tp, fp] = [0, 0];
  order.forEach((row, k) => {
    if (positive(row)) tp++;
    else fp++;
    const score = scores[row] as number;
    const next = order[k + 1];
    if (next === undefined || scores[next] !== score) points.push({ tp, fp, threshold: score });
  });
  const kept = points.filter((point, k) => {
    const [before, after] = [points[k - 1], points[k + 1]];
    if (!before || !after) return true;
    const bends = (of: 'tp' | 'fp') => after[of] - point[of] !== point[of] - before[of];
    return bends('tp') || bends('fp');
  });
  const all = [{ tp: 0, fp: 0, threshold: Infinity }, ...kept];
  const fpr = all.map((point) => point.fp / fp);
  const tpr = all.map((point) => point.tp / tp);
  let auc = 0;
  for (let k = 1; k < all.length; k++)
    auc +=
      (((fpr[k] as number) - (fpr[k - 1] as number)) * ((tpr[k] as number) + (tpr[k - 1] as number))) / 2;
  return {
    fpr,
    tpr,
    thresholds: all.map(({ threshold }) => threshold),
    auc: tp === 0 || fp === 0 ? NaN : auc,
  };
}

/** Counts at a threshold: rows are positive from it on. */
export interface BinaryCounts {
  tp: number;
  fp: number;
  fn: number;
  tn: number;
}

export function countsAt(
  scores: ArrayLike<number>,
  positive: (row: number) => boolean,
  threshold: number,
): BinaryCounts {
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (let i = 0; i < scores.length; i++) {
    const given = (scores[i] as number) >= threshold;
    if (positive(i)) counts[given ? 'tp' : 'fn']++;
    else counts[given ? 'fp' : 'tn']++;
  }
  return counts;
}
