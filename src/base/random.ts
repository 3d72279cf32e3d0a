/**
 * Seeded random numbers that are the same on every machine: sfc32 (C. Doty-Humphrey, PractRand), seeded through
 * splitmix32 of the seed and a stream name, so that independent uses (split, shuffle, initialisation, dropout)
 * draw from streams that do not disturb each other when one of them draws more.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  private spare: number | null = null;

  constructor(seed: number, stream = '') {
    let h = (seed ^ 0x9e3779b9) >>> 0;
    for (let i = 0; i < stream.length; i++) h = Math.imul(h ^ stream.charCodeAt(i), 0x01000193) >>> 0;
    const next = () => {
      h = (h + 0x9e3779b9) >>> 0;
      let z = h;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return (z ^ (z >>> 16)) >>> 0;
    };
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = 1;
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** A 32-bit unsigned integer. */
  uint32(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** A number in [0, 1) with 32 random bits. */
  uniform(): number {
    return this.uint32() / 4294967296;
  }

  /** An integer in [0, n), without modulo bias that could be seen (n < 2^31). */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** A standard normal number (Marsaglia's polar method). */
  normal(): number {
    if (this.spare !== null) {
      const value = this.spare;
      this.spare = null;
      return value;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        this.spare = v * scale;
        return u * scale;
      }
    }
  }

  /** Fisher–Yates, in place. Returns its argument. */
  shuffle<T extends { length: number; [index: number]: number }>(values: T): T {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = values[i] as number;
      values[i] = values[j] as number;
      values[j] = held;
    }
    return values;
  }

  /** The generator's whole state, for checkpoints. */
  state(): number[] {
    return [this.a, this.b, this.c, this.d, this.spare === null ? 0 : 1, this.spare ?? 0];
  }

  restore(state: readonly number[]): void {
    const [a = 0, b = 0, c = 0, d = 1, has = 0, spare = 0] = state;
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    this.spare = has ? spare : null;
  }
}
