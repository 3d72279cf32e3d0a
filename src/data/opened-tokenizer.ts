import { LabError } from '../base/errors.ts';
import { fingerprint } from '../base/fingerprint.ts';
import { readTokenizer } from '../formats/published/tokenizer.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { BertTextOptions } from '../text/bert-text.ts';

/** A WordPiece tokenizer that a person opened from files, to be used as one that was trained. */
export interface OpenedTokenizer {
  /** Of the file that has its pieces. */
  name: string;
  /** Names its pieces. */
  id: string;
  /** Of its vocabulary. */
  size: number;
  text: BertTextOptions;
  /** The lab wants its marks in front, and they stood elsewhere: numbers differ from those of the file. */
  renumbered: boolean;
}

const CONFIG = 'tokenizer_config.json';
/** Those of the largest published vocabularies are near 10 MB. */
const MOST_LETTERS = 50_000_000;
/** As a recipe has it. */
const LEAST_PIECES = 16;
const HINT =
  'Take vocab.txt or tokenizer.json of a BERT, with tokenizer_config.json where there is one, as it was published or saved here.';

const refused = (message: string): LabError => new LabError('tokenizer/invalid', message, HINT);

/** One of the files with this ending; of several nobody knows which is meant. */
function only(files: ReadonlyMap<string, string>, ending: string): string | null {
  const found = [...files.keys()].filter((name) => name !== CONFIG && name.toLowerCase().endsWith(ending));
  if (found.length > 1)
    throw refused(`Both ${found.slice(0, 2).join(' and ')} were given: one tokenizer at a time.`);
  return found[0] ?? null;
}

/**
 * Reads `vocab.txt`, `tokenizer.json` or both, and `tokenizer_config.json` where it is among them.
 * @param files text by name
 * @returns the tokenizer and its pieces in the order of the lab
 * @throws LabError `tokenizer/invalid`, `published/unfit` that say what is wrong with which
 */
export function readOpened(files: ReadonlyMap<string, string>): {
  tokenizer: OpenedTokenizer;
  words: string[];
} {
  for (const [name, text] of files) {
    if (!/\.(txt|json)$/i.test(name)) throw refused(`${name} is no file of a WordPiece tokenizer.`);
    if (text.length > MOST_LETTERS) throw refused(`${name} is larger than any vocabulary.`);
  }
  const [txt, json] = [only(files, '.txt'), only(files, '.json')];
  const name = txt ?? json;
  if (name === null) throw refused('There is neither vocab.txt nor tokenizer.json among the files.');
  const get = (file: string | null): string | null => (file === null ? null : (files.get(file) ?? null));
  const config = get(CONFIG);
  const { words, order, text } = readTokenizer({
    vocabTxt: get(txt),
    tokenizerJson: get(json),
    tokenizerConfig: config,
  });
  if (words.length < LEAST_PIECES)
    throw refused(`${name} has ${words.length} pieces, its marks among them: that splits no text.`);
  // A list of pieces does not say whether it is of lower case: capitals in it do.
  const silent = json === null && config === null;
  const lowercase = silent ? !words.some((word) => /^(##)?\p{Lu}/u.test(word)) : text.lowercase;
  return {
    tokenizer: {
      name,
      id: fingerprint(words),
      size: words.length,
      text: { ...text, lowercase },
      renumbered: order !== null,
    },
    words,
  };
}

/** A recipe that splits texts with an opened tokenizer, and does nothing to them but what that one does. */
export function withOpened(recipe: Recipe, { name, id, size, text }: OpenedTokenizer): Recipe {
  const { tokenizer: before } = recipe.text;
  return {
    ...recipe,
    text: {
      ...recipe.text,
      normalise: {
        lowercase: text.lowercase,
        punctuation: 'keep',
        digits: 'keep',
        stopWords: 'none',
        lemmas: 'none',
      },
      tokenizer: {
        kind: 'wordpiece',
        vocabularySize: size,
        minFrequency: before.kind === 'word' ? 2 : before.minFrequency,
        cleanText: text.cleanText,
        handleChineseChars: text.chineseChars,
        stripAccents: text.stripAccents,
        opened: { name, id },
      },
    },
  };
}
