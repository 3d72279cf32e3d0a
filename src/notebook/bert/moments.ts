import { afterEpochs } from '../../recipe/words.ts';
import type { RunSummary } from '../../runs/record.ts';
import type { ModelRef } from '../../worker/protocol.ts';

/** When a run is looked at: after so many epochs (0: before any training); null: with its best weights. */
export type Moment = number | null;

/**
 * The moments at which the weights of a run can be had, the best last. What a pretraining began with follows from its seed,
 * so that one which keeps weights after epochs has these as well; not where it went on from another model.
 * @param bestEpoch where the best weights are: an epoch that is these is not there twice; null: not known
 */
export function momentsOf(
  { recipe, keptEpochs = [] }: Pick<RunSummary, 'recipe' | 'keptEpochs'>,
  bestEpoch: number | null,
): Moment[] {
  if (keptEpochs.length === 0) return [null];
  const { model, task } = recipe;
  const drawn =
    task === 'pretrain' &&
    model.kind === 'bert' &&
    (model.init.kind === 'scratch' || model.init.take === 'vocabulary');
  return [...(drawn ? [0] : []), ...keptEpochs.filter((epoch) => epoch !== bestEpoch), null];
}

/** "before any training", "after 2 epochs", "best weights" */
export function momentInWords(moment: Moment): string {
  if (moment === null) return 'best weights';
  return moment === 0 ? 'before any training' : afterEpochs(moment);
}

export const modelAt = (run: string, moment: Moment): ModelRef =>
  moment === null ? run : { run, epoch: moment };
