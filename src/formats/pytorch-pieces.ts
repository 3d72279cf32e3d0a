import type { TextSpec } from '../recipe/recipe.ts';
import { BERT_TEXT, type BertTextOptions, bertTextOf } from '../text/bert-text.ts';
import { pythonBertSteps } from './pytorch-bert-text.ts';

/** Words stay as they are. */
const WORDS = `def pieces_of(word, numbers):
    return [word]
`;

const BYTE_PAIRS = String.raw`VISIBLE = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
BYTES = {byte: chr(byte) for byte in VISIBLE}  # GPT-2's characters for bytes
BYTES.update({byte: chr(0x100 + i) for i, byte in enumerate(b for b in range(256) if b not in VISIBLE)})


@functools.lru_cache(maxsize=None)
def bytes_of(word):
    return "\u0120" + "".join(BYTES[byte] for byte in word.encode("utf-8"))


def pieces_of(word, numbers):
    """Byte-level BPE: of two neighbours those join first whose union was learnt first."""
    symbols, pieces = bytes_of(word), []
    for start in range(0, len(symbols), 256):
        run = symbols[start : start + 256]
        parts = [run] if run in numbers else list(run)
        while len(parts) > 1:
            rank, i = min((numbers.get(a + b, math.inf), i) for i, (a, b) in enumerate(zip(parts, parts[1:])))
            if rank == math.inf:
                break
            parts[i : i + 2] = [parts[i] + parts[i + 1]]
        pieces += parts
    return pieces
`;

const wordPiece = (options: BertTextOptions): string => {
  const steps = pythonBertSteps(options);
  return String.raw`CHINESE = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002b73f"
    r"\U0002b740-\U0002b81f\U0002b920-\U0002ceaf\U0002f800-\U0002fa1f]"
)
PUNCTUATION = r"!-/:-@\[-${'`'}{-~" + characters("P")
BASIC = re.compile(rf"[{PUNCTUATION}]|[^{PUNCTUATION}\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


def pieces_of(word, numbers):
    """BERT's WordPiece: the longest pieces from the front; a word they do not cover is unknown as a whole."""
${steps.map((step) => `    ${step}`).join('\n')}
    pieces = []
    for part in BASIC.findall(word):
        found, start = [], 0
        while start < len(part) <= 100:
            ends = range(len(part), start, -1)
            fits = (("##" if start else "") + part[start:end] for end in ends)
            piece = next((piece for piece in fits if piece in numbers), None)
            if piece is None:
                break
            found.append(piece)
            start += len(piece) - (2 if start else 0)
        pieces += found if start == len(part) else [None]
    return pieces
`;
};

/**
 * `pieces_of(word, numbers)` in Python: what `src/text/tokenizer.ts` makes of one word of `tokenize` under this
 * recipe. `numbers` holds the vocabulary without its special tokens. Needs `functools`, `math`, `re`,
 * `unicodedata` and `characters` of `pythonTokenizer`.
 */
export function pythonPieces(spec: TextSpec): string {
  switch (spec.tokenizer.kind) {
    case 'word':
      return WORDS;
    case 'bpe':
      return BYTE_PAIRS;
    case 'wordpiece':
      return wordPiece(bertTextOf(spec) ?? BERT_TEXT);
  }
}
