import { Random } from '../base/random.ts';
import type { PreparedData } from '../data/types.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { epochKind } from '../runs/kept-epochs.ts';
import type { CheckpointKind, DeviceReport, Evaluation, RunEvent, RunResult } from '../runs/types.ts';
import { SPEED_MEASURE } from '../runs/speed-measure.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import type { Alarm } from './alarm.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import { loadOptimizer, loadWeights, type TrainerState } from './checkpoint.ts';
import { Checkpointer } from './checkpointer.ts';
import { ClassifyTask } from './classify-task.ts';
import { Clock } from './clock.ts';
import type { RunControl } from './control.ts';
import { notFinite, Stopped } from './failures.ts';
import { isBetter } from './monitor.ts';
import type { ModelPieces } from '../models/pieces.ts';
import { Optimizer } from './optimizers.ts';
import { Readings, type StepReading } from './readings.ts';
import { pointOf, progressOf, startedEvent } from './run-messages.ts';
import { type Bench, trainStep } from './step.ts';
import { MultilabelTask } from './multilabel-task.ts';
import type { Between, PartOfWork, Task } from './task.ts';
import { PretrainTask } from './pretrain-task.ts';
import { TranslateTask } from './translate-task.ts';
import { WorkUnderWay } from './work-under-way.ts';
import { yieldToMessages } from './yield.ts';

export interface TrainerOptions {
  runId: string;
  recipe: Recipe;
  data: PreparedData;
  device: DeviceReport;
  control: RunControl;
  emit: (event: RunEvent) => void;
  checkpoints: CheckpointStore;
  /** The checkpoint to go on from; null: begin anew. */
  resume: CheckpointRecord | null;
  /** Trouble with the device. */
  alarm: Alarm;
  /** Pieces of the model in place of our own: those of an exercise. */
  pieces?: ModelPieces;
}

const TASKS = {
  classify: ClassifyTask,
  multilabel: MultilabelTask,
  translate: TranslateTask,
  pretrain: PretrainTask,
} as const;

/** The gradient flow is measured about so often in a run. */
const FLOW_POINTS = 100;
/** … and the gradient through time, which is dearer, so often. */
const TIME_GRADIENT_POINTS = 10;
/** Snapshots of the alignment: most of it comes about early, so the first follow closely. */
const ALIGNMENT_POINTS = 16;
/** Milliseconds between two checkpoints inside an epoch. */
const CHECKPOINT_MS = 10_000;

/**
 * One training run: steps, evaluations, checkpoints, and obedience to the person. Between any two steps messages are
 * let through and wishes are heeded; losses come back from the device in batches, so no step waits for one.
 *
 * All that a step depends on (weights, optimizer state, dropout generator, number of the step) is in a checkpoint, so
 * a run that goes on from one continues exactly.
 */
export class Trainer {
  private readonly options: TrainerOptions;
  private readonly task: Task;
  private readonly bench: Bench;
  private readonly dropout: Random;
  private readonly readings: Readings;
  private readonly checkpointer: Checkpointer;
  private readonly clock = new Clock();
  private readonly state: Pick<TrainerState, 'step' | 'evaluatedAt' | 'best' | 'last' | 'stale' | 'ended'> = {
    step: 0,
    evaluatedAt: 0,
    best: null,
    last: null,
    stale: 0,
    ended: false,
  };
  private bestEvaluation: Evaluation | null = null;
  private lastNorm: number | null = null;
  private lastLr: number;
  private finishing = false;
  /** Of the dropout generator as the step under way began: one that is left in its middle is made anew. */
  private dropoutAtStep: number[] | null = null;
  private readonly work = new WorkUnderWay();

