type Pointer = number;
/** Keys, threshold and scale of a draw of dropout. */
type Draw = [keyA: number, keyB: number, threshold: number, scale: number];

/** The exports of assembly/index.ts that transformers and Seq2Seq use. Pointer 0: there is none. */
export interface NetKernels {
  dropout(size: number, x: Pointer, to: Pointer, ...draw: Draw): void;
  layerNormForward(
    ...args: [
      ...sizes: [rows: number, size: number],
      ...inputs: [x: Pointer, residual: Pointer, weight: Pointer, bias: Pointer],
      eps: number,
      ...Draw,
      ...outputs: [y: Pointer, normal: Pointer, inverse: Pointer],
    ]
  ): void;
  layerNormBackward(
    ...args: [
      ...sizes: [rows: number, size: number],
      ...inputs: [dy: Pointer, normal: Pointer, inverse: Pointer, weight: Pointer],
      ...Draw,
      ...outputs: [dSum: Pointer, dx: Pointer, dWeight: Pointer, dBias: Pointer],
    ]
  ): void;
  /** kind: 0 GELU, 1 ReLU, 2 tanh. */
  linear(
    ...args: [
      ...sizes: [m: number, n: number, k: number],
      ...inputs: [x: Pointer, packed: Pointer, bias: Pointer],
      kind: number,
      ...outputs: [argument: Pointer, y: Pointer],
    ]
  ): void;
  linearSlopes(
    ...args: [
      kind: number,
      ...sizes: [rows: number, columns: number],
      ...inputs: [kept: Pointer, dy: Pointer],
      ...outputs: [dz: Pointer, sums: Pointer],
    ]
  ): void;
  activate(kind: number, size: number, x: Pointer, y: Pointer): void;
  activateBackward(kind: number, size: number, kept: Pointer, dy: Pointer, dx: Pointer): void;
  softmaxRows(
    ...args: [
      ...sizes: [batch: number, rows: number, keys: number, heads: number],
      ...mask: [ends: Pointer, counts: Pointer, causal: number],
      scale: number,
      ...[x: Pointer, to: Pointer],
    ]
  ): void;
  softmaxRowsBackward(
    ...args: [rows: number, keys: number, scale: number, p: Pointer, dp: Pointer, dx: Pointer]
  ): void;
  lstmForwardFrom(
    ...args: [
      start: number,
      ...steps: [steps: number, counts: Pointer, offsets: Pointer, size: number],
      ...[gates: Pointer, c: Pointer, h: Pointer, weights: Pointer],
    ]
  ): void;
  lstmBackwardFrom(
    ...args: [
      start: number,
      ...steps: [steps: number, counts: Pointer, offsets: Pointer, size: number],
      ...[gates: Pointer, c: Pointer, dh: Pointer, dc: Pointer, weights: Pointer],
    ]
  ): void;
  attentionRoom(tq: number, tk: number, d: number): number;
  attentionForward(
    ...args: [...AttentionShape, ...Views, ...Mask, ...Draw, ...[out: Pointer, kept: Pointer, room: Pointer]]
  ): void;
  attentionBackward(
    ...args: [
      ...AttentionShape,
      ...Views,
      ...Mask,
      ...Draw,
      ...[out: Pointer, kept: Pointer, dOut: Pointer, room: Pointer],
      ...Views,
    ]
  ): void;
  crossEntropyForward(
    ...args: [
      ...sizes: [rows: number, classes: number],
      ...inputs: [x: Pointer, labels: Pointer, ignored: number, weights: Pointer],
      ...outputs: [lse: Pointer, rowWeights: Pointer, losses: Pointer],
    ]
  ): void;
  crossEntropyBackward(
    ...args: [
      ...sizes: [rows: number, classes: number],
      ...inputs: [x: Pointer, labels: Pointer, lse: Pointer, shares: Pointer],
      dx: Pointer,
    ]
  ): void;
  sum(size: number, x: Pointer): number;
  bce(
    ...args: [
      ...sizes: [rows: number, classes: number],
      ...inputs: [x: Pointer, targets: Pointer, posWeight: Pointer, weight: Pointer, rowsOfWeight: number],
      ...outputs: [losses: Pointer, slopes: Pointer],
    ]
  ): void;
  additiveScores(
    ...args: [
      ...sizes: [batch: number, tq: number, tk: number, size: number, causal: number],
      ...[q: Pointer, k: Pointer, v: Pointer, scores: Pointer],
    ]
  ): void;
  additiveScoresBackward(
    ...args: [
      ...sizes: [batch: number, tq: number, tk: number, size: number, causal: number],
      ...[q: Pointer, k: Pointer, v: Pointer, ds: Pointer],
      ...[dq: Pointer, dk: Pointer, dv: Pointer],
    ]
  ): void;
}

type AttentionShape = [batch: number, heads: number, tq: number, tk: number, d: number];
/** Pointers and row strides in bytes of q, k and v (or their gradients). */
type Views = [q: Pointer, qs: number, k: Pointer, ks: number, v: Pointer, vs: number];
type Mask = [ends: Pointer, counts: Pointer, causal: number, scale: number];
