import * as tf from '@tensorflow/tfjs-core';
import type { OutputLines } from '../limits.ts';
import { show, showShape } from './show.ts';

/** What students' code writes: by `console`, by `x.print()`, and what it throws where no check can hear it. */

export interface OutputListener {
  /** A line that the code wrote to the console. */
  output?(line: string): void;
  /** How many lines were left out by now. */
  dropped?(count: number): void;
}

/** Rows of a tensor that are written. */
const MOST_ROWS = 12;

type Write = (...values: unknown[]) => void;

/** Where the code that was last made writes to. */
let current: Write = () => {};

/** Shape and numbers of a tensor, cut in the middle of long axes and to a few rows. */
export function showTensor(tensor: tf.Tensor): string {
  const head = `tensor ${showShape(tensor.shape)}`;
  if (tensor.isDisposed) return `${head}, disposed`;
  const [, ...rows] = tensor.toString().split('\n');
  const lines = rows.map((row) => row.replace(/^ {4}/, '').trimEnd());
  if (lines.length <= 1) return `${head} ${lines.join('')}`;
  const cut = lines.length > MOST_ROWS ? [...lines.slice(0, MOST_ROWS), '…'] : lines;
  return [head, ...cut].join('\n');
}

/** A value as the console shows it; tensors inside of other values on one line. */
function showWritten(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    if (value instanceof tf.Tensor) return showTensor(value);
  } catch {
    return show(value);
  }
  return show(value, 0, (tensor) => showTensor(tensor as unknown as tf.Tensor).replace(/\s+/g, ' '));
}

/** The console that the code gets. */
export function consoleInto(output: OutputLines, listener: OutputListener): Readonly<Record<string, Write>> {
  const write: Write = (...values) => {
    const kept = output.add(values.map(showWritten).join(' '));
    if (kept === null) listener.dropped?.(output.dropped);
    else listener.output?.(kept);
  };
  current = write;
  return Object.freeze({
    log: write,
    info: write,
    warn: write,
    error: write,
    debug: write,
    table: write,
    dir: write,
    trace: write,
  });
}

/** Writes to where the code that runs writes to. */
export const writeOut: Write = (...values) => current(...values);

/** `tf.print(x)` */
export const print = (x: tf.Tensor): void => writeOut(x);

// `x.print()`: theirs writes to the console of the browser, which no student looks into.
tf.Tensor.prototype.print = function (this: tf.Tensor): void {
  writeOut(this);
};
