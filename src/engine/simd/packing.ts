/**
 * How a padded batch becomes packed steps (torch.nn.utils.rnn.pack_padded_sequence): rows sorted by length, the
 * longest first, the rows of one step side by side, steps in the order in which a direction reads them. Only real
 * tokens are left.
 */
export interface Packing {
  steps: number;
  /** Packed rows in all: the tokens of the batch. */
  total: number;
  /** Rows of each step, and where they begin. */
  counts: Int32Array;
  offsets: Int32Array;
  /** Packed row → b·T + t. */
  source: Int32Array;
  /** Packed row → the packed row of the same text one step before, −1 where it begins. */
  previous: Int32Array;
  /** Row of the batch → its last packed row, −1 for a text without tokens. */
  last: Int32Array;
  /** Sorted place → row of the batch. */
  order: Int32Array;
}

export function packSteps(
  rows: number,
  length: number,
  lengths: Int32Array | null,
  reverse: boolean,
): Packing {
  const sizes = Int32Array.from({ length: rows }, (_, b) => Math.min(lengths?.[b] ?? length, length));
  const sizeOf = (b: number) => sizes[b] ?? 0;
  const order = Int32Array.from({ length: rows }, (_, b) => b);
  if (lengths) order.sort((a, b) => sizeOf(b) - sizeOf(a) || a - b);
  const steps = sizes.reduce((most, size) => Math.max(most, size), 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const counts = new Int32Array(steps);
  const offsets = new Int32Array(steps);
  const source = new Int32Array(total);
  const previous = new Int32Array(total).fill(-1);
  const last = new Int32Array(rows).fill(-1);
  let next = 0;
  for (let s = 0; s < steps; s++) {
    const t = reverse ? steps - 1 - s : s;
    offsets[s] = next;
    for (const b of order) {
      if (sizeOf(b) <= t) break;
      previous[next] = last[b] ?? -1;
      source[next] = b * length + t;
      last[b] = next++;
    }
    counts[s] = next - (offsets[s] ?? 0);
  }
  return { steps, total, counts, offsets, source, previous, last, order };
}
