import type { Recipe } from '../recipe/recipe.ts';
import { BERT_MARKS, ordinaryTokens } from '../text/bert-marks.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { buildCorpus, type Corpus, fitText, rowsOf } from './corpus.ts';
import type { Side } from './encode-pairs.ts';
import type { Job } from './job.ts';
import { fitPieces } from './pieces.ts';
import type { LabelledRows } from './rows.ts';
import type { Backbone } from './types.ts';

/** Keeps the last outcome of a step, so that report, preparation and samples of one recipe share the work. */
export class Memo<T> {
  private key = '';
  private kept: { value: T } | null = null;

  async get(key: string, make: () => Promise<T>): Promise<T> {
    if (this.kept && this.key === key) return this.kept.value;
    // Set only when it is there: a cancelled job leaves nothing behind.
    const value = await make();
    this.kept = { value };
    this.key = key;
    return value;
  }
}

/** The texts of one column as words, as tokens, and what train gives for them. */
export class FittedTexts {
  private readonly corpora = new Memo<Corpus>();
  private readonly fitted = new Memo<Side>();
  private readonly pieces = new Memo<Awaited<ReturnType<typeof fitPieces>>>();

  /** A `backbone` brings the vocabulary that its weights belong to. */
  async fit(
    recipe: Recipe,
    rows: LabelledRows,
    assigned: Uint8Array,
    job: Job,
    backbone: Backbone | null = null,
  ): Promise<Side> {
    const { text, model } = recipe;
    const marks = model.kind === 'bert' ? BERT_MARKS : [];
    const known = backbone && Vocabulary.fromWords(backbone.vocabulary);
    const tokens = wordsKey(recipe) + JSON.stringify([text.tokenizer, marks, backbone?.vocabulary]);
    return this.fitted.get(`${tokens}${JSON.stringify([text.vocabulary, text.maxLength])}`, async () => {
      const words = await this.words(recipe, rows, assigned, job);
      const train = rowsOf('train', assigned);
      const pieces = await this.pieces.get(tokens, () =>
        fitPieces(words, train, text, job, { marks, known }),
      );
      const corpus = pieces?.corpus ?? words;
      const fitted = fitText(corpus, train, text, pieces?.vocabulary);
      return {
        ...{ words, corpus, ...fitted },
        ordinaryTokens: ordinaryTokens(fitted.vocabulary.size, marks.length > 0),
      };
    });
  }

  words(recipe: Recipe, rows: LabelledRows, assigned: Uint8Array, job: Job): Promise<Corpus> {
    return this.corpora.get(wordsKey(recipe), () => buildCorpus(rows, assigned, recipe.text, job));
  }
}

/** What decides which rows there are and in which part each is. */
export type Arrangement = Pick<Recipe, 'data' | 'seed' | 'task'>;

/** The same for the same words in the same parts. */
export const wordsKey = (recipe: Recipe): string =>
  `${arrangementKey(recipe)}${JSON.stringify(recipe.text.normalise)}`;

export const arrangementKey = ({ data, seed, task }: Arrangement) => {
  const { columns, mergeLabels, swap, split, limit, trainLimit, evaluationLimit, pick } = data;
  const limits = [limit, trainLimit, evaluationLimit, pick];
  return JSON.stringify([columns, mergeLabels, swap, split, limits, seed, task]);
};
