import { memory } from '@tensorflow/tfjs-core';
import type { PreparedData } from '../data/types.ts';
import type {
  DeviceReport,
  Evaluation,
  EvaluationPoint,
  RecentCurves,
  RunEvent,
  RunProgress,
} from '../runs/types.ts';
import type { Clock } from './clock.ts';
import type { Bench } from './step.ts';

/** What a run says of itself, put together from what the trainer knows. */

export function startedEvent(
  { task, parameters, totalSteps }: Bench,
  device: DeviceReport,
  { vocabulary, labels }: PreparedData,
  fromStep: number,
  recent: RecentCurves,
): RunEvent {
  return {
    type: 'started',
    device,
    parameters: task.model.parameterCount(),
    weights: parameters.map(({ name, variable }) => ({ name, shape: [...variable.shape] })),
    vocabularySize: vocabulary.length,
    labels,
    trainRows: task.rows.train,
    totalSteps,
    fromStep,
    ...(fromStep > 0 && { recent }),
  };
}

export function progressOf({ task, training, totalSteps }: Bench, clock: Clock, step: number): RunProgress {
  const { numTensors, numBytes } = memory();
  return {
    step,
    totalSteps,
    // At the end of an epoch it is that one still, as a run that pauses there shows it.
    epoch: Math.max(1, Math.ceil(step / task.stepsPerEpoch)),
    epochs: training.epochs,
    stepsPerSecond: clock.stepsPerSecond,
    tokensPerSecond: clock.tokensPerSecond,
    secondsLeft: clock.secondsLeft(totalSteps - step),
    seconds: clock.seconds(),
    tensors: numTensors,
    bytes: numBytes,
  };
}

/** The scores of an evaluation as a point of the curves. */
export function pointOf(evaluation: Evaluation, step: number, { task }: Bench): EvaluationPoint {
  const { split, loss, accuracy, macroF1, microF1, weightedF1, translation, pretraining } = evaluation;
  const { perplexity, bleu, aer } = translation ?? {};
  // Thresholds are there where each label is asked for by itself.
  const classF1 = evaluation.thresholds && evaluation.perClass.map(({ f1 }) => f1);
  return {
    step,
    epoch: step / task.stepsPerEpoch,
    ...{ split, loss, accuracy, macroF1, microF1, weightedF1 },
    ...(pretraining && { pretraining }),
    ...(classF1 && { classF1 }),
    ...(perplexity !== undefined &&
      bleu !== undefined && { translation: { perplexity, bleu, aer: aer ?? null } }),
  };
}
