import { describeChange, diffRecipes } from '../../recipe/diff.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { mainScore, mainValue } from '../../runs/score.ts';
import type { RunSummary } from '../../runs/record.ts';
import type { PretrainingScores, TranslationReport } from '../../runs/types.ts';
import { clock, count, mainScoreText, MONITOR_WORDS, score } from '../training/figures.ts';
import { recipeInShort } from '../training/recipe-words.ts';
import { apartInWords, runTitle } from '../training/run-words.ts';
import type { Block, Column } from './document.ts';
import { type FigureLine, lineFigure } from './line-figure.ts';
import { reached } from './thresholds.ts';

export interface ReportParts {
  title: string;
  runs: readonly RunSummary[];
  best: RunSummary;
  /** The recipe that the lesson gives: what runs of their own are compared with. */
  original?: Recipe;
  thresholds: readonly number[];
  conclusions: string;
  /** What the person makes of the heads, where the lesson asks for it. */
  interpretation?: readonly Block[];
  /** What the person answered in words. */
  answers?: readonly Block[];
  convergence: readonly FigureLine[];
  /** When it is handed out. */
  at: Date;
}

const RUN_COLUMNS: readonly Column[] = [
  { name: 'run' },
  { name: 'changed' },
  { name: 'parameters', numeric: true },
  { name: 'time', numeric: true },
  { name: 'best validation score', numeric: true },
  { name: 'at epoch', numeric: true },
];
const CLASS_COLUMNS = ['test accuracy', 'test macro F1'];
const TRANSLATION_COLUMNS = ['test BLEU', 'test perplexity', 'AER'];

const PRETRAINING_COLUMNS = ['test loss of masked tokens', 'test accuracy of masked tokens'];

/** The columns of the runs' table, and what stands in those that differ by task. */
function columnsOf(task: Recipe['task']): Column[] {
  const scores =
    task === 'translate' ? TRANSLATION_COLUMNS : task === 'pretrain' ? PRETRAINING_COLUMNS : CLASS_COLUMNS;
  return [...RUN_COLUMNS, ...scores.map((name) => ({ name, numeric: true }))];
}

function scoresOf({ result }: RunSummary, task: Recipe['task']): string[] {
  if (task === 'pretrain') return [score(result?.test.pretraining?.maskedLoss), score(result?.test.accuracy)];
  if (task !== 'translate') return [score(result?.test.accuracy), score(result?.test.macroF1)];
  const { bleu, perplexity, aer } = result?.test.translation ?? {};
  return [mainScoreText(bleu, 'bleu'), perplexity === undefined ? '–' : perplexity.toFixed(2), score(aer)];
}

function changed(run: RunSummary, { runs, best, original }: ReportParts): string {
  const why = apartInWords(run, best);
  const elsewhere = why === null ? '' : ` (${why})`;
  const parent = runs.find(({ id }) => id === run.parent);
  if (!parent) {
    const own = original ? diffRecipes(original, run.recipe).map(describeChange) : [];
    const against = own.length === 0 ? '' : `: ${own.join('; ')}, against the lesson’s recipe`;
    return run.recipe.name + against + elsewhere;
  }
  const changes = diffRecipes(parent.recipe, run.recipe).map(describeChange);
  const what = changes.length === 0 ? 'the same again' : changes.join('; ');
  const flag = changes.length > 1 ? ` (${changes.length} changes at once)` : '';
  return `${what}, against run ${parent.number}${flag}${elsewhere}`;
}

const runRow = (run: RunSummary, parts: ReportParts, task: Recipe['task']): string[] => [
  String(run.number),
  changed(run, parts),
  count(run.parameters),
  clock(run.progress?.seconds ?? run.result?.seconds),
  run.best
    ? `${score(run.best[run.recipe.training.monitor])} ${MONITOR_WORDS[run.recipe.training.monitor]}`
    : '–',
  run.best ? run.best.epoch.toFixed(1) : '–',
  ...scoresOf(run, task),
];

/** How far a pretraining is below what frequencies alone give: its loss is measured by that and by nothing else. */
export function pretrainingSentence({ maskedLoss, unigramEntropy }: PretrainingScores): string {
  const below = unigramEntropy - maskedLoss;
  const where =
    below > 0
      ? `${below.toFixed(2)} below that`
      : `${(-below).toFixed(2)} above that: it has learnt nothing of the text around a mask yet`;
  return `A guess by the frequencies of the tokens alone costs ${unigramEntropy.toFixed(2)} nats; it is ${where}.`;
}

