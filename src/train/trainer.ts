import { Random } from '../base/random.ts';
import type { PreparedData } from '../data/types.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { epochKind } from '../runs/kept-epochs.ts';
import type { CheckpointKind, DeviceReport, EvaluationPoint, RunEvent, RunResult } from '../runs/types.ts';
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
import { Judge } from './judge.ts';
import { Looks } from './looks.ts';
import type { ModelPieces } from '../models/pieces.ts';
import { Optimizer } from './optimizers.ts';
import { Readings, type StepReading } from './readings.ts';
import { Recall } from './recall.ts';
import { progressOf, startedEvent } from './run-messages.ts';
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
  /** The model has its first weights: those in `data` are needed no more. */
  onLoaded?: () => void;
  /** Pieces of the model in place of our own: those of an exercise. */
  pieces?: ModelPieces;
}

const TASKS = {
  classify: ClassifyTask,
  multilabel: MultilabelTask,
  translate: TranslateTask,
  pretrain: PretrainTask,
} as const;

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
  private readonly judge: Judge;
  private readonly looks: Looks;
  private readonly recall = new Recall();
  private readonly state: Pick<TrainerState, 'step' | 'evaluatedAt'> = { step: 0, evaluatedAt: 0 };
  private lastNorm: number | null = null;
  private lastLr: number;
  private finishing = false;
  /** Of the steps of the epoch under way. */
  private losses: number[] = [];
  /** Of the dropout generator as the step under way began: one that is left in its middle is made anew. */
  private dropoutAtStep: number[] | null = null;
  private readonly work = new WorkUnderWay();

  /** @throws LabError where the data give nothing to learn from, or the checkpoint is of another model. */
  constructor(given: TrainerOptions) {
    const options = { ...given, emit: this.recall.heard(given.emit) };
    const { recipe, data, resume, alarm } = options;
    this.options = options;
    this.lastLr = recipe.training.optimizer.lr;
    this.dropout = new Random(recipe.seed, 'dropout');
    const TaskOf = TASKS[recipe.task];
    this.task = new TaskOf(recipe, data, new Random(recipe.seed, 'weights'), this.dropout, options.pieces);
    options.onLoaded?.();
    const parameters = this.task.model.namedParameters();
    const optimizer = new Optimizer(
      parameters.filter(({ requiresGrad }) => requiresGrad),
      recipe.training.optimizer,
    );
    const totalSteps = this.task.stepsPerEpoch * recipe.training.epochs;
    this.bench = { task: this.task, parameters, optimizer, training: recipe.training, totalSteps };
    this.judge = new Judge(this.bench, options.emit);
    this.looks = new Looks(this.task, totalSteps, options);
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
    if (this.goesOn()) await this.prepare();
    while (this.goesOn()) {
      await this.between();
      await this.looks.throughTime(this.state.step);
      await this.looks.atAlignment(this.state.step);
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

  private goesOn(): boolean {
    return !this.judge.ended && this.state.step < this.bench.totalSteps;
  }

  private announce(): void {
    const { device, data, emit } = this.options;
    emit(startedEvent(this.bench, device, data, this.state.step, this.recall.keep()));
    emit({ type: 'status', status: 'running' });
  }

  private async prepare(): Promise<void> {
    const message = await this.task.prepare?.(this.between);
    if (message) this.options.emit({ type: 'note', message });
  }

  private async step(): Promise<void> {
    const { state, bench, looks } = this;
    this.dropoutAtStep = this.dropout.state();
    const { tokens, ...tensors } = await trainStep(
      bench,
      state.step,
      looks.flowIsDue(state.step),
      this.within,
    );
    this.dropoutAtStep = null;
    state.step++;
    this.lastLr = tensors.lr;
    this.clock.step(tokens);
    await this.readings.push(tensors);
  }

  /** All that is due after a step, or after a resumed run has come back to one. */
  private async catchUp(): Promise<void> {
    const { state, task, options } = this;
    const { evaluateEvery } = options.recipe.training;
    const epochEnds = state.step > 0 && state.step % task.stepsPerEpoch === 0;
    const due = epochEnds || (evaluateEvery !== null && state.step % evaluateEvery === 0);
    if (due && state.evaluatedAt < state.step) {
      await this.drain();
      const trained = epochEnds ? await this.trainScores() : null;
      const better =
        task.rows.validation > 0 && (await this.judge.validate(state.step, trained, this.between));
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

  /** Of the epoch that has ended, while it was trained; null where it did not begin here. */
  private async trainScores(): Promise<EvaluationPoint['train'] | null> {
    const { losses, task } = this;
    this.losses = [];
    const macroF1 = await task.trainedMacroF1?.();
    if (macroF1 === null || macroF1 === undefined || losses.length !== task.stepsPerEpoch) return null;
    return { loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length, macroF1 };
  }

  /** The best weights on validation and test. */
  private async finish(): Promise<RunResult> {
    const { state, task, judge, options } = this;
    await this.drain();
    if (state.step === this.bench.totalSteps) await this.looks.atAlignment(state.step);
    // Without validation nothing chooses: the last weights stand for the best.
    await this.save(judge.best ? ['last'] : ['best', 'last']);
    if (judge.best && judge.best.step !== state.step) {
      const best = await options.checkpoints.find(options.runId, 'best');
      if (best) loadWeights(task.model, best.weights);
    }
    if (task.rows.validation === 0)
      options.emit({
        type: 'note',
        message: 'There are no validation texts: the last weights count as the best.',
      });
    const validation = judge.bestEvaluation ?? (await task.evaluate('validation', this.between));
    const test = await task.evaluate('test', this.between, validation.thresholds ?? null);
    this.clock.turnTo(null);
    this.report();
    return {
      steps: state.step,
      seconds: this.clock.seconds(),
      secondsPerStep: this.clock.secondsPerStep(state.step),
      best: judge.best,
      last: judge.last,
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
      this.losses.push(loss);
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
      ...this.judge.keep(),
      clock: clock.keep(),
      updates: optimizer.counts(),
      dropout: this.dropoutAtStep ?? dropout.state(),
      recent: this.recall.keep(),
    };
    await this.checkpointer.save(kinds, { version: 1, ...state }, { lr: lastLr, norm: lastNorm });
  }

  private restore({ weights, optimizer, trainer }: CheckpointRecord): void {
    const { clock, updates, dropout, step, evaluatedAt, recent, ...judged } = trainer as TrainerState;
    loadWeights(this.task.model, weights);
    if (optimizer) loadOptimizer(this.bench.optimizer, optimizer, updates);
    this.dropout.restore(dropout);
    this.clock.restore(clock);
    this.recall.restore(recent);
    Object.assign(this.state, { step, evaluatedAt });
    this.judge.restore(judged);
  }
}
