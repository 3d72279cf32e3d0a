import { LabError } from '../base/errors.ts';
import type { EvaluationPoint, GradientPoint, RunHistory, TimeGradientPoint } from '../runs/types.ts';

/**
 * The curves of a run as CSV, for a spreadsheet or pandas, and back without loss.
 *
 * `history.csv`: one row a step (`split` train: loss of the batch, learning rate, gradient norm before clipping)
 * and one an evaluation (`split` validation or test: epochs finished and the scores), in order of the steps. What only
 * some tasks have stands in columns behind those of all: of a translation, of a pretraining, of an epoch of train as it was trained, F1 of each label.
 * `gradients.csv`: mean and max of |gradient|, one row for each weight at each step that was looked at.
 */

const HISTORY_COLUMNS = [
  'split',
  'step',
  'epoch',
  'loss',
  'lr',
  'grad_norm',
  'accuracy',
  'macro_f1',
  'micro_f1',
  'weighted_f1',
];
const TRANSLATION_COLUMNS = ['perplexity', 'bleu', 'aer'];
const PRETRAINING_COLUMNS = ['masked_loss', 'order_loss', 'order_accuracy', 'unigram_entropy'];
/** Over the texts of train, as they were trained in the epoch that ends there. */
const TRAINED_COLUMNS = ['train_loss', 'train_macro_f1'];
const GRADIENT_COLUMNS = ['step', 'weight', 'mean', 'max'];

const NUMBER = /^-?(\d+\.?\d*(e[+-]?\d+)?|Infinity)$|^NaN$/;

/** The columns of what a task has beside the scores of all, and its values in them; '' where there is none. */
function further({ evaluations }: RunHistory): [string[], (point: EvaluationPoint) => (number | string)[]] {
  const labels = Math.max(0, ...evaluations.map(({ classF1 = [] }) => classF1.length));
  const translates = evaluations.some(({ translation }) => translation);
  const pretrains = evaluations.some(({ pretraining }) => pretraining);
  const trained = evaluations.some(({ train }) => train);
  const columns = [
    ...(translates ? TRANSLATION_COLUMNS : []),
    ...(pretrains ? PRETRAINING_COLUMNS : []),
    ...(trained ? TRAINED_COLUMNS : []),
    ...Array.from({ length: labels }, (_, i) => `f1_${i}`),
  ];
  const cells = ({
    translation: t,
    pretraining: p,
    train,
    classF1 = [],
  }: EvaluationPoint): (number | string)[] => [
    ...(translates ? (t ? [t.perplexity, t.bleu, t.aer ?? ''] : ['', '', '']) : []),
    ...(pretrains
      ? p
        ? [p.maskedLoss, p.orderLoss, p.orderAccuracy, p.unigramEntropy]
        : ['', '', '', '']
      : []),
    ...(trained ? [train?.loss ?? '', train?.macroF1 ?? ''] : []),
    ...Array.from({ length: labels }, (_, i) => classF1[i] ?? ''),
  ];
  return [columns, cells];
}

export function historyToCsv(history: RunHistory): string {
  const [columns, cells] = further(history);
  const lines = [[...HISTORY_COLUMNS, ...columns].join(',')];
  const evaluate = (point: EvaluationPoint) =>
    lines.push(
      [
        point.split,
        point.step,
        point.epoch,
        point.loss,
        '',
        '',
        point.accuracy,
        point.macroF1,
        point.microF1,
        point.weightedF1,
        ...cells(point),
      ].join(','),
    );
  let next = 0;
  history.step.forEach((step, i) => {
    for (let point; (point = history.evaluations[next]) && point.step < step; next++) evaluate(point);
    const { loss, lr, gradNorm } = history;
    lines.push(`train,${step},,${loss[i]},${lr[i]},${gradNorm[i]},,,,${','.repeat(columns.length)}`);
  });
  for (const point of history.evaluations.slice(next)) evaluate(point);
  return `${lines.join('\n')}\n`;
}