/** The sentence of the grade: "Run 2 · GRU reaches 0.8999 on the test part: 3 of 3 thresholds (…)". */
export function gradeSentence(best: RunSummary, thresholds: readonly number[]): string {
  const pretraining = best.result?.test.pretraining;
  if (pretraining)
    return (
      `${runTitle(best)} reaches a loss of ${pretraining.maskedLoss.toFixed(2)} nats a masked token on the test part. ` +
      `${pretrainingSentence(pretraining)} A pretraining has no grade: a fine-tuning of it has.`
    );
  const by = mainScore(best.recipe);
  const value = best.result ? mainValue(best.result.test, by) : 0;
  const n = reached(value, thresholds);
  return (
    `${runTitle(best)} reaches ${mainScoreText(value, by)} ${MONITOR_WORDS[by]} on the test part: ` +
    `${n} of ${thresholds.length} thresholds (${thresholds.join(', ')}).`
  );
}

/** The whole report, in the order of the cell. */
export function composeReport(parts: ReportParts): Block[] {
  const { title, runs, best, thresholds, conclusions, convergence, at } = parts;
  const { task } = best.recipe;
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: `Report: ${title}` },
    {
      kind: 'text',
      text:
        `Made on ${at.toISOString().slice(0, 10)} with SeqLab` +
        (best.device ? ` on ${best.device.kind.toUpperCase()} (${best.device.adapter}).` : '.'),
    },
    { kind: 'heading', level: 2, text: 'Outcome' },
    { kind: 'text', text: gradeSentence(best, thresholds) },
    { kind: 'text', text: `Its recipe: ${recipeInShort(best.recipe)}; seed ${best.recipe.seed}.` },
    { kind: 'heading', level: 2, text: 'Conclusions' },
    { kind: 'text', text: conclusions.trim() || 'None written.' },
    ...(parts.interpretation ?? []),
    ...(parts.answers ?? []),
    { kind: 'heading', level: 2, text: 'Runs' },
    {
      kind: 'table',
      columns: columnsOf(task),
      rows: runs.map((run) => runRow(run, parts, task)),
    },
  ];
  if (convergence.length > 0) {
    const by = MONITOR_WORDS[mainScore(best.recipe)];
    const caption = `Validation ${by} over the epochs`;
    const svg = lineFigure(caption, 'epoch', by, convergence);
    blocks.push({ kind: 'heading', level: 2, text: 'Convergence' }, { kind: 'figure', title: caption, svg });
  }
  if (best.result?.test.translation) blocks.push(...translationBlocks(best.result.test.translation));
  else if (best.result && task !== 'pretrain') {
    const { test } = best.result;
    blocks.push(
      { kind: 'heading', level: 2, text: 'Classes on the test part' },
      {
        kind: 'table',
        columns: ['class', 'precision', 'recall', 'F1', 'texts'].map((name, i) => ({ name, numeric: i > 0 })),
        rows: test.perClass.map(({ label, precision, recall, f1, support }) => [
          label,
          score(precision),
          score(recall),
          score(f1),
          count(support),
        ]),
      },
      {
        kind: 'heading',
        level: 2,
        text:
          task === 'multilabel'
            ? 'Labels given on the test part (rows: a label the text has)'
            : 'Confusion on the test part (rows: true class)',
      },
      {
        kind: 'table',
        columns: [{ name: '' }, ...best.labels.map((name) => ({ name, numeric: true }))],
        rows: test.confusion.map((row, i) => [best.labels[i] ?? String(i), ...row.map(count)]),
      },
    );
  }
  return blocks;
}

/** BLEU by length of the source, and what some sentences become. */
const translationBlocks = ({ byLength, examples }: TranslationReport): Block[] => [
  { kind: 'heading', level: 2, text: 'BLEU by length of the source, on the test part' },
  {
    kind: 'table',
    columns: ['words', 'sentences', 'BLEU'].map((name, i) => ({ name, numeric: i > 0 })),
    rows: byLength.map(({ from, to, sentences, bleu }) => [
      `${from} to ${to}`,
      count(sentences),
      mainScoreText(bleu, 'bleu'),
    ]),
  },
  { kind: 'heading', level: 2, text: 'Sentences of the test part' },
  {
    kind: 'table',
    columns: ['source', 'reference', 'translation'].map((name) => ({ name })),
    rows: examples.map(({ source, reference, translation }) => [source, reference, translation]),
  },
];
