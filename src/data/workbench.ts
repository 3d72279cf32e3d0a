import type { DataSpec, Recipe, TextSpec } from '../recipe/recipe.ts';
import { type TokenSample, sampleTokens } from '../text/encode.ts';
import { tokenizeText } from '../text/tokenize.ts';
import { BERT_MARKS } from '../text/bert-marks.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { type Corpus, buildCorpus, encodeCorpus, fitText, rowsOf } from './corpus.ts';
import { type LearntTokenizers, learnTokenizers, splitByEach } from './compare-tokenizers.ts';
import { firstAlike, leakedRows } from './duplicates.ts';
import { encodePairs } from './encode-pairs.ts';
import { Job } from './job.ts';
import { reportOn, sampleOf } from './report.ts';
import { fitPieces } from './pieces.ts';
import { type LabelledRows, NONE, labelRows } from './rows.ts';
import { ORDER_LABELS } from './pretraining.ts';
import { assignSplits, limitTrain } from './splits.ts';
import type { Table } from './table.ts';
import type { Backbone, DataReport, PreparedData, RowSample, TokenizerComparison } from './types.ts';

interface Arranged {
  rows: LabelledRows;
  assigned: Uint8Array;
  /** For every row the first with the same text; null where nobody asked yet. */
  first: Uint32Array | null;
  dropped: number;
}

interface Fitted {
  corpus: Corpus;
  vocabulary: Vocabulary;
  maxLength: number;
}

/** Keeps the last outcome of a step, so that report, preparation and samples of one recipe share the work. */
class Memo<T> {
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

/** A data set opened: what can be seen of it and made of it under the settings of a recipe. */
export class Workbench {
  readonly table: Table;
  readonly test: Table | null;
  private readonly arranged = new Memo<Arranged>();
  private readonly corpora = new Memo<Corpus>();
  private readonly fitted = new Memo<Fitted>();
  private readonly pieces = new Memo<Awaited<ReturnType<typeof fitPieces>>>();
  private readonly tokenizers = new Memo<LearntTokenizers>();
  private readonly labelled = new Memo<LabelledRows>();

  constructor(table: Table, test: Table | null) {
    this.table = table;
    this.test = test;
  }