  /** @throws LabError where the data give nothing to learn from, or the checkpoint is of another model. */
  constructor(options: TrainerOptions) {
    const { recipe, data, resume, alarm } = options;
    this.options = options;
    this.lastLr = recipe.training.optimizer.lr;
    this.dropout = new Random(recipe.seed, 'dropout');
    const TaskOf = TASKS[recipe.task];
    this.task = new TaskOf(recipe, data, new Random(recipe.seed, 'weights'), this.dropout, options.pieces);
    const parameters = this.task.model.namedParameters();
    const optimizer = new Optimizer(
      parameters.filter(({ requiresGrad }) => requiresGrad),
      recipe.training.optimizer,
    );
    const totalSteps = this.task.stepsPerEpoch * recipe.training.epochs;
    this.bench = { task: this.task, parameters, optimizer, training: recipe.training, totalSteps };
    this.readings = new Readings((readings) => this.onRead(readings), alarm.guard);
    this.checkpointer = new Checkpointer(options, parameters, optimizer);
    try {
      if (resume) this.restore(resume);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** @throws Stopped when the person stops the run, LabError when it fails. */
  async run(): Promise<RunResult> {
    this.announce();
    this.clock.turnTo('other');
    await this.save(['last']);
    await this.catchUp();
    if (!this.state.ended && this.state.step < this.bench.totalSteps) await this.prepare();
    while (!this.state.ended && this.state.step < this.bench.totalSteps) {
      await this.between();
      await this.lookThroughTime();
      await this.lookAtAlignment();
      this.clock.turnTo('steps');
      await this.step();
      this.clock.turnTo('other');
      await this.catchUp();
    }
    return this.finish();
  }

  dispose(): void {
    this.readings.dispose();
    this.bench.optimizer.dispose();
    this.task.dispose();
  }

  private announce(): void {
    const { device, data, emit } = this.options;
    emit(startedEvent(this.bench, device, data, this.state.step));
    emit({ type: 'status', status: 'running' });
  }

  private async prepare(): Promise<void> {
    const message = await this.task.prepare?.(this.between);
    if (message) this.options.emit({ type: 'note', message });
  }

  private async step(): Promise<void> {
    const { state, bench } = this;
    this.dropoutAtStep = this.dropout.state();
    const { tokens, ...tensors } = await trainStep(bench, state.step, this.flowIsDue(), this.within);
    this.dropoutAtStep = null;
    state.step++;
    this.lastLr = tensors.lr;
    this.clock.step(tokens);
    await this.readings.push(tensors);
  }

  private flowIsDue(): boolean {
    return this.state.step % Math.max(1, Math.floor(this.bench.totalSteps / FLOW_POINTS)) === 0;
  }

  /** Before the first step and then now and then: how much of the loss reaches the early states. */
  private async lookThroughTime(): Promise<void> {
    const { state, task, bench, options } = this;
    const every = Math.max(1, Math.floor(bench.totalSteps / TIME_GRADIENT_POINTS));
    if (!task.timeGradient || state.step % every !== 0) return;
    const norm = await options.alarm.guard(task.timeGradient());
    options.emit({ type: 'timeGradient', point: { step: state.step, norm } });
  }

  /** At the squares of equal parts of the run, and at its end. */
  private async lookAtAlignment(): Promise<void> {
    const { state, task, bench, options } = this;
    const share = Math.sqrt(state.step / bench.totalSteps) * ALIGNMENT_POINTS;
    const before = Math.sqrt(Math.max(0, state.step - 1) / bench.totalSteps) * ALIGNMENT_POINTS;
    const due = state.step === 0 || Math.floor(share) > Math.floor(before);
    if (!task.alignments || !due) return;
    const found = await options.alarm.guard(task.alignments());
    if (!found) return;
    const { sentences, point } = found;
    options.emit({ type: 'alignment', sentences, point: { step: state.step, ...point } });
  }

  /** All that is due after a step, or after a resumed run has come back to one. */
  private async catchUp(): Promise<void> {
    const { state, task, options } = this;
    const { evaluateEvery } = options.recipe.training;
    const epochEnds = state.step > 0 && state.step % task.stepsPerEpoch === 0;
    const due = epochEnds || (evaluateEvery !== null && state.step % evaluateEvery === 0);
    if (due && state.evaluatedAt < state.step) {
      await this.drain();
      const better = task.rows.validation > 0 && (await this.validate());
      state.evaluatedAt = state.step;
      // The last first: a run that is cut off before its epoch is kept goes on just here, and keeps it then.
      if (better) await this.save(['best', 'last', ...this.epochToKeep()]);
      else if (epochEnds) await this.save(['last', ...this.epochToKeep()]);
      if (epochEnds && state.step < this.bench.totalSteps) options.control.epochEnded();
    } else if (this.epochToKeep().length > 0) {
      await this.save(this.epochToKeep());
    } else if (this.checkpointer.age() > CHECKPOINT_MS) {
      await this.save(['last']);
    }
  }

  /** The kind of the weights as they are now, where an epoch has ended after which the recipe asks to keep them. */
  private epochToKeep(): CheckpointKind[] {
    const epoch = this.state.step / this.task.stepsPerEpoch;
    return this.options.recipe.training.keepEpochs.includes(epoch) ? [epochKind(epoch)] : [];
  }

  /** @returns whether this is the best model so far. */
  private async validate(): Promise<boolean> {
    const { state, options } = this;
    const { monitor, earlyStopping } = options.recipe.training;
    const evaluation = await this.task.evaluate('validation', this.between);
    const point = pointOf(evaluation, state.step, this.bench);
    const better = isBetter(monitor, point, state.best);
    state.last = point;
    if (better) {
      state.best = point;
      state.stale = 0;
      this.bestEvaluation = evaluation;
    } else {
      state.stale++;
    }
    options.emit({ type: 'evaluation', point, best: better });
    const { examples } = evaluation.translation ?? {};
    if (examples) options.emit({ type: 'translations', step: point.step, epoch: point.epoch, examples });
    if (earlyStopping !== null && state.stale >= earlyStopping) {
      state.ended = true;
      options.emit({
        type: 'note',
        message: `Stopped early at step ${state.step}: ${state.stale} evaluation${state.stale === 1 ? '' : 's'} brought no better ${monitor}.`,
      });
    }
    return better;
  }

  /** The best weights on validation and test. */
  private async finish(): Promise<RunResult> {
    const { state, task, options } = this;
    await this.drain();
    if (state.step === this.bench.totalSteps) await this.lookAtAlignment();
    // Without validation nothing chooses: the last weights stand for the best.
    await this.save(state.best ? ['last'] : ['best', 'last']);
    if (state.best && state.best.step !== state.step) {
      const best = await options.checkpoints.find(options.runId, 'best');
      if (best) loadWeights(task.model, best.weights);
    }
    if (task.rows.validation === 0)
      options.emit({
        type: 'note',
        message: 'There are no validation texts: the last weights count as the best.',
      });
    const validation = this.bestEvaluation ?? (await task.evaluate('validation', this.between));
    const test = await task.evaluate('test', this.between, validation.thresholds ?? null);
    this.clock.turnTo(null);
    this.report();
    return {
      steps: state.step,
      seconds: this.clock.seconds(),
      secondsPerStep: this.clock.secondsPerStep(state.step),
      best: state.best,
      last: state.last,
      validation,
      test,
    };
  }

  /** Lets messages through and does as the person wishes. */
  private readonly between: Between = async (part) => {
    const { control, alarm } = this.options;
    this.tellOf(part ?? null);
    await yieldToMessages();
    alarm.check();
    if (control.stopping) {
      await this.halt();
      throw new Stopped();
    }
    if (control.pausing) await this.pause();
    if (control.finishingEpoch === this.finishing) return;
    this.finishing = control.finishingEpoch;
    this.options.emit({ type: 'status', status: this.finishing ? 'finishing' : 'running' });
  };

  /** Between two parts of a step, which a large model takes long over. */
  private readonly within = async (done: number, total: number): Promise<void> => {
    await this.between({ what: `pieces of step ${this.state.step + 1}`, done, total });
    this.clock.turnTo('steps');
  };

  private tellOf(part: PartOfWork | null): void {
    const doing = this.work.at(part);
    if (!doing) return;
    const { bench, clock, state } = this;
    const progress = progressOf(bench, clock, state.step);
    this.options.emit({ type: 'progress', progress: { ...progress, doing } });
  }

  private async pause(): Promise<void> {
    const { control, alarm, emit } = this.options;
    await this.halt();
    this.clock.turnTo(null);
    emit({ type: 'status', status: 'paused' });
    await alarm.guard(control.whilePaused());
    if (control.stopping) throw new Stopped();
    this.clock.turnTo('other');
    this.finishing = control.finishingEpoch;
    emit({ type: 'status', status: this.finishing ? 'finishing' : 'running' });
  }

  /** Everything on the device is read and kept. */
  private async halt(): Promise<void> {
    await this.drain();
    await this.save(['last']);
    this.report();
  }

  /** Waits for the device. That is time of the steps it still works on, not of what is due after them. */
  private async drain(): Promise<void> {
    this.clock.turnTo('steps');
    await this.readings.drain();
    this.clock.turnTo('other');
  }

  private onRead(readings: StepReading[]): void {
    const { emit } = this.options;
    for (const reading of readings) {
      const { step, loss, lr, gradNorm, flow, measures } = reading;
      if (!Number.isFinite(loss) || !Number.isFinite(gradNorm))
        throw notFinite(reading, this.lastNorm, this.checkpointer.keptStep());
      this.lastNorm = gradNorm;
      const told = this.task.measures?.map((name, i): [string, number[]] => [name, [measures[i] as number]]);
      emit({
        ...{ type: 'steps', step: [step], loss: [loss], lr: [lr], gradNorm: [gradNorm] },
        // Steps that are read together have the speed of the last seconds: none of them has one of its own.
        ...(told && {
          measures: { ...Object.fromEntries(told), [SPEED_MEASURE]: [this.clock.tokensPerSecond] },
        }),
      });
      if (flow) emit({ type: 'gradients', point: { step, ...flow } });
    }
    this.report();
  }

  private report(): void {
    const { state, bench, clock } = this;
    this.options.emit({ type: 'progress', progress: progressOf(bench, clock, state.step) });
  }

  private async save(kinds: CheckpointKind[]): Promise<void> {
    await this.drain();
    const { lastLr, lastNorm, clock, dropout } = this;
    const { optimizer } = this.bench;
    const state = {
      ...this.state,
      clock: clock.keep(),
      updates: optimizer.counts(),
      dropout: this.dropoutAtStep ?? dropout.state(),
    };
    await this.checkpointer.save(kinds, { version: 1, ...state }, { lr: lastLr, norm: lastNorm });
  }

  private restore({ weights, optimizer, trainer }: CheckpointRecord): void {
    const { clock, updates, dropout, ...state } = trainer as TrainerState;
    loadWeights(this.task.model, weights);
    if (optimizer) loadOptimizer(this.bench.optimizer, optimizer, updates);
    this.dropout.restore(dropout);
    this.clock.restore(clock);
    const { step, evaluatedAt, best, last, stale, ended } = state;
    Object.assign(this.state, { step, evaluatedAt, best, last, stale, ended });
  }
}
