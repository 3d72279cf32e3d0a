import type { TestRows } from '../formats/tested.ts';
import type { DataSpec, Recipe, TextSpec } from '../recipe/recipe.ts';
import { type TokenSample, sampleTokens } from '../text/encode.ts';
import { tokenizeText, wordRules } from '../text/tokenize.ts';
import { BERT_MARKS, CLS, ordinaryTokens, SEP } from '../text/bert-marks.ts';
import { openedWords } from '../text/opened-vocabulary.ts';
import { bertAlone } from '../text/bert-text.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { type Corpus, buildCorpus, encodeCorpus, fitText, rowsOf } from './corpus.ts';
import { type LearntTokenizers, learnTokenizers, splitByEach } from './compare-tokenizers.ts';
import { tokenizerFiles } from '../formats/bert-files.ts';
import { firstAlike, leakedRows } from './duplicates.ts';
import { encodePairs, sampleOfSide, type Side } from './encode-pairs.ts';
import { Job } from './job.ts';
import { maskedSample } from './masked-sample.ts';
import { noWords } from './no-words.ts';
import { pairReport } from './pair-report.ts';
import { choosePairColumns } from './parallel.ts';
import { reportOn, sampleOf } from './report.ts';
import { fitPieces } from './pieces.ts';
import { type LabelledRows, NONE, labelRows } from './rows.ts';
import { ORDER_LABELS } from './pretraining.ts';
import { textReading, WHOLE } from './text-reading.ts';
import { testRowsCsv } from './test-rows.ts';
import { assignSplits, limitParts } from './splits.ts';
import type { Table } from './table.ts';
import type {
  Backbone,
  DataReport,
  MaskedSample,
  PairSide,
  PreparedData,
  RowSample,
  TextReading,
  TokenizerComparison,
} from './types.ts';

