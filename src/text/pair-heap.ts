/** Pairs by their count, the most frequent first; of equals the one with the smaller key. A binary heap. */
export class PairHeap {
  private readonly keys: number[] = [];
  private readonly counts: number[] = [];

  push(key: number, count: number): void {
    let at = this.keys.length;
    this.keys.push(key);
    this.counts.push(count);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  pop(): { key: number; count: number } | null {
    const last = this.keys.length - 1;
    if (last < 0) return null;
    this.swap(0, last);
    const key = this.keys.pop() as number;
    const count = this.counts.pop() as number;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      if (left >= last) break;
      const child = left + 1 < last && this.before(left + 1, left) ? left + 1 : left;
      if (!this.before(child, at)) break;
      this.swap(child, at);
      at = child;
    }
    return { key, count };
  }

  private before(a: number, b: number): boolean {
    const more = (this.counts[a] as number) - (this.counts[b] as number);
    return more > 0 || (more === 0 && (this.keys[a] as number) < (this.keys[b] as number));
  }

  private swap(a: number, b: number): void {
    const { keys, counts } = this;
    const key = keys[a] as number;
    const count = counts[a] as number;
    keys[a] = keys[b] as number;
    counts[a] = counts[b] as number;
    keys[b] = key;
    counts[b] = count;
  }
}
