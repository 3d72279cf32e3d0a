import type { TextSpec } from '../recipe/recipe.ts';
import { bertAlone, bertTextOf } from '../text/bert-text.ts';
import { STOP_WORDS } from '../text/stop-words.ts';
import { pythonBertParts } from './pytorch-bert-text.ts';
import { pythonLemmas } from './pytorch-lemmas.ts';

/** Words set in lines of at most 100 characters. */
function wrapped(words: Iterable<string>): string {
  const lines = [''];
  for (const word of words) {
    const line = lines[lines.length - 1] as string;
    if (line.length + word.length > 100) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}

const CATEGORIES = String.raw`# Characters by their Unicode category, each as ranges to stand between the brackets of a pattern.
RANGES = {}
for category, codes in itertools.groupby(range(sys.maxunicode + 1), lambda c: unicodedata.category(chr(c))):
    codes = list(codes)
    RANGES[category] = RANGES.get(category, "") + rf"\U{codes[0]:08x}-\U{codes[-1]:08x}"


def characters(*categories):
    return "".join(ranges for category, ranges in RANGES.items() if category.startswith(categories))
`;

/**
 * `tokenize(text)` in Python with nothing but the standard library: step by step what `src/text/normalise.ts` and
 * `src/text/tokenize.ts` do under this recipe, so that both give the same tokens. Python's Unicode tables may be
 * older than the browser's: a punctuation mark or symbol that Unicode added since then reads as a letter here.
 * Needs `itertools`, `re`, `sys` and `unicodedata`; with lemmas also `FOLDER`, where `lemmas.txt` is.
 */
export function pythonTokenizer(text: TextSpec): string {
  const bert = bertTextOf(text);
  if (bert && bertAlone(text)) return `${CATEGORIES}\n${pythonBertParts(bert)}`;
  const spec = text.normalise;
  const steps = [
    ...(spec.lowercase ? ['text = text.lower()'] : []),
    'text = INVISIBLE.sub("", text)',
    'text = unicodedata.normalize("NFC", text)',
    `text = CURLY_APOSTROPHE.sub("'", text)`,
    ...(bert?.chineseChars === false ? [] : [String.raw`text = IDEOGRAPH.sub(r" \g<0> ", text)`]),
    ...(spec.digits === 'keep' ? [] : [`text = DIGIT.sub("${spec.digits === 'zero' ? '0' : ' '}", text)`]),
    ...(spec.punctuation === 'keep'
      ? []
      : [`text = MARK.sub(${spec.punctuation === 'separate' ? String.raw`r" \g<0> "` : '" "'}, text)`]),
    String.raw`text = LOOSE_JOINER.sub(r"\1", text)`,
  ];
  const lower = spec.lowercase ? '' : '.lower()';
  const filter = spec.stopWords === 'none' ? '' : ` and token${lower} not in STOP_WORDS`;
  const split = `[token for token in SPACES.split(text) if token${filter}]`;
  const stopWords = spec.stopWords === 'none' ? null : STOP_WORDS[spec.stopWords];
  const result =
    spec.lemmas === 'none'
      ? [`return ${split}`]
      : [
          `lemmas = [(token, lemma(token${lower})) for token in ${split}]`,
          `return [token if found == token${lower} else found for token, found in lemmas]`,
        ];

  const stopWordLines =
    stopWords === null ? '' : `\nSTOP_WORDS = set("""\n${wrapped(stopWords)}\n""".split())\n`;
  return String.raw`${CATEGORIES}

LETTER, NUMBER, ACCENT = characters("L"), characters("N"), characters("M")
SYMBOL = characters("P", "S") + r"\U0001f000-\U0001faff"  # punctuation, symbols, the emoji blocks whole
SPACE = characters("Z", "Cc", "Cs") + r"\u200b"
ATTACHED = rf"[{ACCENT}\U0001f3fb-\U0001f3ff]*"  # accents and skin tones

INVISIBLE = re.compile(rf"(?![\u200b-\u200d])[{characters('Cf')}\ufe00-\ufe0f]")
CURLY_APOSTROPHE = re.compile(rf"(?<=[{LETTER}{NUMBER}])\u2019(?=[{LETTER}])")
DIGIT = re.compile(rf"[{characters('Nd')}]")
IDEOGRAPH = re.compile(
    r"[\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    rf"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][{ACCENT}]*"
)
MARK = re.compile(  # a flag; a symbol, or an apostrophe outside of a word, with what is joined to it
    r"[\U0001f1e6-\U0001f1ff]{2}"
    rf"|(?:(?!')[{SYMBOL}]|(?<![{LETTER}{NUMBER}])'|'(?![{LETTER}])){ATTACHED}(?:\u200d[{SYMBOL}]{ATTACHED})*"
)
LOOSE_JOINER = re.compile(rf"(^|[{SPACE}])[\u200c\u200d]+")
SPACES = re.compile(rf"[{SPACE}]+")
${stopWordLines}${spec.lemmas === 'none' ? '' : `\n${pythonLemmas()}`}

def tokenize(text):
${[...steps, ...result].map((line) => `    ${line}`).join('\n')}
`;
}
