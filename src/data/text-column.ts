/** Bytes a page: texts run on from one page into the next, so that nothing is wasted and nothing is ever moved. */
const PAGE_BITS = 22;
const PAGE = 1 << PAGE_BITS;
/** UTF-8 needs at most so many bytes for one UTF-16 code unit. */
const MOST_BYTES = 3;

const encoder = new TextEncoder();
// A value may begin with U+FEFF, which a decoder would otherwise take for a byte order mark.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * A column of texts as UTF-8 bytes and offsets: a million short texts as strings would take four times the memory.
 * At most 4 GB of text (the offsets have 32 bits); unpaired surrogates become U+FFFD.
 */
export class TextColumn {
  private readonly pages: Uint8Array<ArrayBuffer>[] = [];
  private offsets = new Uint32Array(1024);
  private rows = 0;

  get length(): number {
    return this.rows;
  }

  /** Bytes of text held. */
  get bytes(): number {
    return this.offsets[this.rows] as number;
  }

  push(value: string): void {
    const start = this.bytes;
    const end = start + this.write(value, start);
    this.rows++;
    if (this.rows === this.offsets.length) {
      const longer = new Uint32Array(this.offsets.length * 2);
      longer.set(this.offsets);
      this.offsets = longer;
    }
    this.offsets[this.rows] = end;
  }

  /** The text of a row; empty where there is no such row. */
  get(row: number): string {
    if (row < 0 || row >= this.rows) return '';
    const start = this.offsets[row] as number;
    const end = this.offsets[row + 1] as number;
    if (start === end) return '';
    const first = start >>> PAGE_BITS;
    if (first === (end - 1) >>> PAGE_BITS)
      return decoder.decode(this.page(first).subarray(start & (PAGE - 1), ((end - 1) & (PAGE - 1)) + 1));
    const whole = new Uint8Array(end - start);
    for (let at = start; at < end;) {
      const from = at & (PAGE - 1);
      const count = Math.min(PAGE - from, end - at);
      whole.set(this.page(at >>> PAGE_BITS).subarray(from, from + count), at - start);
      at += count;
    }
    return decoder.decode(whole);
  }

  private page(index: number): Uint8Array<ArrayBuffer> {
    return (this.pages[index] ??= new Uint8Array(PAGE));
  }

  /** Writes a text from a global offset on; returns its number of bytes. */
  private write(value: string, start: number): number {
    if (value === '') return 0;
    const room = PAGE - (start & (PAGE - 1));
    if (room >= value.length * MOST_BYTES)
      return encoder.encodeInto(value, this.page(start >>> PAGE_BITS).subarray(start & (PAGE - 1))).written;
    const bytes = encoder.encode(value);
    for (let done = 0; done < bytes.length;) {
      const at = start + done;
      const from = at & (PAGE - 1);
      const count = Math.min(PAGE - from, bytes.length - done);
      this.page(at >>> PAGE_BITS).set(bytes.subarray(done, done + count), from);
      done += count;
    }
    return bytes.length;
  }
}

/** The same text in memory of its own: a slice of a long text would keep all of that text alive. */
export function detached(text: string): string {
  return decoder.decode(encoder.encode(text));
}
