import type { TrainerOptions } from './trainer.ts';
import type { Task } from './task.ts';

/** The gradient flow is measured about so often in a run. */
const FLOW_POINTS = 100;
/** … and the gradient through time, which is dearer, so often. */
const TIME_GRADIENT_POINTS = 10;
/** Snapshots of the alignment: most of it comes about early, so the first follow closely. */
const ALIGNMENT_POINTS = 16;

/** Looks into the model that a training takes now and then, beside its losses and scores. */
export class Looks {
  private readonly task: Task;
  private readonly totalSteps: number;
  private readonly run: Pick<TrainerOptions, 'alarm' | 'emit'>;

  constructor(task: Task, totalSteps: number, run: Pick<TrainerOptions, 'alarm' | 'emit'>) {
    this.task = task;
    this.totalSteps = totalSteps;
    this.run = run;
  }

  /** Whether the next step, after so many, is to measure the gradient of each weight too. */
  flowIsDue(step: number): boolean {
    return step % Math.max(1, Math.floor(this.totalSteps / FLOW_POINTS)) === 0;
  }

  /** Before the first step and then now and then: how much of the loss reaches the early states. */
  async throughTime(step: number): Promise<void> {
    const { task, totalSteps, run } = this;
    const every = Math.max(1, Math.floor(totalSteps / TIME_GRADIENT_POINTS));
    if (!task.timeGradient || step % every !== 0) return;
    const norm = await run.alarm.guard(task.timeGradient());
    run.emit({ type: 'timeGradient', point: { step, norm } });
  }

  /** At the squares of equal parts of the run, and at its end. */
  async atAlignment(step: number): Promise<void> {
    const { task, totalSteps, run } = this;
    const share = Math.sqrt(step / totalSteps) * ALIGNMENT_POINTS;
    const before = Math.sqrt(Math.max(0, step - 1) / totalSteps) * ALIGNMENT_POINTS;
    const due = step === 0 || Math.floor(share) > Math.floor(before);
    if (!task.alignments || !due) return;
    const found = await run.alarm.guard(task.alignments());
    if (!found) return;
    const { sentences, point } = found;
    run.emit({ type: 'alignment', sentences, point: { step, ...point } });
  }
}
