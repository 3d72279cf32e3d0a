/**
 * The border between page and workers: types only.
 *
 * Two workers stand behind it. The data worker (no TensorFlow.js) reads files, keeps tables, splits and encodes.
 * The lab worker holds every tensor: it trains, evaluates and predicts. Calls go through Comlink; what goes on
 * during a call comes back through a callback, batched to at most ten messages a second.
 *
 * Comlink loses the class of an Error: every method that can fail returns a `Result`, which the clients in
 * `client.ts` turn back into a thrown LabError.
 */
export type * from './result.ts';
export type * from './data-protocol.ts';
export type * from './lab-protocol.ts';
