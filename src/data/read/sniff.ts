import { LabError } from '../../base/errors.ts';

export type Container = 'text' | 'parquet' | 'xlsx';

const ascii = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));

/** Beginnings of files that are no tables, with what they are and what to do. */
const OTHERS: [number[], string, string][] = [
  [ascii('%PDF'), 'a PDF', 'Copy its table into a spreadsheet and save it as CSV.'],
  [[0x89, ...ascii('PNG')], 'a picture', 'Choose a table of texts.'],
  [[0xff, 0xd8, 0xff], 'a picture', 'Choose a table of texts.'],
  [ascii('GIF8'), 'a picture', 'Choose a table of texts.'],
  [
    [0xd0, 0xcf, 0x11, 0xe0],
    'an old Excel or Word file (.xls, .doc) or a workbook with a password',
    'Open it in a spreadsheet program and save it without a password, as .xlsx or CSV.',
  ],
  [ascii('BZh'), 'a bzip2 archive', 'Unpack it and choose the file inside.'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard archive', 'Unpack it and choose the file inside.'],
  [[0xfd, ...ascii('7zXZ')], 'an xz archive', 'Unpack it and choose the file inside.'],
  [ascii('7z'), 'a 7-Zip archive', 'Unpack it and choose the file inside.'],
  [ascii('Rar!'), 'a RAR archive', 'Unpack it and choose the file inside.'],
  [ascii('SQLite format 3'), 'an SQLite database', 'Export its table as CSV.'],
  [ascii('ARROW1'), 'an Arrow file', 'Save it as Parquet or CSV.'],
  [ascii('version https://git-lfs'), 'a Git LFS pointer', 'Download the file that it points to.'],
];

/**
 * What a file holds, by its first (unzipped) bytes.
 * @throws LabError `data/wrong-type` where it is no table that can be read
 */
export function sniff(bytes: Uint8Array, name: string): Container {
  const begins = (signature: readonly number[]) => signature.every((byte, i) => bytes[i] === byte);
  const refuse = (what: string, hint: string) =>
    new LabError('data/wrong-type', `“${name}” is ${what}, not a table of texts.`, hint);
  if (begins(ascii('PAR1'))) return 'parquet';
  if (begins([0x50, 0x4b, 3, 4])) {
    // The first entry of a spreadsheet is one of these; its name stands 30 bytes into the archive.
    const entry = new TextDecoder().decode(bytes.subarray(30, 80));
    if (/^(\[Content_Types\]|_rels|xl\/|docProps\/|mimetype)/.test(entry) && !/opendocument/.test(entry))
      return 'xlsx';
    throw refuse('a zip archive', 'Unpack it and choose the file inside; spreadsheets are taken as .xlsx.');
  }
  for (const [signature, what, hint] of OTHERS) if (begins(signature)) throw refuse(what, hint);
  const start = new TextDecoder().decode(bytes.subarray(0, 200)).trimStart().toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html'))
    throw refuse(
      'a web page',
      'Take the address of the file itself (on Hugging Face: “resolve” instead of “blob”).',
    );
  return 'text';
}
