/**
 * What BERT does to a text before its pieces are looked for (Devlin et al. 2019, `BasicTokenizer`), as Hugging Face's
 * `BertNormalizer` and `BertPreTokenizer` do it.
 */
export interface BertTextOptions {
  /** Without control characters, every white space a space. */
  cleanText: boolean;
  lowercase: boolean;
  /** Without accents; null: where everything is lower case. */
  stripAccents: boolean | null;
  /** Each Chinese character a word of its own. */
  chineseChars: boolean;
}

export const BERT_TEXT: Readonly<BertTextOptions> = {
  cleanText: true,
  lowercase: true,
  stripAccents: null,
  chineseChars: true,
};

const ASCII = /^[\0-\x7f]*$/;
/** Controls that are no white space, other invisible characters, U+FFFD. */
const DROPPED = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\uFFFD]/gu;
const WHITE = /\p{White_Space}/gu;
const CHINESE =
  /[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B920}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu;
const ACCENTS = /\p{Mn}/gu;
/** Every mark of ASCII, `$` and `+` too, and what Unicode calls punctuation. */
const WORDS = /[!-/:-@[-`{-~\p{P}]|[^!-/:-@[-`{-~\p{P}\p{White_Space}]+/gu;

export function bertNormalise(text: string, options: BertTextOptions): string {
  const { cleanText, lowercase, chineseChars } = options;
  const ascii = ASCII.test(text);
  let result = text;
  if (cleanText) result = result.replace(DROPPED, '').replace(WHITE, ' ');
  if (!ascii) {
    if (chineseChars) result = result.replace(CHINESE, ' $& ');
    if (options.stripAccents ?? lowercase) result = result.normalize('NFD').replace(ACCENTS, '');
  }
  if (!lowercase) return result;
  // Character by character: the last sigma of a word is as any other.
  return ascii ? result.toLowerCase() : result.replace(/\P{ASCII}|[A-Z]/gu, (letter) => letter.toLowerCase());
}

/** Words and marks of a normalised text. */
export function bertWords(normalised: string): string[] {
  return normalised.match(WORDS) ?? [];
}