interface Arranged {
  rows: LabelledRows;
  assigned: Uint8Array;
  /** For every row the first with the same text; null where nobody asked yet. */
  first: Uint32Array | null;
  dropped: number;
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
  private readonly own = new FittedTexts();
  /** Of the other language. */
  private readonly other = new FittedTexts();
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
    for (let row = Math.max(0, offset); row < Math.min(rows.count, offset + count); row++) {
      const sample = sampleOf(rows, assigned, row, tokenizeText(rows.text(row), text).length);
      const { pairs } = rows;
      samples.push(
        pairs ? { ...sample, targetTokens: tokenizeText(pairs.target(row), text).length } : sample,
      );
    }
    return samples;
  }

  async texts(spec: DataSpec, numbers: readonly number[], task: Recipe['task']): Promise<string[]> {
    const rows = await this.label(spec, task, new Job());
    return numbers.map((row) => rows.text(row));
  }

  /** The test part as a CSV of at most `mostBytes`; null where there is none to be scored. */
  async testRows(recipe: Recipe, mostBytes: number): Promise<TestRows | null> {
    const { rows, assigned } = await this.arrange(recipe, new Job());
    return testRowsCsv(
      { table: this.table, test: this.test, rows },
      recipe,
      rowsOf('test', assigned),
      mostBytes,
    );
  }

  async report(recipe: Recipe, job: Job, backbone: Backbone | null = null): Promise<DataReport> {
    const arranged = await this.arrange(recipe, job);
    const { rows, assigned, dropped } = arranged;
    arranged.first ??= await firstAlike(rows, assigned, job);
    const fitted = await this.fit(recipe, arranged, job, backbone);
    const { text, data } = recipe;
    const names = rows.pairs ? this.languages(data) : null;
    const of = names?.[0];
    const report = reportOn({ rows, assigned, first: arranged.first, dropped, text, of, ...fitted });
    if (!names) return report;
    const side = await this.fitOther(recipe, arranged, job);
    const input = { rows, assigned, text, names, source: fitted, swap: data.swap };
    return { ...report, pairs: pairReport(side, input) };
  }

  /** A text as the model reads it, with the very ids; `target`: as the decoder of a translator is to say it. */
  async tokenSample(recipe: Recipe, text: string, side: PairSide = 'source'): Promise<TokenSample> {
    const job = new Job();
    const arranged = await this.arrange(recipe, job);
    if (arranged.rows.pairs) {
      const fitted = await (side === 'source' ? this.fit : this.fitOther).call(this, recipe, arranged, job);
      return sampleOfSide(text, recipe, fitted, side);
    }
    const { vocabulary, maxLength } = await this.fit(recipe, arranged, job);
    const { model, task } = recipe;
    return sampleTokens(text, recipe.text, vocabulary, maxLength, {
      marks: model.kind === 'bert' ? [CLS, SEP] : null,
      full: model.kind === 'recurrent' && !model.maskPadding,
      whole: task !== 'pretrain',
    });
  }

  /** Some texts of train as pretraining shows them to the model; every `draw` is another one. */
  async maskedSample(recipe: Recipe, count: number, draw: number): Promise<MaskedSample> {
    const job = new Job();
    const arranged = await this.arrange(recipe, job);
    const { vocabulary, maxLength } = await this.fit(recipe, arranged, job);
    const { rows, assigned } = arranged;
    const train = Uint32Array.from(rowsOf('train', assigned));
    const text = (row: number) => rows.text(row);
    return maskedSample({ recipe, vocabulary, maxLength, train, text, count, draw });
  }

  /** The tokenizer as the files that Hugging Face reads, by name; none where the recipe does more to a text than those can say. */
  async tokenizerFiles(recipe: Recipe): Promise<Record<string, string>> {
    const job = new Job();
    const { vocabulary } = await this.fit(recipe, await this.arrange(recipe, job), job);
    return bertAlone(recipe.text) ? tokenizerFiles({ recipe, vocabulary: vocabulary.words }) : {};
  }

  /** One text by each kind of tokenizer; what they learnt is kept for the next text. @throws LabError `cancelled` */
  async compareTokenizers(recipe: Recipe, text: string, job: Job): Promise<TokenizerComparison> {
    const arranged = await this.arrange(recipe, job);
    // Words as the lab finds them, whatever the recipe's own tokenizer: BERT's rules take marks for part of them.
    const words = { ...recipe, text: { ...recipe.text, tokenizer: { kind: 'word' as const } } };
    const learnt = await this.tokenizers.get(wordsKey(words), async () =>
      learnTokenizers(
        await this.words(words, arranged, job),
        { train: rowsOf('train', arranged.assigned), validation: rowsOf('validation', arranged.assigned) },
        recipe.text,
        job,
      ),
    );
    return splitByEach(learnt, recipe.text, text);
  }

  /** Names of the two columns of pairs, source first. */
  private languages({ columns, swap }: DataSpec): [string, string] {
    const { source, target } = choosePairColumns(columns, this.table.info);
    const name = (index: number) => this.table.info.columns[index]?.name ?? '';
    return swap ? [name(target), name(source)] : [name(source), name(target)];
  }

  /** Split, vocabulary, ids. The arrays are new ones at every call: they may be transferred. */
  async prepare(recipe: Recipe, job: Job, backbone: Backbone | null = null): Promise<PreparedData> {
    const arranged = await this.arrange(recipe, job);
    const { rows, assigned } = arranged;
    const side = await this.fit(recipe, arranged, job, backbone);
    const { text } = recipe;
    const train = rowsOf('train', assigned);
    if (rows.pairs) {
      const target = await this.fitOther(recipe, arranged, job);
      const [own, other] = this.languages(recipe.data);
      const missing =
        noWords({ ...side, train, text, of: own }) ?? noWords({ ...target, train, text, of: other });
      return { ...encodePairs(side, target, rows, assigned, recipe), ...(missing && { noWords: missing }) };
    }
    const prepared = encodeCorpus(side.corpus, rows, assigned, side.vocabulary, side.maxLength);
    const missing = noWords({ ...side, train, text });
    if (missing) prepared.noWords = missing;
    if (recipe.task === 'pretrain') prepared.labels = [...ORDER_LABELS];
    const init = recipe.model.kind === 'bert' ? recipe.model.init : null;
    const takesAll = init !== null && init.kind !== 'scratch' && init.take === 'all';
    if (!backbone || !takesAll) return prepared;
    const { weights } = backbone;
    return weights instanceof Blob
      ? { ...prepared, pretrainedFile: weights }
      : { ...prepared, pretrained: weights };
  }

  /** How the texts are read by the tokenizer of the recipe, or of the model it begins with. */
  async reading(recipe: Recipe, job: Job, backbone: Backbone | null = null): Promise<TextReading> {
    const whole = {
      ...recipe,
      text: { ...recipe.text, maxLength: { kind: 'fixed' as const, value: WHOLE } },
    };
    const prepared = await this.prepare(whole, job, backbone);
    const { maxLength } = await this.fit(recipe, await this.arrange(recipe, job), job, backbone);
    return textReading(prepared, recipe, maxLength, (rows) => this.texts(recipe.data, rows, recipe.task));
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
      limitParts(assigned, spec, seed);
      return { rows, assigned, first: null, dropped: leaked.length };
    });
  }

  private fit(
    recipe: Recipe,
    { rows, assigned }: Arranged,
    job: Job,
    backbone: Backbone | null = null,
  ): Promise<Side> {
    return this.own.fit(recipe, rows, assigned, job, backbone);
  }

  /** Task `translate`: the texts of the target language. */
  private fitOther(recipe: Recipe, { rows, assigned }: Arranged, job: Job): Promise<Side> {
    const { pairs } = rows;
    if (!pairs) throw new Error('These rows are no pairs.');
    return this.other.fit(recipe, { ...rows, text: pairs.target }, assigned, job);
  }

  /** All texts in use as words. */
  private words(recipe: Recipe, { rows, assigned }: Pick<Arranged, 'rows' | 'assigned'>, job: Job) {
    return this.own.words(recipe, rows, assigned, job);
  }
}

/** The texts of one column as words, as tokens, and what train gives for them. */
class FittedTexts {
  private readonly corpora = new Memo<Corpus>();
  private readonly fitted = new Memo<Side>();
  private readonly pieces = new Memo<Awaited<ReturnType<typeof fitPieces>>>();

  /** A `backbone` brings the vocabulary that its weights belong to. @throws LabError `tokenizer/missing` */
  async fit(
    recipe: Recipe,
    rows: LabelledRows,
    assigned: Uint8Array,
    job: Job,
    backbone: Backbone | null = null,
  ): Promise<Side> {
    const { text, model } = recipe;
    const marks = model.kind === 'bert' ? BERT_MARKS : [];
    const brought = backbone?.vocabulary ?? openedWords(text);
    const known = brought && Vocabulary.fromWords(brought);
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

type Arrangement = Pick<Recipe, 'data' | 'seed' | 'task'>;

const wordsKey = (recipe: Recipe): string => `${arrangementKey(recipe)}${wordRules(recipe.text)}`;

const arrangementKey = ({ data, seed, task }: Arrangement) => {
  const { columns, mergeLabels, swap, split, limit, trainLimit, evaluationLimit, pick } = data;
  const limits = [limit, trainLimit, evaluationLimit, pick];
  return JSON.stringify([columns, mergeLabels, swap, split, limits, seed, task]);
};
