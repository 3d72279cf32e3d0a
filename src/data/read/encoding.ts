import { LabError } from '../../base/errors.ts';

/** Letters of Windows-1251 (А … я, Ё, ё) that stand side by side: what Cyrillic text is made of. */
const CYRILLIC_SHARE = 0.7;
/** … and of Windows-1252 (À … ÿ) beside a letter of ASCII: what Western text is made of. */
const WESTERN_SHARE = 0.7;
/** More pairs of bytes than this that UTF-8 would write: it is UTF-8 with some bytes broken. */
const HARDLY_UTF8 = 0.05;
/** Upper bytes of UTF-16 below this: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic. */
const ALPHABETS_END = 0x07;
/** … and so many of them there are in a text of these. */
const ALPHABETS_SHARE = 0.95;
/** Bytes above 127 needed before their pattern says anything. */
const ENOUGH_HIGH_BYTES = 8;

/**
 * The encoding of a text file by its first bytes: a byte order mark; else NUL bytes, or upper bytes of an
 * alphabet, in every second place (UTF-16);
 * else UTF-8 where it is valid; else Windows-1251 where the bytes stand as Cyrillic words do; else Windows-1252, which
 * Latin-1 is part of, where they stand as accented letters do; else UTF-8 with bad bytes, whose rows are then listed.
 *
 * @throws LabError `data/wrong-type` where the bytes are no text at all
 */
export function detectEncoding(bytes: Uint8Array, name: string): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  const upper = [0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] as number) + 1;
    if (byte < ALPHABETS_END) upper[i % 2] = (upper[i % 2] as number) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  // Spaces and signs have an upper byte of zero in every alphabet; the letters of one have another in common.
  const alphabet = (place: 0 | 1) => (upper[place] as number) > (bytes.length / 2) * ALPHABETS_SHARE;
  const many = even + odd > bytes.length * 0.2;
  if (odd > even * 4 && (many || alphabet(1))) return 'utf-16le';
  if (even > odd * 4 && (many || alphabet(0))) return 'utf-16be';
  if (even + odd > bytes.length * 0.01)
    throw new LabError(
      'data/wrong-type',
      `“${name}” is a binary file, not a table of texts.`,
      'Choose a CSV, TSV, JSONL, Parquet or XLSX file, or one of these gzipped.',
    );
  if (isUtf8(bytes)) return 'utf-8';
  if (looksCyrillic(bytes)) return 'windows-1251';
  return looksWestern(bytes) ? 'windows-1252' : 'utf-8';
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // `stream`: the sample may end within a letter.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function looksCyrillic(bytes: Uint8Array): boolean {
  const letter = (byte = 0) => byte >= 0xc0 || byte === 0xa8 || byte === 0xb8;
  let high = 0;
  let inWords = 0;
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] as number) < 0x80) continue;
    high++;
    if (letter(bytes[i]) && (letter(bytes[i - 1]) || letter(bytes[i + 1]))) inWords++;
  }
  return high >= ENOUGH_HIGH_BYTES && inWords / high >= CYRILLIC_SHARE;
}

function looksWestern(bytes: Uint8Array): boolean {
  const ascii = (byte = 0) => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  let high = 0;
  let inWords = 0;
  let utf8 = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte < 0x80) continue;
    high++;
    if (byte < 0xc0) continue;
    if (ascii(bytes[i - 1]) || ascii(bytes[i + 1])) inWords++;
    if (((bytes[i + 1] ?? 0) & 0xc0) === 0x80) utf8++;
  }
  return high >= ENOUGH_HIGH_BYTES && inWords / high >= WESTERN_SHARE && utf8 / high <= HARDLY_UTF8;
}
