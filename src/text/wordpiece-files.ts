import { z } from 'zod';
import { LabError } from '../base/errors.ts';
import { BERT_TEXT } from './bert-text.ts';
import { BERT_SPECIALS, CONTINUES, WordPiece } from './wordpiece.ts';

/** The two files in which WordPiece vocabularies are published: `vocab.txt` and Hugging Face's `tokenizer.json`. */

const refused = (what: string): LabError =>
  new LabError(
    'tokenizer/invalid',
    `This is no WordPiece tokenizer: ${what}.`,
    'Take vocab.txt or tokenizer.json of a BERT model, as it was published.',
  );

function checked(vocabulary: readonly string[], unknown: string): void {
  const seen = new Set<string>();
  for (const piece of vocabulary) {
    if (seen.has(piece)) throw refused(`the piece ${JSON.stringify(piece)} stands twice in it`);
    seen.add(piece);
  }
  if (!seen.has(unknown)) throw refused(`its vocabulary has no ${unknown}`);
}

/** One piece a line. */
export function writeVocabTxt({ model }: WordPiece): string {
  return `${model.vocabulary.join('\n')}\n`;
}

/** @throws LabError `tokenizer/invalid` where there is no `[UNK]` or a piece stands twice */
export function readVocabTxt(text: string, options: Partial<WordPiece['model']> = {}): WordPiece {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  checked(lines, options.unknown ?? '[UNK]');
  return new WordPiece(lines, options);
}

const addedToken = (id: number, content: string) => ({
  ...{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
});

/** `tokenizer.json` as Hugging Face's tokenizers read it; with `[CLS]` and `[SEP]` it puts them around a text. */
export function writeTokenizerJson({ model }: WordPiece): string {
  const { vocabulary, text, unknown, specials } = model;
  const number = new Map(vocabulary.map((piece, id) => [piece, id]));
  const special = (id: string, type: number) => ({ SpecialToken: { id, type_id: type } });
  const sequence = (id: string, type: number) => ({ Sequence: { id, type_id: type } });
  const template = ['[CLS]', '[SEP]'].every((name) => number.has(name)) && {
    type: 'TemplateProcessing',
    single: [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0)],
    pair: [
      ...[special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0)],
      ...[sequence('B', 1), special('[SEP]', 1)],
    ],
    special_tokens: Object.fromEntries(
      ['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [number.get(id)], tokens: [id] }]),
    ),
  };
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: specials.map((name) => addedToken(number.get(name) ?? 0, name)),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: text.cleanText,
      handle_chinese_chars: text.chineseChars,
      strip_accents: text.stripAccents,
      lowercase: text.lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: template || null,
    decoder: { type: 'WordPiece', prefix: CONTINUES, cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: unknown,
      continuing_subword_prefix: CONTINUES,
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(number),
    },
  });
}

const tokenizerSchema = z.object({
  added_tokens: z.array(z.object({ content: z.string(), special: z.boolean().default(true) })).default([]),
  normalizer: z
    .object({
      type: z.literal('BertNormalizer'),
      clean_text: z.boolean().default(BERT_TEXT.cleanText),
      handle_chinese_chars: z.boolean().default(BERT_TEXT.chineseChars),
      strip_accents: z.boolean().nullable().default(BERT_TEXT.stripAccents),
      lowercase: z.boolean().default(BERT_TEXT.lowercase),
    })
    .prefault({ type: 'BertNormalizer' }),
  model: z.object({
    type: z.literal('WordPiece').optional(),
    unk_token: z.string().default('[UNK]'),
    continuing_subword_prefix: z.literal(CONTINUES).default(CONTINUES),
    vocab: z.unknown(),
  }),
});

/** The vocabulary as [piece, number] pairs. Its keys may have names that an object of our own would not bear. */
function pairsOf(vocab: unknown): [string, number][] {
  if (typeof vocab !== 'object' || vocab === null || Array.isArray(vocab))
    throw refused('it has no vocabulary');
  return Object.entries(vocab).map(([piece, id]) => {
    if (!Number.isInteger(id) || (id as number) < 0)
      throw refused(`the number of ${JSON.stringify(piece)} is ${JSON.stringify(id)}`);
    return [piece, id as number];
  });
}

/** @throws LabError `tokenizer/invalid` that says what is wrong with it */
export function readTokenizerJson(text: string): WordPiece {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('it is not JSON');
  }
  const parsed = tokenizerSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refused(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}`);
  }
  const { added_tokens: added, normalizer, model } = parsed.data;
  const pairs = pairsOf(model.vocab).sort(([, a], [, b]) => a - b);
  const gap = pairs.findIndex(([, id], i) => id !== i);
  if (gap >= 0)
    throw refused(`its numbers do not run from 0 without a gap (${gap} is missing or stands twice)`);
  const vocabulary = pairs.map(([piece]) => piece);
  checked(vocabulary, model.unk_token);
  const known = new Set(vocabulary);
  const specials = added
    .filter(({ content, special }) => special && known.has(content))
    .map(({ content }) => content);
  return new WordPiece(vocabulary, {
    text: {
      cleanText: normalizer.clean_text,
      lowercase: normalizer.lowercase,
      stripAccents: normalizer.strip_accents,
      chineseChars: normalizer.handle_chinese_chars,
    },
    unknown: model.unk_token,
    specials: specials.length > 0 ? specials : BERT_SPECIALS.filter((name) => known.has(name)),
  });
}
