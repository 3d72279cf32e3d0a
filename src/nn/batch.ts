/** Texts of one batch as ids, padded to the same length. */
export interface TokenBatch {
  /** rows × length, row-major. */
  ids: Int32Array;
  rows: number;
  length: number;
  /** Tokens of each row without padding. */
  lengths: Int32Array;
}
