import type { LabErrorData } from '../base/errors.ts';
import type { CheckReport, Problem } from './types.ts';

/** Why a training with a student's code came to no good, in the student's terms. */

const CODE = 'exercise/code';
const MEND = 'Mend it, run the checks, then train again.';
/** As train/failures.ts says it. */
const NOT_FINITE = /at step (\d+): (the .+?) became (\S+)/;

/** The problem with its line, where that is not said in it. */
export function problemWords({ message, line }: Problem): string {
  return line === null || message.includes(`line ${line}`)
    ? message
    : `${message.replace(/\.$/, '')} (line ${line}).`;
}

/** What keeps the code from being trained at all: none of its checks could be run. */
export function untrainable({ problem, outcomes }: CheckReport): LabErrorData | null {
  if (!problem || outcomes.some(({ state }) => state !== 'not-run')) return null;
  return { code: CODE, message: problemWords(problem), hint: MEND };
}

export function trainingFailure(error: LabErrorData): LabErrorData {
  if (error.code === CODE) return { hint: MEND, ...error };
  if (error.code === 'unexpected')
    return {
      code: CODE,
      message: `The training failed in what your code gave: ${error.message}`,
      hint: MEND,
    };
  const found = error.code === 'train/not-finite' ? NOT_FINITE.exec(error.message) : null;
  if (!found) return error;
  const [, step, what, value] = found;
  if (step === '1')
    return {
      code: error.code,
      message: `With your code ${what} is ${value} at the very first step, before any weight has changed: the learning rate is not the reason.`,
      hint: 'Look for a division by 0, a logarithm or a root of 0, or a number that grows without end. The checks show where.',
    };
  return {
    code: error.code,
    message: `With your code ${what} became ${value} at step ${step}.`,
    hint: 'Run the checks: they find a division by 0, or a gradient that is not that of the formula. If all are passed, try a smaller learning rate.',
  };
}
