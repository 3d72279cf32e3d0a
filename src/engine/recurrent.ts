import { plainRecurrent } from './recurrent/plain.ts';
import type { RecurrentInput, RecurrentOutput } from './recurrent/types.ts';

export type { CellKind, RecurrentInput, RecurrentOutput, RecurrentWeights } from './recurrent/types.ts';
export { GATES } from './recurrent/types.ts';

/** One recurrent layer in one direction, with its gradient, by the fastest way this backend has. */
export function recurrent(input: RecurrentInput): RecurrentOutput {
  return plainRecurrent(input);
}
