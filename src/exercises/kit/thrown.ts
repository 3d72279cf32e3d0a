import { cutReason } from '../limits.ts';
import { CheckFailure } from './failure.ts';
import { writeOut } from './output.ts';
import { show } from './show.ts';

/** What a student's code threw, in a sentence, and the line of the code where it was. */

/** Lines that `new Function` puts before the code. */
const HEAD_LINES = 3;
/** What the code is called in a stack. */
export const FILE = 'your-code.js';
/** Characters of a stack that are looked through: the frames stand behind the message, which may be endless. */
const STACK_LENGTH = 20_000;

/**
 * What was thrown, as a sentence that can be read.
 *
 * @param code of the student, where it is known: some hints go by what stands in it
 */
export function thrownSentence(error: unknown, code = ''): string {
  try {
    return cutReason(sentenceOf(error, code));
  } catch {
    return 'Your code threw a value that throws itself where it is looked at.';
  }
}

function sentenceOf(error: unknown, code: string): string {
  if (error instanceof CheckFailure) return error.message;
  if (!(error instanceof Error)) return `Your code threw ${show(error)}.`;
  // Before it is looked into or put together: it may be endless.
  const [name, message] = [cutReason(error.name), cutReason(error.message)];
  if (error instanceof RangeError && /call stack/i.test(message))
    return 'Your code calls itself without end (the call stack is full).';
  if (error instanceof RangeError && /invalid.*array length/i.test(message))
    return `Your code makes an array of a length that cannot be: negative, not whole, or more memory than there is (${message}).`;
  if (error instanceof RangeError && /array|invalid.*length|allocation/i.test(message))
    return `Your code asks for more memory than there is (${message}).`;
  if (error instanceof TypeError && /reading 'backend'/.test(message))
    return 'Your code uses a tensor that was disposed before.';
  return `Your code threw ${name}: ${message}${turnedWords(message)}${nullWords(message, code)}`;
}

/** The sentence, with the line of the student's code. */
export function thrownWithLine(error: unknown): string {
  const { line } = placeOf(error);
  return `${thrownSentence(error)}${line === null ? '' : ` (line ${line})`}`;
}

/** Writes what was thrown where no check can hear it: in a timer, in a promise that nobody waits for. */
export function writeThrown(error: unknown): void {
  writeOut(`Outside of the checks: ${thrownWithLine(error)}`);
}

/** What is null where nothing was found. */
const nullWords = (message: string, code: string): string =>
  /properties of null/.test(message) && /\.(match|exec)\(/.test(code)
    ? '. What stands before it is null: a text’s match gives that where nothing is found; add ?? [].'
    : '';

/** What to do where a matrix product fails only as its second factor, such as a weight [out, in], is not transposed. */
function turnedWords(message: string): string {
  // As TensorFlow.js says it, and as the lab's own kernels do.
  const found =
    /shapes ([\d,]+) and ([\d,]+) and transposeA=false and transposeB=false/.exec(message) ??
    /matMul: ([\d×]+) and ([\d×]+) do not fit/.exec(message);
  if (!found) return '';
  const [left, right] = [found[1], found[2]].map((shape) => shape?.split(/[,×]/).at(-1));
  return left !== right ? '' : '. The second factor fits if it is transposed: tf.matMul(a, b, false, true).';
}

/** The error as what a check threw; null where it is anything else, such as a proxy that throws when it is asked. */
export function failureOf(error: unknown): CheckFailure | null {
  try {
    return error instanceof CheckFailure ? error : null;
  } catch {
    return null;
  }
}

/** What can be known of a stack: an error may hide it, or throw when it is asked. */
function stackOf(error: unknown): string {
  try {
    return error instanceof Error && typeof error.stack === 'string' ? error.stack.slice(-STACK_LENGTH) : '';
  } catch {
    return '';
  }
}

/** The line of the student's code where it was thrown. */
export function placeOf(error: unknown): { line: number | null; column: number | null } {
  const stack = stackOf(error);
  const found = new RegExp(`${FILE}:(\\d+):(\\d+)`).exec(stack);
  if (!found) return { line: null, column: null };
  return { line: Math.max(1, Number(found[1]) - HEAD_LINES), column: Number(found[2]) };
}
