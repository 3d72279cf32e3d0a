import type { CheckpointKind } from './types.ts';

/** Weights that a run keeps after some of its epochs: what they are called, and which there are. */

export const epochKind = (epoch: number): CheckpointKind => `epoch-${epoch}`;

/** After how many epochs the weights of this kind were kept; null: they are the best or the last. */
export function epochOfKind(kind: string): number | null {
  const epoch = /^epoch-(\d+)$/.exec(kind)?.[1];
  return epoch === undefined ? null : Number(epoch);
}

/**
 * Of the kept epochs those that a run which goes on from a step has behind it; what comes after is kept anew.
 * @param stepsPerEpoch optimizer steps
 */
export const epochsBefore = (kept: readonly number[], step: number, stepsPerEpoch: number): number[] =>
  kept.filter((epoch) => epoch * stepsPerEpoch <= step);

/** The kept epochs with one more, each once, rising. */
export const withEpoch = (kept: readonly number[] | undefined, epoch: number): number[] =>
  [...new Set([...(kept ?? []), epoch])].sort((a, b) => a - b);
