import { type TextSpec, textSchema } from '../recipe/recipe.ts';
import { shownTokens } from '../text/encode.ts';
import { isSubword, splitterOf, Tokenizer } from '../text/tokenizer.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { type Corpus, wordTexts } from './corpus.ts';
import type { Job } from './job.ts';
import { countWords, learn } from './pieces.ts';
import type { TokenizerComparison, TokenizerKind, VocabularyPoint } from './types.ts';

/** Texts of train that the comparison is learnt from, and of validation that it is counted in. */
const MOST_TEXTS = 5000;
const KINDS: readonly TokenizerKind[] = ['word', 'bpe', 'wordpiece'];
const SIZES = [500, 1000, 2000, 4000, 8000, 16000];

/** What one kind has learnt from the sample: its largest vocabulary, of which every smaller one is the beginning. */
interface Learnt {
  spec: TextSpec;
  vocabulary: Vocabulary;
  points: VocabularyPoint[];
}

export interface LearntTokenizers extends Pick<TokenizerComparison, 'texts' | 'counted'> {
  kinds: Map<TokenizerKind, Learnt>;
}

const first = (vocabulary: Vocabulary, size: number): Vocabulary =>
  vocabulary.size <= size ? vocabulary : Vocabulary.fromWords(vocabulary.words.slice(0, size));

/**
 * Learns each kind of tokenizer from the first texts of train and counts in the first of validation: what was learnt from
 * holds no unknown word but the rare ones. @throws LabError `cancelled`
 */
export async function learnTokenizers(
  corpus: Corpus,
  { train, validation }: Record<'train' | 'validation', Uint32Array>,
  recipe: TextSpec,
  job: Job,
): Promise<LearntTokenizers> {
  const rows = train.subarray(0, MOST_TEXTS);
  const counts = countWords(corpus, rows);
  const part = validation.length > 0 ? 'validation' : 'train';
  const unseen = validation.subarray(0, MOST_TEXTS);
  const counted = { part, texts: part === 'train' ? rows.length : unseen.length } as const;
  const inThese = part === 'train' ? counts : countWords(corpus, unseen);
  const kinds = new Map<TokenizerKind, Learnt>();
  for (const kind of KINDS) {
    const { normalise } = recipe;
    const size = Math.max(...SIZES);
    const spec = textSchema.parse({
      normalise,
      tokenizer: kind === 'word' ? { kind } : { kind, vocabularySize: size },
    });
    const vocabulary = isSubword(spec)
      ? await learn(spec, counts, job)
      : Vocabulary.build(wordTexts(corpus, rows), { ...spec.vocabulary, minCount: 1, maxSize: size - 2 });
    kinds.set(kind, {
      spec,
      vocabulary,
      points: await pointsOf(spec, vocabulary, inThese, counted.texts, job),
    });
  }
  return { texts: rows.length, counted, kinds };
}

/** Tokens a text, and unknown ones among them, for vocabularies of several sizes. */
async function pointsOf(
  spec: TextSpec,
  vocabulary: Vocabulary,
  counts: ReadonlyMap<string, number>,
  texts: number,
  job: Job,
): Promise<VocabularyPoint[]> {
  const points: VocabularyPoint[] = [];
  const sizes = [
    ...SIZES.filter((size) => size < vocabulary.size),
    Math.min(vocabulary.size, Math.max(...SIZES)),
  ];
  for (const [i, size] of sizes.entries()) {
    const smaller = first(vocabulary, size);
    const splitter = splitterOf(spec, smaller);
    let [all, unknown, looked] = [0, 0, 0];
    for (const [word, count] of counts) {
      if (looked++ % 512 === 0)
        await job.breathe({ phase: 'splitting words into pieces', done: i, total: sizes.length });
      for (const token of splitter.split(word)) {
        all += count;
        if (smaller.id(token) === smaller.unkId) unknown += count;
      }
    }
    points.push({
      vocabularySize: smaller.size,
      tokensPerText: texts === 0 ? 0 : all / texts,
      unknownShare: all === 0 ? 0 : unknown / all,
    });
  }
  return points;
}

/** One text by each of them, with vocabularies of the size that the recipe asks for. */
export function splitByEach(learnt: LearntTokenizers, recipe: TextSpec, text: string): TokenizerComparison {
  const asked = recipe.tokenizer.kind === 'word' ? 8000 : recipe.tokenizer.vocabularySize;
  return {
    texts: learnt.texts,
    counted: learnt.counted,
    kinds: [...learnt.kinds].map(([kind, { spec, vocabulary, points }]) => {
      const smaller = first(vocabulary, asked);
      const tokens = shownTokens(text, new Tokenizer(spec, smaller));
      return { kind, vocabularySize: smaller.size, tokens, points };
    }),
  };
}
