import type { SplitName } from './types.ts';

/** Names that published sets give their columns, the most telling first. Lower case. */
export const TEXT_NAMES = [
  'text',
  'sentence',
  'texts',
  'sentences',
  'review',
  'reviews',
  'review_text',
  'reviewtext',
  'content',
  'comment',
  'comment_text',
  'tweet',
  'message',
  'utterance',
  'document',
  'question',
  'query',
  'body',
  'description',
  'headline',
  'title',
  'input',
  'phrase',
  'текст',
  'отзыв',
  'комментарий',
];

/** Columns that are one text together where both are there. */
export const TEXT_PAIRS: [string, string][] = [
  ['title', 'description'],
  ['title', 'text'],
  ['title', 'content'],
  ['title', 'body'],
  ['headline', 'short_description'],
  ['question_title', 'question_content'],
];

export const LABEL_NAMES = [
  'label',
  'labels',
  'class',
  'category',
  'target',
  'sentiment',
  'topic',
  'intent',
  'emotion',
  'class index',
  'class_index',
  'coarse_label',
  'label-coarse',
  'label_coarse',
  'gold_label',
  'label_id',
  'y',
  'polarity',
  'stars',
  'rating',
  'score',
  'classes',
  'categories',
  'topics',
  'intents',
  'emotions',
  'tags',
  'tag',
  'genres',
  'genre',
  'метка',
  'класс',
  'категория',
];

/** Names that published parallel data give the columns of their two languages. */
export const LANGUAGE_PAIRS: readonly (readonly [string, string])[] = [
  ['source', 'target'],
  ['src', 'tgt'],
  ['src', 'trg'],
  ['de', 'en'],
  ['german', 'english'],
];

export const SPLIT_NAMES = ['split', 'set', 'partition', 'subset', 'fold', 'dataset', 'part'];

export const KNOWN_NAMES = new Set([
  ...TEXT_NAMES,
  ...LABEL_NAMES,
  ...SPLIT_NAMES,
  'id',
  'index',
  'label_text',
]);

/** What published files write in a split column or in a file name. */
export const SPLIT_WORDS: Record<string, SplitName> = {
  train: 'train',
  training: 'train',
  trn: 'train',
  validation: 'validation',
  valid: 'validation',
  val: 'validation',
  dev: 'validation',
  development: 'validation',
  test: 'test',
  testing: 'test',
  tst: 'test',
  eval: 'test',
};

/** … and of rows that nobody has labelled, or whose labels are not to be used. */
export const UNSUPERVISED_WORDS = new Set(['unsupervised', 'unsup', 'unlabelled', 'unlabeled']);

/** What a cell of a split column says; null: nothing that is known. */
export function splitOf(value: string): SplitName | 'unsupervised' | null {
  const word = value.trim().toLowerCase();
  return UNSUPERVISED_WORDS.has(word) ? 'unsupervised' : (SPLIT_WORDS[word] ?? null);
}

/** Names that the header gave to several columns, so that the later ones are called `text (2)`, `text (3)`, …. */
export function repeatedNames(names: readonly string[]): string[] {
  return names.filter((name) => names.includes(`${name} (2)`));
}
