import type { Parameter } from '../nn/module.ts';
import { afterEpochs } from '../recipe/words.ts';
import { epochOfKind } from '../runs/kept-epochs.ts';
import type { CheckpointKind } from '../runs/types.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { packed, type TrainerState } from './checkpoint.ts';
import { weightsNotFinite } from './failures.ts';
import type { Optimizer } from './optimizers.ts';
import type { TrainerOptions } from './trainer.ts';

/** Takes the checkpoints of one run: reads the device, then lets the store write while the training goes on. */
export class Checkpointer {
  private readonly run: TrainerOptions;
  private readonly parameters: readonly Parameter[];
  private readonly optimizer: Optimizer;
  private takenAt = performance.now();
  /** Of the last `last`: the same state is not written twice. */
  private mark = '';
  /** … of the best or the last weights. */
  private complained = false;
  /** Steps that the newest checkpoint has seen; 0: none was taken after a step. */
  private kept: number;

  constructor(run: TrainerOptions, parameters: readonly Parameter[], optimizer: Optimizer) {
    this.run = run;
    this.kept = run.resume?.step ?? 0;
    this.parameters = parameters;
    this.optimizer = optimizer;
  }

  keptStep(): number {
    return this.kept;
  }

  /** Milliseconds since the last checkpoint. */
  age(): number {
    return performance.now() - this.takenAt;
  }

  /**
   * Keeps the state as it is now.
   * @throws LabError `train/not-finite` where a weight is no number any more: the checkpoint before stays.
   */
  async save(
    kinds: readonly CheckpointKind[],
    state: TrainerState,
    { lr, norm }: { lr: number; norm: number | null },
  ): Promise<void> {
    this.takenAt = performance.now();
    const mark = `${state.step}/${state.evaluatedAt}`;
    if (mark === this.mark && kinds.every((kind) => kind === 'last')) return;
    const { runId, recipe, data, alarm, checkpoints } = this.run;
    const weights = await packed(this.parameters, alarm.guard);
    const optimizer = kinds.includes('last') ? await this.optimizerState() : null;
    if (!weights || (kinds.includes('last') && !optimizer))
      throw weightsNotFinite(state.step, lr, norm, this.kept);
    const { vocabulary, labels, maxLength } = data;
    for (const kind of kinds) {
      const record: CheckpointRecord = {
        runId,
        kind,
        step: state.step,
        savedAt: Date.now(),
        recipe,
        vocabulary,
        labels,
        maxLength,
        weights,
        optimizer: kind === 'last' ? optimizer : null,
        // Only from the last one a run goes on.
        trainer: kind === 'last' ? state : { ...state, recent: undefined },
      };
      checkpoints.keep(record, {
        saved: ({ step, savedAt }) => this.run.emit({ type: 'checkpoint', kind, step, savedAt }),
        failed: ({ message, hint }) => this.complain(kind, `${message} ${hint ?? ''}`.trim()),
      });
    }
    // A later `last` of the same state is not written again; one that was not asked for yet is.
    if (kinds.includes('last')) this.mark = mark;
    this.kept = state.step;
    this.takenAt = performance.now();
  }

  private async optimizerState(): Promise<Uint8Array | null> {
    const state = this.optimizer.snapshot();
    try {
      return await packed(state, this.run.alarm.guard);
    } finally {
      for (const { variable } of state) variable.dispose();
    }
  }

  /** Once a run: the storage says the same each time. Of each kept epoch, though, as another run may wait for it. */
  private complain(kind: CheckpointKind, reason: string): void {
    const epoch = epochOfKind(kind);
    if (epoch === null && this.complained) return;
    this.complained ||= epoch === null;
    const message =
      epoch === null
        ? 'The weights could not be kept in this browser, so a reload would lose them.'
        : `The weights ${afterEpochs(epoch)} could not be kept in this browser, so no other run can begin with them. The training goes on, and nothing else is lost.`;
    this.run.emit({ type: 'note', message: `${message} ${reason}` });
  }
}
