import type { ScheduleSpec } from '../recipe/recipe.ts';

/** Where a run stands when the learning rate of its next step is asked for. */
export interface SchedulePosition {
  /** Optimizer steps done so far: 0 before the first. */
  step: number;
  /** Optimizer steps of the whole run. */
  totalSteps: number;
  /** Epochs done so far: 0 during the first. */
  epoch: number;
}

/** Warm-up steps of a run, rounded up as by transformers' `TrainingArguments.get_warmup_steps`. */
export function warmupSteps(share: number, totalSteps: number): number {
  return Math.ceil(totalSteps * share);
}

/**
 * The factor on the base learning rate for the next step.
 *
 * `exponential` and `step` change from epoch to epoch as torch.optim.lr_scheduler's ExponentialLR and StepLR do when
 * stepped once an epoch; `linear` and `cosine` change from step to step as transformers' get_linear_schedule_with_warmup
 * and get_cosine_schedule_with_warmup do: the very first step of a warm-up has the rate 0. `initial` and `final` raise
 * beginning and end from 0 to these shares.
 */
export function scheduleFactor(spec: ScheduleSpec, { step, totalSteps, epoch }: SchedulePosition): number {
  switch (spec.kind) {
    case 'constant':
      return 1;
    case 'exponential':
      return spec.gamma ** epoch;
    case 'step':
      return spec.gamma ** Math.floor(epoch / spec.stepSize);
    case 'linear':
    case 'cosine': {
      const warmup = warmupSteps(spec.warmup, totalSteps);
      if (step < warmup) {
        const initial = spec.kind === 'linear' ? spec.initial : 0;
        return initial + ((1 - initial) * step) / warmup;
      }
      const done = Math.min(1, (step - warmup) / Math.max(1, totalSteps - warmup));
      const left = spec.kind === 'linear' ? 1 - done : 0.5 * (1 + Math.cos(Math.PI * done));
      return spec.final + (1 - spec.final) * left;
    }
  }
}
