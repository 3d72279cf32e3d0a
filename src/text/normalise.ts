import type { TextSpec } from '../recipe/recipe.ts';

/**
 * Text as a line of tokens with one space between them. What every character counts as:
 *
 * - spaces: separators, control characters, the zero-width space, halves of surrogate pairs;
 * - nothing at all: format characters (soft hyphen, byte order mark, direction marks) and variation selectors;
 * - marks: punctuation and symbols, and the emoji blocks whole. An emoji sequence (skin tone, joined by U+200D, a
 *   flag) is one mark. An apostrophe between letters belongs to its word, and `’` becomes `'` there;
 * - ideographs and kana, which are written without spaces: each a word of its own;
 * - everything else: part of a word (letters, combining marks, numbers, joiners, what Unicode has not assigned yet).
 *
 * The generated PyTorch script does the same step by step (`src/formats/pytorch-text.ts`): change both together.
 */

/** The pieces the patterns are made of, to be put between brackets; the u flag is needed. */
const MARK = String.raw`\p{P}\p{S}\u{1F000}-\u{1FAFF}`;
const IDEOGRAPH = String.raw`\u3005-\u3007\u3041-\u3096\u309D-\u309F\u30A1-\u30FA\u30FC-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{3FFFF}`;
const ATTACHED = String.raw`[\p{M}\u{1F3FB}-\u{1F3FF}]*`;

const ASCII = /^[\0-\x7f]*$/;
const INVISIBLE = /(?![\u200B-\u200D])[\p{Cf}\uFE00-\uFE0F]/gu;
const CURLY_APOSTROPHE = /(?<=[\p{L}\p{N}])\u2019(?=\p{L})/gu;
const DIGIT = /\p{Nd}/gu;
const IDEOGRAPHS = new RegExp(`[${IDEOGRAPH}]\\p{M}*`, 'gu');
const MARKS = new RegExp(
  String.raw`[\u{1F1E6}-\u{1F1FF}]{2}` +
    String.raw`|(?:(?!')[${MARK}]|(?<![\p{L}\p{N}])'|'(?!\p{L}))${ATTACHED}(?:\u200D[${MARK}]${ATTACHED})*`,
  'gu',
);
/** Joiners that would begin a token. */
const LOOSE_JOINERS = /(^|[\p{Z}\p{Cc}\p{Cs}\u200B])[\u200C\u200D]+/gu;
const SPACES = /[\p{Z}\p{Cc}\p{Cs}\u200B]+/gu;
const ASCII_SPACES = /[\0-\x20\x7f]+/g;

/** Lower case, Unicode's composed form (NFC), digits, marks and spaces as the recipe asks; stop words stay. */
export function normaliseText(text: string, spec: TextSpec['normalise'], ideographsApart = true): string {
  let result = spec.lowercase ? text.toLowerCase() : text;
  const ascii = ASCII.test(result);
  if (!ascii) {
    result = result.replace(INVISIBLE, '').normalize('NFC').replace(CURLY_APOSTROPHE, "'");
    if (ideographsApart) result = result.replace(IDEOGRAPHS, ' $& ');
  }
  if (spec.digits !== 'keep') result = result.replace(DIGIT, spec.digits === 'zero' ? '0' : ' ');
  if (spec.punctuation !== 'keep')
    result = result.replace(MARKS, spec.punctuation === 'separate' ? ' $& ' : ' ');
  if (!ascii) result = result.replace(LOOSE_JOINERS, '$1');
  return result.replace(ascii ? ASCII_SPACES : SPACES, ' ').trim();
}
