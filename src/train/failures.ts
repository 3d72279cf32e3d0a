import { LabError } from '../base/errors.ts';
import { KEPT } from '../runs/kept.ts';

/** The run is to stop because the person said so: no error, only the way out of the loop. */
export class Stopped extends Error {
  constructor() {
    super('stopped');
    this.name = 'Stopped';
  }
}

/** What to do after an overflow. Weights are spoken of only where a checkpoint was taken after a step: the first holds what the run began with. */
const afterOverflow = (keptStep: number): string =>
  `Try a smaller learning rate, or clip the gradient norm (for instance to 1).${keptStep > 0 ? ` ${KEPT}` : ''}`;

/**
 * The numbers of a step that are no numbers.
 * @param lastNorm the gradient norm of the step before; null: there was none
 * @param keptStep steps that the last checkpoint has seen; 0: its weights are those the run began with
 */
export function notFinite(
  reading: { step: number; loss: number; lr: number; gradNorm: number },
  lastNorm: number | null,
  keptStep: number,
): LabError {
  const { step, loss, lr, gradNorm } = reading;
  const what = Number.isFinite(loss) ? `the gradient norm became ${gradNorm}` : `the loss became ${loss}`;
  const before = lastNorm === null ? '' : `; the gradient norm of the step before was ${digits(lastNorm)}`;
  return new LabError(
    'train/not-finite',
    `Training stopped at step ${step}: ${what} at a learning rate of ${digits(lr)}${before}.`,
    afterOverflow(keptStep),
  );
}

/** The same, found in the weights. */
export function weightsNotFinite(
  step: number,
  lr: number,
  lastNorm: number | null,
  keptStep: number,
): LabError {
  const before = lastNorm === null ? '' : `; the last gradient norm was ${digits(lastNorm)}`;
  return new LabError(
    'train/not-finite',
    `Training stopped after step ${step}: the weights overflowed at a learning rate of ${digits(lr)}${before}.`,
    afterOverflow(keptStep),
  );
}

export function deviceLost(reason: string): LabError {
  return new LabError(
    'device/lost',
    `The graphics device was lost while it trained (${reason.replace(/\.$/, '')}).`,
    'The last checkpoint is kept: resume the run to go on from there, or choose WASM in the device menu if it happens again.',
  );
}

/** What the GPU reported beside the calls. */
export function deviceFailed(error: GPUError): LabError {
  if (error instanceof GPUOutOfMemoryError) return outOfMemory(error.message);
  return new LabError(
    'device/error',
    `The graphics device refused a part of the work (${error.message.split('\n')[0]}).`,
    'Choose WASM in the device menu and resume the run.',
  );
}

export function outOfMemory(reason: string): LabError {
  return new LabError(
    'train/out-of-memory',
    `There was not enough memory for this model and batch (${reason.replace(/\.$/, '')}).`,
    'Make the batch, the hidden size or the maximum length smaller (gradient accumulation keeps the batch in effect large), or close other tabs. The last checkpoint is kept.',
  );
}

const MEMORY =
  /out of memory|\boom\b|allocation failed|cannot enlarge memory|memory access out of bounds|invalid typed array length/i;

/** A failed allocation as a sentence; every other error as it is. */
export function explained(error: unknown): unknown {
  if (error instanceof LabError || error instanceof Stopped || !(error instanceof Error)) return error;
  return MEMORY.test(error.message) ? outOfMemory(error.message) : error;
}

const digits = (value: number) => String(Number(value.toPrecision(4)));
