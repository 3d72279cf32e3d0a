import type { BertTextOptions } from '../text/bert-text.ts';

/** BERT's rules of a text in Python, step by step what `src/text/bert-text.ts` does; change both together. */

const CLEAN = `    # without control characters and other invisible ones, but for white space
    text = "".join(c for c in text if c in "\\t\\n\\r" or c != "\\ufffd" and unicodedata.category(c) not in ("Cc", "Cf", "Co"))
`;

/** `tokenize(text)`: a text at its white space. */
export const pythonBertParts = ({ cleanText, lowercase }: BertTextOptions): string => String.raw`
WHITE = re.compile(r"[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


def tokenize(text):
${cleanText ? CLEAN : ''}${lowercase ? '    text = "".join(c.lower() for c in text)\n' : ''}    return [part for part in WHITE.split(text) if part]
`;

/** The lines that BERT's normaliser does to a `word`. */
export const pythonBertSteps = ({
  cleanText,
  chineseChars,
  stripAccents,
  lowercase,
}: BertTextOptions): string[] => [
  ...(cleanText
    ? [
        'word = "".join(c for c in word if c != "\\ufffd" and unicodedata.category(c) not in ("Cc", "Cf", "Co"))',
      ]
    : []),
  ...(chineseChars ? ['word = CHINESE.sub(r" \\g<0> ", word)'] : []),
  ...((stripAccents ?? lowercase)
    ? ['word = "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")']
    : []),
  ...(lowercase ? ['word = "".join(c.lower() for c in word)'] : []),
];