/** @param weights names in the order of the points' values */
export function gradientsToCsv(points: readonly GradientPoint[], weights: readonly string[]): string {
  const rows = points.flatMap(({ step, mean, max }) =>
    weights.map((name, i) => `${step},${name},${mean[i]},${max[i]}`),
  );
  return `${[GRADIENT_COLUMNS.join(','), ...rows].join('\n')}\n`;
}

/** `measures.csv`: what the task measures in each step beside the loss, a column each. */
export function measuresToCsv({ step, measures = {} }: RunHistory): string {
  const names = Object.keys(measures);
  const rows = step.map((at, i) => [at, ...names.map((name) => measures[name]?.[i] ?? NaN)].join(','));
  return `${[['step', ...names].join(','), ...rows].join('\n')}\n`;
}

/** @param steps those of the history, which these belong to. @throws LabError `bundle/invalid` */
export function measuresFromCsv(csv: string, steps: readonly number[]): Record<string, number[]> {
  const file = 'measures.csv';
  const columns = (csv.split(/\r?\n/, 1)[0] ?? '').split(',');
  const names = columns.slice(1);
  if (columns[0] !== 'step' || names.length === 0 || new Set(names).size !== names.length)
    throw invalid(file, 1, 'the columns are not step and names of measures');
  const values = names.map((): number[] => []);
  for (const [cells, line] of rowsOf(file, csv, columns)) {
    if (!cells.every((cell) => NUMBER.test(cell))) throw invalid(file, line, 'there is no number');
    if (Number(cells[0]) !== steps[values[0]?.length ?? 0])
      throw invalid(file, line, `step ${cells[0]} is not that of history.csv`);
    values.forEach((column, i) => column.push(Number(cells[i + 1])));
  }
  if (values[0]?.length !== steps.length)
    throw invalid(file, csv.split('\n').length, 'it has not as many steps as history.csv');
  return Object.fromEntries(names.map((name, i) => [name, values[i] as number[]]));
}

const TIME_COLUMNS = ['step', 'steps_before_end', 'norm'];

/** `time_gradients.csv`: the length of the gradient that reaches the state so many steps before the end of a text. */
export function timeGradientsToCsv(points: readonly TimeGradientPoint[]): string {
  const rows = points.flatMap(({ step, norm }) => norm.map((value, k) => `${step},${k},${value}`));
  return `${[TIME_COLUMNS.join(','), ...rows].join('\n')}\n`;
}

/** @throws LabError `bundle/invalid` with the line and what is wrong with it. */
export function timeGradientsFromCsv(csv: string): TimeGradientPoint[] {
  const file = 'time_gradients.csv';
  const points: TimeGradientPoint[] = [];
  for (const [[step = '', back = '', norm = ''], line] of rowsOf(file, csv, TIME_COLUMNS)) {
    if (![step, back, norm].every((cell) => NUMBER.test(cell)))
      throw invalid(file, line, 'there is no number');
    if (Number(back) === 0) points.push({ step: Number(step), norm: [] });
    const point = points.at(-1);
    if (point?.norm.length !== Number(back)) throw invalid(file, line, `step ${back} back is out of turn`);
    point.norm.push(Number(norm));
  }
  return points;
}

function invalid(file: string, line: number, what: string): LabError {
  return new LabError(
    'bundle/invalid',
    `${file}, line ${line}: ${what}.`,
    'Take the file as SeqLab exported it.',
  );
}

/** The rows of a CSV of ours, each as its cells, with the line it stands in. No cell of ours has a comma or quote. */
function* rowsOf(file: string, csv: string, columns: readonly string[]): Generator<[string[], number]> {
  const lines = csv.split(/\r?\n/);
  if (lines[0] !== columns.join(',')) throw invalid(file, 1, `the columns are not ${columns.join(', ')}`);
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i] as string;
    if (line === '') continue;
    const cells = line.split(',');
    if (cells.length !== columns.length)
      throw invalid(file, i + 1, `there are ${cells.length} cells, not ${columns.length}`);
    yield [cells, i + 1];
  }
}

