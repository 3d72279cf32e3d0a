import type { Seq2Seq } from '../models/seq2seq/seq2seq.ts';
import type { AlignedSentence, AlignmentPoint } from '../runs/types.ts';
import { alignmentErrorRate, countAlignment, noLinks } from './alignment-error.ts';
import type { PairBatches } from './pair-batches.ts';

/** Sentences whose whole alignment is kept at each snapshot … */
const FOLLOWED = 6;
/** … and those that the error rate is taken of. */
const JUDGED = 96;

export interface SnapshotOptions {
  model: Seq2Seq;
  /** Of validation. */
  batches: PairBatches;
  /** Pair i as tokens, in the order they are written; the target with its end. */
  tokens: (i: number) => Omit<AlignedSentence, 'links'>;
  /** The source is read from its end. */
  reversed: boolean;
}

/**
 * One forward pass of the first sentences of validation: cheap enough to be taken two dozen times in a run. The model is
 * to be in evaluation mode.
 */
export async function alignmentSnapshot({
  model,
  batches,
  tokens,
  reversed,
}: SnapshotOptions): Promise<{ sentences: AlignedSentence[]; point: Omit<AlignmentPoint, 'step'> } | null> {
  const count = Math.min(JUDGED, batches.rows);
  if (count === 0) return null;
  const { source, target } = batches.gatherPairs(Uint32Array.from({ length: count }, (_, i) => i));
  const map = model.alignment(source, target);
  if (!map) return null;
  const values = await map.data().finally(() => map.dispose());
  const counts = noLinks();
  const sentences: AlignedSentence[] = [];
  const weights: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const [rows, columns] = [target.lengths[i] as number, source.lengths[i] as number];
    const row = (t: number) => {
      const from = (i * target.length + t) * source.length;
      return values.subarray(from, from + columns);
    };
    const links = batches.linksOf(i) ?? [];
    // The last step looks for <eos>, which stands for no word of the source.
    countAlignment(
      counts,
      Array.from({ length: rows - 1 }, (_, t) => greatest(row(t))),
      links,
    );
    if (i >= FOLLOWED) continue;
    const written = (place: number) => (reversed ? columns - 1 - place : place);
    const bytes = new Uint8Array(rows * columns);
    for (let t = 0; t < rows; t++)
      row(t).forEach((weight, s) => (bytes[t * columns + written(s)] = Math.round(255 * weight)));
    weights.push(bytes);
    sentences.push({ ...tokens(i), links: links.map(([s, t, sure]) => [written(s), t, sure]) });
  }
  return { sentences, point: { aer: alignmentErrorRate(counts), weights } };
}

/** The place of the greatest value. */
function greatest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
