import { minimise, type Objective } from './lbfgs.ts';
import { columnDeviations, columnMeans, rowsIn, type Table } from './table.ts';

/**
 * Logistic regression with an L2 penalty, as scikit-learn's LogisticRegression has it: the sum of the losses times C plus
 * half of the squared weights, the intercepts free. Two classes share one vector of weights; more have one each (softmax).
 */
export interface LogisticModel {
  classes: number;
  width: number;
  /** coef_: [1 or classes, width], row by row. */
  weights: Float64Array;
  /** intercept_: one a row of weights. */
  intercepts: Float64Array;
  iterations: number;
  converged: boolean;
}

export interface LogisticOptions {
  /** Inverse strength of the penalty: the smaller, the smaller the weights. */
  C: number;
  mostIterations?: number;
  after?: (iteration: number) => Promise<void>;
}

/** On the mean of the losses, in coordinates of unit deviation. */
const TOLERANCE = 1e-8;
const MOST_ITERATIONS = 2000;

/**
 * @param labels a class of each row, in [0, classes)
 * @throws RangeError where rows and labels differ in number, or there are fewer than two classes among them
 */
export async function fitLogistic(
  table: Table,
  labels: ArrayLike<number>,
  classes: number,
  { C, mostIterations = MOST_ITERATIONS, after }: LogisticOptions,
): Promise<LogisticModel> {
  const rows = rowsIn(table);
  const { width } = table;
  if (labels.length !== rows) throw new RangeError(`${labels.length} labels against ${rows} rows`);
  if (classes < 2) throw new RangeError(`${classes} classes: there is nothing to tell apart`);
  if (!(C > 0)) throw new RangeError(`C is ${C}; it must be above 0`);
  const outputs = classes === 2 ? 1 : classes;
  // The intercepts take up the means, and weights of columns of unit deviation are of like size: the same minimum, sooner.
  const means = columnMeans(table);
  const scales = columnDeviations(table, means).map((deviation) => (deviation > 0 ? 1 / deviation : 0));
  const scaled = scaledRows(table, means, scales);
  const problem: Problem = { scaled, scales, labels, classes, outputs, rows, width, penalty: 1 / (C * rows) };
  const minimum = await minimise(objectiveOf(problem), new Float64Array(outputs * (width + 1)), {
    tolerance: TOLERANCE,
    mostIterations,
    after,
  });
  const weights = new Float64Array(outputs * width);
  const intercepts = new Float64Array(outputs);
  for (let k = 0; k < outputs; k++) {
    const at = k * (width + 1);
    let intercept = minimum.point[at + width] as number;
    for (let j = 0; j < width; j++) {
      const weight = (minimum.point[at + j] as number) * (scales[j] as number);
      weights[k * width + j] = weight;
      intercept -= weight * (means[j] as number);
    }
    intercepts[k] = intercept;
  }
  // Adding one number to all of them changes nothing; scikit-learn's add up to 0.
  if (outputs > 1) {
    const mean = intercepts.reduce((a, b) => a + b, 0) / outputs;
    for (let k = 0; k < outputs; k++) intercepts[k] = (intercepts[k] as number) - mean;
  }
  return { classes, width, weights, intercepts, ...pick(minimum) };
}

const pick = ({ iterations, converged }: { iterations: number; converged: boolean }) => ({
  iterations,
  converged,
});

interface Problem {
  scaled: Float64Array;
  scales: Float64Array;
  labels: ArrayLike<number>;
  classes: number;
  outputs: number;
  rows: number;
  width: number;
  penalty: number;
}

function scaledRows({ width, values }: Table, means: Float64Array, scales: Float64Array): Float64Array {
  const scaled = new Float64Array(values.length);
  for (let at = 0; at < values.length; at += width)
    for (let j = 0; j < width; j++)
      scaled[at + j] = ((values[at + j] as number) - (means[j] as number)) * (scales[j] as number);
  return scaled;
}

/** Mean loss plus penalty. Of each output the weights, in scaled coordinates, then the intercept. */
function objectiveOf({ scaled, scales, labels, outputs, rows, width, penalty }: Problem): Objective {
  const scores = new Float64Array(outputs);
  const step = width + 1;
  return (point, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let i = 0; i < rows; i++) {
      const at = i * width;
      for (let k = 0; k < outputs; k++) {
        let sum = point[k * step + width] as number;
        for (let j = 0; j < width; j++) sum += (scaled[at + j] as number) * (point[k * step + j] as number);
        scores[k] = sum;
      }
      loss += slopes(scores, labels[i] as number);
      for (let k = 0; k < outputs; k++) {
        const slope = scores[k] as number;
        const own = k * step;
        for (let j = 0; j < width; j++)
          gradient[own + j] = (gradient[own + j] as number) + slope * (scaled[at + j] as number);
        gradient[own + width] = (gradient[own + width] as number) + slope;
      }
    }
    let squares = 0;
    for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i] as number) / rows;
    for (let k = 0; k < outputs; k++) {
      for (let j = 0; j < width; j++) {
        const scale = scales[j] as number;
        const weight = (point[k * step + j] as number) * scale;
        squares += weight * weight;
        gradient[k * step + j] = (gradient[k * step + j] as number) + penalty * weight * scale;
      }
    }
    return loss / rows + (penalty / 2) * squares;
  };
}

/** The loss of one row; its scores become the slopes of the loss. */
function slopes(scores: Float64Array, label: number): number {
  if (scores.length === 1) {
    const score = scores[0] as number;
    const margin = label === 1 ? score : -score;
    scores[0] = sigmoid(score) - label;
    return Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(-margin, 0);
  }
  const own = scores[label] as number;
  const total = softmaxInPlace(scores);
  scores[label] = (scores[label] as number) - 1;
  return total - own;
}

const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

/** @returns log Σ exp of the scores */
function softmaxInPlace(scores: Float64Array): number {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const power = Math.exp((scores[k] as number) - most);
    scores[k] = power;
    sum += power;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) / sum;
  return most + Math.log(sum);
}

/** predict_proba: rows × classes. */
export function probabilitiesOf(model: LogisticModel, table: Table): Float32Array {
  const { classes, width, weights, intercepts } = model;
  const rows = rowsIn(table);
  if (table.width !== width && rows > 0)
    throw new RangeError(`rows of ${table.width} numbers, and the model has ${width} weights`);
  const outputs = intercepts.length;
  const result = new Float32Array(rows * classes);
  const scores = new Float64Array(outputs);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < outputs; k++) {
      let sum = intercepts[k] as number;
      for (let j = 0; j < width; j++)
        sum += (table.values[i * width + j] as number) * (weights[k * width + j] as number);
      scores[k] = sum;
    }
    if (outputs === 1) {
      const p = sigmoid(scores[0] as number);
      result.set([1 - p, p], i * classes);
    } else {
      softmaxInPlace(scores);
      result.set(scores, i * classes);
    }
  }
  return result;
}

/** The likeliest class of each row; of several alike the first. */
export function likeliest(probabilities: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b), -Infinity));
  });
}

/** The share of rows whose class is the true one; 0 without a row. */
export function accuracyOf(predicted: ArrayLike<number>, labels: ArrayLike<number>): number {
  let hits = 0;
  for (let i = 0; i < labels.length; i++) if (predicted[i] === labels[i]) hits++;
  return labels.length === 0 ? 0 : hits / labels.length;
}