/** @throws LabError `bundle/invalid` with the line and what is wrong with it. */
export function historyFromCsv(csv: string): Omit<RunHistory, 'gradients'> {
  const file = 'history.csv';
  const history: Omit<RunHistory, 'gradients'> = {
    step: [],
    loss: [],
    lr: [],
    gradNorm: [],
    evaluations: [],
  };
  const columns = (csv.split(/\r?\n/, 1)[0] ?? '').split(',');
  const rest = columns.slice(HISTORY_COLUMNS.length);
  const known = [...TRANSLATION_COLUMNS, ...PRETRAINING_COLUMNS, ...TRAINED_COLUMNS];
  const others = rest.filter((name) => !known.includes(name));
  const fits =
    HISTORY_COLUMNS.every((name, i) => columns[i] === name) &&
    new Set(rest).size === rest.length &&
    others.every((name, i) => name === `f1_${i}`);
  if (!fits)
    throw invalid(file, 1, `the columns are not ${HISTORY_COLUMNS.join(', ')} and such as belong to a task`);
  for (const [cells, line] of rowsOf(file, csv, columns)) {
    const given = (column: string): boolean => (cells[columns.indexOf(column)] ?? '') !== '';
    const value = (column: string): number => {
      const cell = cells[columns.indexOf(column)] ?? '';
      if (!NUMBER.test(cell)) throw invalid(file, line, `${column} is ${JSON.stringify(cell.slice(0, 40))}`);
      return Number(cell);
    };
    const split = cells[0];
    if (split === 'train') {
      history.step.push(value('step'));
      history.loss.push(value('loss'));
      history.lr.push(value('lr'));
      history.gradNorm.push(value('grad_norm'));
    } else if (split === 'validation' || split === 'test') {
      history.evaluations.push({
        split,
        step: value('step'),
        epoch: value('epoch'),
        loss: value('loss'),
        accuracy: value('accuracy'),
        macroF1: value('macro_f1'),
        microF1: value('micro_f1'),
        weightedF1: value('weighted_f1'),
        ...(others.some(given) && { classF1: others.map(value) }),
        ...(TRANSLATION_COLUMNS.some(given) && {
          translation: {
            perplexity: value('perplexity'),
            bleu: value('bleu'),
            aer: given('aer') ? value('aer') : null,
          },
        }),
        ...(TRAINED_COLUMNS.every(given) && {
          train: { loss: value('train_loss'), macroF1: value('train_macro_f1') },
        }),
        ...(PRETRAINING_COLUMNS.some(given) && {
          pretraining: {
            maskedLoss: value('masked_loss'),
            orderLoss: value('order_loss'),
            orderAccuracy: value('order_accuracy'),
            unigramEntropy: value('unigram_entropy'),
          },
        }),
      });
    } else throw invalid(file, line, 'the split is not train, validation or test');
  }
  return history;
}

/** @throws LabError `bundle/invalid` with the line and what is wrong with it. */
export function gradientsFromCsv(csv: string, weights: readonly string[]): GradientPoint[] {
  const file = 'gradients.csv';
  const points: GradientPoint[] = [];
  let at = 0;
  for (const [[step = '', weight = '', mean = '', max = ''], line] of rowsOf(file, csv, GRADIENT_COLUMNS)) {
    if (weight !== weights[at])
      throw invalid(file, line, `${String(weights[at])} was expected, not ${weight.slice(0, 80)}`);
    if (![step, mean, max].every((cell) => NUMBER.test(cell)))
      throw invalid(file, line, 'there is no number');
    if (at === 0) points.push({ step: Number(step), mean: [], max: [] });
    const point = points[points.length - 1] as GradientPoint;
    point.mean.push(Number(mean));
    point.max.push(Number(max));
    at = (at + 1) % weights.length;
  }
  if (at !== 0) throw invalid(file, csv.split('\n').length, `it breaks off before ${String(weights[at])}`);
  return points;
}
