import type { EncodedSplit } from '../data/types.ts';

/** Texts × labels with 1 where a label applies. */
export function targetsOf(split: EncodedSplit, index: ArrayLike<number>, labels: number): Float32Array {
  const { setOffsets, setIds } = split;
  const targets = new Float32Array(index.length * labels);
  for (let row = 0; row < index.length; row++) {
    const i = index[row] as number;
    for (let k = setOffsets?.[i] ?? 0; k < (setOffsets?.[i + 1] ?? 0); k++)
      targets[row * labels + (setIds?.[k] as number)] = 1;
  }
  return targets;
}
