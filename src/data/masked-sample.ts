import { Random } from '../base/random.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { markIds } from '../text/bert-marks.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { cutInOrder, IGNORED, maskTokens, minimumLength, ORDINARY, wholeText } from './pretraining.ts';
import type { MaskedSample, MaskedToken } from './types.ts';

/** Texts that the shares are counted over. */
const COUNTED = 500;
/** Draws until that many long enough texts are found, at most. */
const TRIES = 5 * COUNTED;

export interface MaskedSampleOptions {
  recipe: Recipe;
  vocabulary: Vocabulary;
  maxLength: number;
  /** Rows of train. */
  train: Uint32Array;
  text: (row: number) => string;
  /** Texts to show. */
  count: number;
  /** Every number is another draw of texts, halves and masks. */
  draw: number;
}

/** Some texts of train as pretraining shows them to the model, and how often each thing befell a token. */
export function maskedSample(options: MaskedSampleOptions): MaskedSample {
  const { recipe, vocabulary, maxLength, train, text, count, draw } = options;
  const { maskShare, sentenceOrder, minLength } = recipe.training.pretraining;
  const least = Math.max(2, minLength ?? minimumLength(maskShare));
  const random = new Random(recipe.seed, `masked sample/${draw}`);
  const tokenizer = new Tokenizer(recipe.text, vocabulary);
  const marks = markIds(vocabulary.words);
  const masking = {
    ...{ share: maskShare, mask: marks.mask, ordinary: ORDINARY },
    vocabularySize: vocabulary.words.length,
  };
  const sample: MaskedSample = {
    texts: [],
    counts: { tokens: 0, masked: 0, random: 0, kept: 0, texts: 0, swapped: 0 },
    minLength: least,
  };
  const { counts, texts } = sample;
  for (let i = 0; i < TRIES && counts.texts < COUNTED && train.length > 0; i++) {
    const row = train[random.below(train.length)] as number;
    const ids = tokenizer.encode(text(row), maxLength);
    if (ids.length < least) continue;
    const cut = sentenceOrder
      ? cutInOrder(ids, marks, random)
      : { ids: wholeText(ids, marks), segments: new Int32Array(ids.length + 2), swapped: false };
    const before = cut.ids.slice();
    const labels = maskTokens(cut.ids, masking, random);
    const fates = Array.from(labels, (label, t) => fateOf(label, cut.ids[t] as number, marks.mask));
    counts.texts++;
    counts.swapped += Number(cut.swapped);
    counts.tokens += before.filter((id) => id >= ORDINARY).length;
    for (const fate of fates) if (fate) counts[fate]++;
    if (texts.length === count) continue;
    const shown = (id: number) => tokenizer.show(vocabulary.words[id] ?? '');
    const tokens = fates.map((fate, t): MaskedToken => ({
      before: shown(before[t] as number),
      after: shown(cut.ids[t] as number),
      fate,
      segment: cut.segments[t] as number,
    }));
    texts.push({ row, swapped: cut.swapped, tokens });
  }
  return sample;
}

/** A random token may by chance be the one that stood there: it counts as kept, as nobody can tell. */
function fateOf(label: number, after: number, mask: number): MaskedToken['fate'] {
  if (label === IGNORED) return null;
  if (after === mask) return 'masked';
  return after === label ? 'kept' : 'random';
}
