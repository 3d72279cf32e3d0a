import { BERT_TEXT, type BertTextOptions } from '../../text/bert-text.ts';
import { BERT_MARKS } from '../../text/bert-marks.ts';
import { PAD, UNK } from '../../text/vocabulary.ts';
import { readTokenizerJson, readVocabTxt } from '../../text/wordpiece-files.ts';
import { listed, refused } from './refusals.ts';

/** The tokenizer of a published model: its pieces, and what it does to a text before it looks for them. */

export interface TokenizerFiles {
  vocabTxt: string | null;
  tokenizerJson: string | null;
  tokenizerConfig: string | null;
}

export interface PublishedTokenizer {
  /** With padding, unknown, `[CLS]`, `[SEP]` and `[MASK]` in front, under the names they have in the lab. */
  words: string[];
  /** order[new number] = number in the published files. Null: they are the same. */
  order: Uint32Array | null;
  text: BertTextOptions;
}

/** The marks in the order of the lab, under their published names. */
const MARKS = ['[PAD]', '[UNK]', ...BERT_MARKS];

const HINT = 'Take vocab.txt or tokenizer.json of the same model, as it was published.';

/** What `tokenizer_config.json` calls the settings. */
const SETTINGS = {
  cleanText: 'clean_text',
  lowercase: 'do_lower_case',
  stripAccents: 'strip_accents',
  chineseChars: 'tokenize_chinese_chars',
} satisfies Record<keyof BertTextOptions, string>;

/** The settings of `tokenizer_config.json` that it has; what cannot be read says nothing. */
function settingsOf(text: string | null): Partial<BertTextOptions> {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '{}');
  } catch {
    throw refused('tokenizer_config.json is not JSON.', 'Take it as it was published.');
  }
  const said = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(SETTINGS)
      .map(([option, name]) => [option, said[name]] as const)
      .filter(([, set]) => typeof set === 'boolean'),
  );
}

/** The marks in front: each changes places with what stands there. */
function inOrder(pieces: readonly string[]): { words: string[]; order: Uint32Array | null } {
  const place = new Map(pieces.map((piece, id) => [piece, id]));
  const missing = MARKS.filter((mark) => !place.has(mark));
  if (missing.length > 0)
    throw refused(`The vocabulary has no ${listed(missing)}, which the lab reads every text with.`, HINT);
  const clash = [PAD, UNK].find((word) => place.has(word));
  if (clash)
    throw refused(`The vocabulary has ${clash} as a word, which the lab calls one of its marks.`, HINT);
  const order = Uint32Array.from(pieces, (_, id) => id);
  MARKS.forEach((mark, to) => {
    const from = order.indexOf(place.get(mark) as number);
    const other = order[to] as number;
    order[to] = order[from] as number;
    order[from] = other;
  });
  const words = Array.from(order, (id) => pieces[id] as string);
  words[0] = PAD;
  words[1] = UNK;
  return { words, order: order.every((id, at) => id === at) ? null : order };
}

/**
 * @throws LabError `published/unfit` where there is none, or it has no marks; `tokenizer/invalid` where it is no
 *   WordPiece tokenizer
 */
export function readTokenizer({
  vocabTxt,
  tokenizerJson,
  tokenizerConfig,
}: TokenizerFiles): PublishedTokenizer {
  if (vocabTxt === null && tokenizerJson === null)
    throw refused('There is neither vocab.txt nor tokenizer.json: without one no text can be read.', HINT);
  const settings = settingsOf(tokenizerConfig);
  let options: BertTextOptions = BERT_TEXT;
  let pieces: readonly string[] = [];
  if (tokenizerJson !== null) {
    try {
      const { model } = readTokenizerJson(tokenizerJson);
      pieces = model.vocabulary;
      options = model.text;
    } catch (error) {
      // vocab.txt and tokenizer_config.json say the same, and are older.
      if (vocabTxt === null) throw error;
    }
  }
  if (vocabTxt !== null) pieces = readVocabTxt(vocabTxt).model.vocabulary;
  return { ...inOrder(pieces), text: { ...options, ...settings } };
}
