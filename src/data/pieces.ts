import type { TextSpec } from '../recipe/recipe.ts';
import { isSubword, splitterOf, type Splitter, trainSubwords } from '../text/tokenizer.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { Corpus } from './corpus.ts';
import type { Job } from './job.ts';

/** How often each word occurs in these rows, in the order they are first met. */
export function countWords(corpus: Corpus, rows: Iterable<number>): Map<string, number> {
  const counts = new Uint32Array(corpus.words.length);
  for (const row of rows)
    for (let at = corpus.offsets[row] as number; at < (corpus.offsets[row + 1] as number); at++) {
      const number = corpus.tokens[at] as number;
      counts[number] = (counts[number] as number) + 1;
    }
  const words = new Map<string, number>();
  corpus.words.forEach((word, number) => {
    const count = counts[number] as number;
    if (count > 0) words.set(word, count);
  });
  return words;
}

/** A corpus of words as one of the pieces they are split into; each different word is split once. */
async function corpusOfPieces(words: Corpus, splitter: Splitter, job: Job): Promise<Corpus> {
  const numbers = new Map<string, number>();
  const split: number[][] = [];
  for (const [i, word] of words.words.entries()) {
    if (i % 1024 === 0)
      await job.breathe({ phase: 'splitting words into pieces', done: i, total: words.words.length });
    split.push(
      splitter.split(word).map((piece) => {
        let number = numbers.get(piece);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(piece, number);
        }
        return number;
      }),
    );
  }
  let total = 0;
  for (const word of words.tokens) total += (split[word] as number[]).length;
  const tokens = new Int32Array(total);
  const offsets = new Uint32Array(words.offsets.length);
  let used = 0;
  for (let row = 0; row + 1 < words.offsets.length; row++) {
    for (let at = words.offsets[row] as number; at < (words.offsets[row + 1] as number); at++)
      for (const piece of split[words.tokens[at] as number] as number[]) tokens[used++] = piece;
    offsets[row + 1] = used;
  }
  return { words: [...numbers.keys()], offsets, tokens };
}

/**
 * The corpus as tokens of the recipe's subword tokenizer, which learns its pieces from train alone; null where the
 * recipe's tokens are words. `marks` stand behind the special tokens; a `known` vocabulary is taken as it is.
 * @throws LabError `cancelled`
 */
export async function fitPieces(
  words: Corpus,
  train: Uint32Array,
  spec: TextSpec,
  job: Job,
  { marks = [], known = null }: { marks?: readonly string[]; known?: Vocabulary | null } = {},
): Promise<{ corpus: Corpus; vocabulary: Vocabulary } | null> {
  if (!isSubword(spec)) return null;
  const vocabulary = known ?? (await learn(spec, countWords(words, train), job, marks));
  return { corpus: await corpusOfPieces(words, splitterOf(spec, vocabulary), job), vocabulary };
}

/** The vocabulary of a subword tokenizer, with progress. @throws LabError `cancelled` */
export function learn(
  spec: Parameters<typeof trainSubwords>[0],
  counts: ReadonlyMap<string, number>,
  job: Job,
  marks: readonly string[] = [],
): Promise<Vocabulary> {
  const breathe = (done: number, total: number) =>
    job.breathe({ phase: 'learning pieces of words', done, total });
  return trainSubwords(spec, counts, breathe, marks);
}
