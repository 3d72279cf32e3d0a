import { dispose } from '@tensorflow/tfjs-core';
import type { Parameter } from '../../nn/module.ts';
import { type OptimizerSpec, optimizerSchema } from '../../recipe/recipe.ts';
import { gradientsOf } from '../../train/gradients.ts';
import { Optimizer } from '../../train/optimizers.ts';
import type { MicroBatch } from '../../train/task.ts';

export const ADAM = optimizerSchema.parse({ kind: 'adam', lr: 0.001 });

/** Makes steps: gradients, update; the loss is read when all has been recorded. */
export function trainer(
  parameters: readonly Parameter[],
  spec: OptimizerSpec = ADAM,
): (micro: MicroBatch) => Promise<number> {
  const optimizer = new Optimizer(parameters, spec);
  return async (micro) => {
    const { loss, gradients } = gradientsOf(micro, parameters);
    optimizer.step(gradients, spec.lr, null);
    dispose([...gradients.values()]);
    const value = (await loss.data())[0] as number;
    loss.dispose();
    return value;
  };
}
