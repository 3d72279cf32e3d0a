import type { Evaluation, EvaluationPoint } from '../runs/types.ts';
import type { TrainerState } from './checkpoint.ts';
import { isBetter } from './monitor.ts';
import { pointOf } from './run-messages.ts';
import type { Bench } from './step.ts';
import type { Between } from './task.ts';
import type { TrainerOptions } from './trainer.ts';

export type Judgement = Pick<TrainerState, 'best' | 'last' | 'stale' | 'ended'>;

/** Evaluations on validation: which weights are the best so far, and whether it is time to stop early. */
export class Judge {
  private readonly bench: Bench;
  private readonly emit: TrainerOptions['emit'];
  private judged: Judgement = { best: null, last: null, stale: 0, ended: false };
  /** Of the best weights; null where they were judged before this run was resumed. */
  bestEvaluation: Evaluation | null = null;

  constructor(bench: Bench, emit: TrainerOptions['emit']) {
    this.bench = bench;
    this.emit = emit;
  }

  get best(): EvaluationPoint | null {
    return this.judged.best;
  }

  get last(): EvaluationPoint | null {
    return this.judged.last;
  }

  /** Early stopping has ended the training. */
  get ended(): boolean {
    return this.judged.ended;
  }

  keep(): Judgement {
    return { ...this.judged };
  }

  restore({ best, last, stale, ended }: Judgement): void {
    this.judged = { best, last, stale, ended };
  }

  /**
   * The weights after so many steps, with what was told of train meanwhile.
   * @returns whether this is the best model so far
   */
  async validate(step: number, trained: EvaluationPoint['train'] | null, between: Between): Promise<boolean> {
    const { judged, bench, emit } = this;
    const { monitor, earlyStopping } = bench.training;
    const evaluation = await bench.task.evaluate('validation', between);
    const point = { ...pointOf(evaluation, step, bench), ...(trained && { train: trained }) };
    const better = isBetter(monitor, point, judged.best);
    judged.last = point;
    if (better) {
      judged.best = point;
      judged.stale = 0;
      this.bestEvaluation = evaluation;
    } else {
      judged.stale++;
    }
    emit({ type: 'evaluation', point, best: better });
    const { examples } = evaluation.translation ?? {};
    if (examples) emit({ type: 'translations', step: point.step, epoch: point.epoch, examples });
    if (earlyStopping !== null && judged.stale >= earlyStopping) {
      judged.ended = true;
      emit({
        type: 'note',
        message: `Stopped early at step ${step}: ${judged.stale} evaluation${judged.stale === 1 ? '' : 's'} brought no better ${monitor}.`,
      });
    }
    return better;
  }
}
