import type { TextSpec } from '../recipe/recipe.ts';

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

/** The same of a recipe; null where its tokenizer is another one. */
export const bertTextOf = ({ normalise, tokenizer }: TextSpec): BertTextOptions | null =>
  tokenizer.kind === 'wordpiece'
    ? {
        cleanText: tokenizer.cleanText,
        lowercase: normalise.lowercase,
        stripAccents: tokenizer.stripAccents,
        chineseChars: tokenizer.handleChineseChars,
      }
    : null;

/** What is done to a text before BERT's own rules, in words: "digits are taken out". Empty where these are alone. */
export function beforeBert({ normalise, tokenizer }: TextSpec): string[] {
  if (tokenizer.kind !== 'wordpiece') return [];
  const { digits, punctuation, stopWords, lemmas } = normalise;
  return [
    ...(digits === 'keep' ? [] : [digits === 'zero' ? 'each digit becomes 0' : 'digits are taken out']),
    ...(punctuation === 'remove' ? ['punctuation is taken out'] : []),
    ...(stopWords === 'none'
      ? []
      : [`${stopWords[0]?.toUpperCase()}${stopWords.slice(1)} stop words are taken out`]),
    ...(lemmas === 'none' ? [] : ['words become their lemmas']),
  ];
}

/**
 * Whether BERT's own rules are all that is done to a text, as they separate the marks in any case: then the tokenizer is
 * whole without the recipe.
 */
export const bertAlone = (text: TextSpec): boolean =>
  text.tokenizer.kind === 'wordpiece' && beforeBert(text).length === 0;

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

const SPACES = /\p{White_Space}+/u;

/**
 * A text at its white space, cleaned and in lower case where that is asked for: what `bertNormalise` and `bertWords` make
 * of these parts is what they make of the whole.
 */
export function bertParts(text: string, options: BertTextOptions): string[] {
  const cleaned = bertNormalise(text, { ...options, stripAccents: false, chineseChars: false });
  return cleaned.split(SPACES).filter((part) => part !== '');
}

/** Words and marks of a normalised text. */
export function bertWords(normalised: string): string[] {
  return normalised.match(WORDS) ?? [];
}
