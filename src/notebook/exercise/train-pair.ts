import { LabError, type LabErrorData } from '../../base/errors.ts';
import { trainingFailure, untrainable } from '../../exercises/training-failure.ts';
import { cutForTraining } from '../../exercises/training-recipe.ts';
import type { Exercise } from '../../exercises/types.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { RunEvent } from '../../runs/types.ts';
import { nameOfCode, type Trained, type TrainedOutcome } from '../../store/trained.ts';
import { dataClient } from '../../worker/client.ts';
import { checkCode, trainInSandbox } from '../../worker/sandbox.ts';

const NOTHING: TrainedOutcome = { step: [], loss: [], macroF1: null };

/** What is told while it goes on. */
export interface PairListener {
  phase(what: string): void;
  /** The whole of it as it stands now. */
  trained(now: Trained): void;
  /** A line that the code wrote while it was trained. */
  line(text: string): void;
  /** How many lines were left out by now. */
  dropped(count: number): void;
}

interface PairRequest {
  exercise: Exercise;
  code: string;
  recipe: Recipe;
  signal: AbortSignal;
}

/**
 * Says which checks the code has not passed, then trains by the recipe twice, on the same data and with the same seed:
 * with the student's piece and with ours.
 *
 * @throws LabError where the code fails, the data are gone, or the signal is aborted
 */
export async function trainPair(
  { exercise, code, recipe, signal }: PairRequest,
  { phase, trained, line, dropped }: PairListener,
): Promise<void> {
  phase('running the checks');
  const report = await checkCode(exercise, code, signal);
  const hopeless = untrainable(report);
  if (hopeless) throw LabError.fromData(hopeless);
  const { outcomes } = report;
  const failed = new Set(
    outcomes.flatMap(({ id, state }) => (state === 'failed' || state === 'not-run' ? [id] : [])),
  );
  let now: Trained = {
    version: 1,
    code: nameOfCode(code),
    unpassed: exercise.checks.flatMap(({ id, title }) => (failed.has(id) ? [title] : [])),
    recipe,
    mine: NOTHING,
    ours: NOTHING,
  };
  trained(now);
  const job = `exercise/${exercise.id}`;
  const onProgress = ({ phase: what }: { phase: string }): void => phase(what);
  const cancel = (): void => void dataClient().cancel(job);
  signal.addEventListener('abort', cancel, { once: true });
  phase('preparing the data');
  const { id } = await dataClient().open(job, { source: recipe.data.source }, onProgress);
  const data = cutForTraining(await dataClient().prepare(job, id, recipe, onProgress));
  signal.removeEventListener('abort', cancel);

  for (const which of ['mine', 'ours'] as const) {
    let failure: LabErrorData | null = null;
    const update = (part: (before: TrainedOutcome) => Partial<TrainedOutcome>): void => {
      now = { ...now, [which]: { ...now[which], ...part(now[which]) } };
      trained(now);
    };
    const hear = (event: RunEvent): void => {
      if (event.type === 'status' && event.status === 'failed') failure = event.error ?? null;
      if (event.type === 'progress')
        phase(
          `${which === 'mine' ? 'with your code' : 'with ours'}: step ${event.progress.step} of ${event.progress.totalSteps}`,
        );
      if (event.type === 'steps')
        update(({ step, loss }) => ({ step: [...step, ...event.step], loss: [...loss, ...event.loss] }));
      if (event.type === 'finished') update(() => ({ macroF1: event.result.validation.macroF1 }));
    };
    const own = which === 'mine';
    // What ours writes is what the code writes while it is loaded: it was heard before.
    const output = own ? { onLine: line, onDropped: dropped } : {};
    const request = { exercise, code, recipe, data, own };
    await trainInSandbox(request, signal, (events) => events.forEach(hear), output);
    if (failure) throw LabError.fromData(own ? trainingFailure(failure) : failure);
  }
}
