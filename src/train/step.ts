import { dispose } from '@tensorflow/tfjs-core';
import { submitWork } from '../engine/device.ts';
import type { Parameter } from '../nn/module.ts';
import type { TrainingSpec } from '../recipe/recipe.ts';
import { addedUp, gradientFlow, gradientsOf, type StepGradients } from './gradients.ts';
import type { Optimizer } from './optimizers.ts';
import type { StepTensors } from './readings.ts';
import { scheduleFactor } from './schedules.ts';
import type { Task } from './task.ts';
import { yieldToMessages } from './yield.ts';

/** What optimizer steps work on. */
export interface Bench {
  task: Task;
  parameters: readonly Parameter[];
  optimizer: Optimizer;
  training: TrainingSpec;
  totalSteps: number;
}

/**
 * One optimizer step: forward, backward, clipping, update. Nothing is read back from the device.
 * @param done steps done before
 * @param withFlow measure |gradient| of each weight too
 * @param within called after each of several parts: lets messages through; what it throws leaves the step undone
 */
export async function trainStep(
  { task, parameters, optimizer, training, totalSteps }: Bench,
  done: number,
  withFlow: boolean,
  within: (part: number, parts: number) => Promise<void> = yieldToMessages,
): Promise<StepTensors & { tokens: number }> {
  const epoch = Math.floor(done / task.stepsPerEpoch);
  const parts = await task.step(epoch, done % task.stepsPerEpoch);
  const { optimizer: spec, schedule, clipNorm } = training;
  const lr = spec.lr * scheduleFactor(schedule, { step: done, totalSteps, epoch });
  let total: StepGradients | null = null;
  for (const [i, part] of parts.entries()) {
    const one: StepGradients = gradientsOf(part, parameters);
    total = total ? addedUp(total, one) : one;
    if (parts.length === 1) break;
    submitWork();
    try {
      await within(i + 1, parts.length);
    } catch (error) {
      dispose([total.loss, ...total.gradients.values()]);
      total.measures?.dispose();
      throw error;
    }
  }
  const { loss, gradients, measures } = total as StepGradients;
  const names = parameters.map(({ name }) => name);
  const flow = withFlow ? gradientFlow(names, gradients) : null;
  const gradNorm = optimizer.clippedStep(gradients, lr, clipNorm);
  dispose([...gradients.values()]);
  submitWork();
  return {
    step: done + 1,
    lr,
    loss,
    gradNorm,
    flow,
    measures,
    tokens: parts.reduce((sum, part) => sum + part.tokens, 0),
  };
}
