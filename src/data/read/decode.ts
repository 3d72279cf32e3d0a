import { LabError } from '../../base/errors.ts';
import { concat } from './source.ts';

/** Stands in decoded text where a byte could not be read. U+FFFF is no character, so no text holds it by itself. */
export const BAD_BYTE = '\uffff';

/** What is written where people see it. */
export const shown = (text: string) => text.replaceAll(BAD_BYTE, '\ufffd');

const LF = 10;

/** Bytes to text, chunk by chunk: no byte order mark, every line break a `\n`, bytes that are not UTF-8 marked. */
export class Decoder {
  private readonly decode: (bytes: Uint8Array, last: boolean) => string;
  private first = true;
  private carriageReturn = false;

  /** @throws LabError `data/encoding` where the browser knows no such encoding */
  constructor(encoding: string) {
    this.decode = /^utf-?8$/i.test(encoding) ? marking() : plain(encoding);
  }

  push(bytes: Uint8Array, last = false): string {
    let text = this.decode(bytes, last);
    if (this.first && text !== '') {
      this.first = false;
      if (text.startsWith('\ufeff')) text = text.slice(1);
    }
    if (this.carriageReturn) text = `\r${text}`;
    // A \n may follow in the next chunk.
    this.carriageReturn = !last && text.endsWith('\r');
    if (this.carriageReturn) text = text.slice(0, -1);
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }
}

function plain(encoding: string): (bytes: Uint8Array, last: boolean) => string {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { ignoreBOM: true });
  } catch {
    throw new LabError(
      'data/encoding',
      `This browser knows no encoding “${encoding}”.`,
      'Try utf-8, utf-16le, windows-1251 or windows-1252.',
    );
  }
  return (bytes, last) => decoder.decode(bytes, { stream: !last });
}

/**
 * UTF-8 where a bad byte marks its line: whole lines are decoded at a time, and only where a chunk is not valid is
 * each line looked at by itself.
 */
function marking(): (bytes: Uint8Array, last: boolean) => string {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
  let held: Uint8Array = new Uint8Array();
  const line = (bytes: Uint8Array) => {
    try {
      return strict.decode(bytes);
    } catch {
      return lenient.decode(bytes).replaceAll('\ufffd', BAD_BYTE);
    }
  };
  return (bytes, last) => {
    const all = held.length === 0 ? bytes : concat([held, bytes], held.length + bytes.length);
    const cut = last ? all.length : all.lastIndexOf(LF) + 1 || letterStart(all);
    held = all.slice(cut);
    const ready = all.subarray(0, cut);
    try {
      return strict.decode(ready);
    } catch {
      const lines: string[] = [];
      for (let at = 0; at < ready.length;) {
        const end = ready.indexOf(LF, at) + 1 || ready.length;
        lines.push(line(ready.subarray(at, end)));
        at = end;
      }
      return lines.join('');
    }
  };
}

/** Where the last letter of these bytes begins if it may be incomplete; else their end. */
function letterStart(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return bytes.length - back;
  }
  return bytes.length;
}

/** A whole sample at once; what is cut off at its end is left out. */
export function decodeSample(bytes: Uint8Array, encoding: string, whole: boolean): string {
  const text = new Decoder(encoding).push(bytes, whole);
  return text;
}