  /** Bytes of text held. */
  get bytes(): number {
    return [...this.table.columns, ...(this.test?.columns ?? [])].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Rows in file order, those of the test file last. @throws LabError, as the choice of columns and splits does */
  async rows(
    spec: DataSpec,
    text: TextSpec,
    offset: number,
    count: number,
    seed: number,
    task: Recipe['task'],
  ): Promise<RowSample[]> {
    const { rows, assigned } = await this.arrange({ data: spec, seed, task }, new Job());
    const samples: RowSample[] = [];
    for (let row = Math.max(0, offset); row < Math.min(rows.count, offset + count); row++)
      samples.push(sampleOf(rows, assigned, row, tokenizeText(rows.text(row), text).length));
    return samples;
  }

  async texts(spec: DataSpec, numbers: readonly number[], task: Recipe['task']): Promise<string[]> {
    const rows = await this.label(spec, task, new Job());
    return numbers.map((row) => rows.text(row));
  }

  async report(recipe: Recipe, job: Job): Promise<DataReport> {
    const arranged = await this.arrange(recipe, job);
    const { rows, assigned, dropped } = arranged;
    arranged.first ??= await firstAlike(rows, assigned, job);
    const fitted = await this.fit(recipe, arranged, job);
    return reportOn({ rows, assigned, first: arranged.first, dropped, text: recipe.text, ...fitted });
  }

  async tokenSample(recipe: Recipe, text: string): Promise<TokenSample> {
    const job = new Job();
    const arranged = await this.arrange(recipe, job);
    const { vocabulary, maxLength } = await this.fit(recipe, arranged, job);
    return sampleTokens(text, recipe.text, vocabulary, maxLength);
  }

  /** One text by each kind of tokenizer; what they learnt is kept for the next text. @throws LabError `cancelled` */
  async compareTokenizers(recipe: Recipe, text: string, job: Job): Promise<TokenizerComparison> {
    const arranged = await this.arrange(recipe, job);
    const learnt = await this.tokenizers.get(wordsKey(recipe), async () =>
      learnTokenizers(
        await this.words(recipe, arranged, job),
        rowsOf('train', arranged.assigned),
        recipe.text,
        job,
      ),
    );
    return splitByEach(learnt, recipe.text, text);
  }

  /** Split, vocabulary, ids. The arrays are new ones at every call: they may be transferred. */
  async prepare(recipe: Recipe, job: Job, backbone: Backbone | null = null): Promise<PreparedData> {
    const arranged = await this.arrange(recipe, job);
    const { corpus, vocabulary, maxLength } = await this.fit(recipe, arranged, job, backbone);
    if (arranged.rows.pairs)
      return encodePairs({ corpus, vocabulary, maxLength }, arranged.rows, arranged.assigned, recipe, job);
    const prepared = encodeCorpus(corpus, arranged.rows, arranged.assigned, vocabulary, maxLength);
    if (recipe.task === 'pretrain') prepared.labels = [...ORDER_LABELS];
    return backbone ? { ...prepared, pretrained: backbone.weights } : prepared;
  }

  private label(spec: DataSpec, task: Recipe['task'], job: Job): Promise<LabelledRows> {
    return this.labelled.get(JSON.stringify([spec.columns, spec.mergeLabels, spec.swap, task]), () =>
      labelRows(this.table, this.test, spec, job, task),
    );
  }

  private async arrange(recipe: Arrangement, job: Job): Promise<Arranged> {
    const { data: spec, seed, task } = recipe;
    return this.arranged.get(arrangementKey(recipe), async () => {
      const rows = await this.label(spec, task, job);
      const assigned = assignSplits(rows, spec, seed);
      const leaked =
        spec.split.duplicates === 'keep' ? [] : leakedRows(await firstAlike(rows, assigned, job), assigned);
      for (const row of leaked) assigned[row] = NONE;
      limitTrain(assigned, spec.trainLimit, seed);
      return { rows, assigned, first: null, dropped: leaked.length };
    });
  }

  private async fit(
    recipe: Recipe,
    { rows, assigned }: Arranged,
    job: Job,
    backbone: Backbone | null = null,
  ): Promise<Fitted> {
    const { text, model } = recipe;
    const marks = model.kind === 'bert' ? BERT_MARKS : [];
    const known = backbone && Vocabulary.fromWords(backbone.vocabulary);
    const tokens = wordsKey(recipe) + JSON.stringify([text.tokenizer, marks, backbone?.vocabulary]);
    return this.fitted.get(`${tokens}${JSON.stringify([text.vocabulary, text.maxLength])}`, async () => {
      const words = await this.words(recipe, { rows, assigned }, job);
      const train = rowsOf('train', assigned);
      const pieces = await this.pieces.get(tokens, () =>
        fitPieces(words, train, text, job, { marks, known }),
      );
      const corpus = pieces?.corpus ?? words;
      return { corpus, ...fitText(corpus, train, text, pieces?.vocabulary) };
    });
  }

  /** All texts in use as words. */
  private words(recipe: Recipe, { rows, assigned }: Pick<Arranged, 'rows' | 'assigned'>, job: Job) {
    return this.corpora.get(wordsKey(recipe), () => buildCorpus(rows, assigned, recipe.text, job));
  }
}

type Arrangement = Pick<Recipe, 'data' | 'seed' | 'task'>;

const wordsKey = (recipe: Recipe): string =>
  `${arrangementKey(recipe)}${JSON.stringify(recipe.text.normalise)}`;

const arrangementKey = ({ data, seed, task }: Arrangement) => {
  const { columns, mergeLabels, swap, split, limit, trainLimit } = data;
  return JSON.stringify([columns, mergeLabels, swap, split, limit, trainLimit, seed, task]);
};
