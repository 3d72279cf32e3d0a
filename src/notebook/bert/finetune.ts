import { LabError } from '../../base/errors.ts';
import { diffRecipes, nameOfChange } from '../../recipe/diff.ts';
import type { InitSpec, Recipe } from '../../recipe/recipe.ts';
import { afterEpochs } from '../../recipe/words.ts';
import { isUnfinished, type RunSummary } from '../../runs/record.ts';
import type { Question } from '../../store/finetune.ts';

/** The ways to begin that are compared. */
export const BEGINNINGS = [
  {
    id: 'scratch',
    title: 'From scratch',
    about: 'The same pieces of words, weights drawn at random: what has it to go by?',
  },
  {
    id: 'pretrained',
    title: 'Pretrained',
    about: 'Begins with the encoder of the pretraining, and trains all of it.',
  },
  {
    id: 'frozen',
    title: 'Frozen',
    about: 'The pretrained encoder stays as it is: only the head on top learns.',
  },
] as const;
export type Beginning = (typeof BEGINNINGS)[number]['id'];

/** How a fine-tuning begins; `epoch`: with the weights after so many epochs of pretraining, null: with the best. */
export interface Start {
  beginning: Beginning;
  epoch: number | null;
}

/** How a run begins, from its recipe. */
export function startOf({ model }: Recipe): Start {
  if (model.kind !== 'bert' || model.init.kind === 'scratch' || model.init.take === 'vocabulary')
    return { beginning: 'scratch', epoch: null };
  const { init } = model;
  const epoch = init.kind === 'run' ? init.epoch : null;
  return { beginning: init.freeze === 'all' ? 'frozen' : 'pretrained', epoch };
}

export const beginningOf = (recipe: Recipe): Beginning => startOf(recipe).beginning;

/** "From scratch", "After 2 epochs", "Frozen" */
export function titleOfStart({ beginning, epoch }: Start): string {
  const { title } = BEGINNINGS.find(({ id }) => id === beginning) ?? BEGINNINGS[0];
  if (epoch === null) return title;
  const after = afterEpochs(epoch);
  return beginning === 'frozen' ? `${title}, ${after}` : after.replace('a', 'A');
}

type Pretraining = Pick<RunSummary, 'recipe' | 'result' | 'best' | 'keptEpochs'>;

/** After how many epochs a pretraining had its best weights; null while there are none. */
export function bestEpochOf({ recipe, result, best }: Omit<Pretraining, 'keptEpochs'>): number | null {
  const point = result?.best ?? best;
  if (point) return point.epoch;
  // Without validation the last weights count as the best.
  return result ? recipe.training.epochs : null;
}

/**
 * The epochs of a pretraining that a fine-tuning can begin after, rising: those whose weights it kept, and, as null,
 * where its best weights are; a kept epoch that is the best one is not there twice.
 */
export function epochsToCompare(pretraining: Pretraining): (number | null)[] {
  const best = bestEpochOf(pretraining);
  const kept = (pretraining.keptEpochs ?? []).filter((epoch) => epoch !== best);
  const at = (epoch: number | null): number => epoch ?? best ?? Infinity;
  return [...kept, null].sort((a, b) => at(a) - at(b));
}

/** The runs that answer a question, the cheapest insight first: from scratch is part of both. */
export function startsFor(question: Question, pretraining: Pretraining): Start[] {
  const epochs = question === 'ways' ? [null] : epochsToCompare(pretraining);
  return [
    { beginning: 'scratch', epoch: null },
    ...epochs.map((epoch): Start => ({ beginning: 'pretrained', epoch })),
    ...(question === 'epochs' ? [] : [{ beginning: 'frozen', epoch: null } as const]),
  ];
}

/**
 * The recipe of a fine-tuning: text and sizes of the pretraining, all else of the lesson. Labels may stand in other data
 * than those that the pretraining read.
 * @param pretraining the run it begins with
 * @param data what is chosen now; but for how many labelled texts, which the lesson says
 */
export function finetuneRecipe(
  lesson: Recipe,
  pretraining: Pick<RunSummary, 'id' | 'recipe'>,
  start: Start,
  { data, seed }: Pick<Recipe, 'data' | 'seed'>,
): Recipe {
  const { recipe } = pretraining;
  if (recipe.model.kind !== 'bert' || lesson.model.kind !== 'bert')
    throw new LabError('finetune/no-bert', 'This run is of no BERT.', 'Choose a run that pretrained one.');
  const { beginning, epoch } = start;
  const init: InitSpec = {
    ...{ kind: 'run', id: pretraining.id, epoch, freeze: beginning === 'frozen' ? 'all' : 'none' },
    // With the same pieces of words: what differs are the weights.
    take: beginning === 'scratch' ? 'vocabulary' : 'all',
  };
  const { dropout, attentionDropout } = lesson.model;
  return {
    ...lesson,
    name: titleOfStart(start),
    seed,
    data: { ...data, trainLimit: lesson.data.trainLimit },
    text: recipe.text,
    model: { ...recipe.model, dropout, attentionDropout, init },
  };
}

/**
 * What a run of a set is called, so that it can be told from those of other sets wherever it is listed: "Pretrained (run 3),
 * rows to train on 100, seed 1".
 * @param shared the lesson's recipe as the person set it
 */
export function nameOfFinetune(
  start: Start,
  { lesson, shared }: { lesson: Recipe; shared: Recipe },
  { pretraining, seed }: { pretraining: number; seed: number },
): string {
  const begins = start.beginning === 'scratch' ? '' : ` (run ${pretraining})`;
  const changes = diffRecipes(lesson, shared).map(nameOfChange);
  return [titleOfStart(start) + begins, ...changes, ...(seed > 0 ? [`seed ${seed}`] : [])]
    .join(', ')
    .slice(0, 200);
}

type Standing = Pick<RunSummary, 'status' | 'recipe'>;

/** A finished or waiting run of the same recipe: it is not trained again. */
export const sameRun = <R extends Standing>(recipe: Recipe, runs: readonly R[]): R | undefined =>
  runs.findLast(
    (run) =>
      (run.status === 'done' || isUnfinished(run.status)) && diffRecipes(run.recipe, recipe).length === 0,
  );

/** A run of the same recipe that was stopped, or cut off when the page was closed: it goes on where it was. */
export const cutOffRun = <R extends Standing>(recipe: Recipe, runs: readonly R[]): R | undefined =>
  runs.findLast(
    (run) =>
      (run.status === 'interrupted' || run.status === 'stopped') &&
      diffRecipes(run.recipe, recipe).length === 0,
  );

/**
 * What a set of runs still has to do: runs that go on, and recipes that begin. What is finished or waits, and what stands
 * in the set twice, is done once.
 */
export function planSet(
  recipes: readonly Recipe[],
  known: readonly (Standing & Pick<RunSummary, 'id'>)[],
): { goOn: string[]; begin: Recipe[] } {
  const goOn = new Set<string>();
  const begin: Recipe[] = [];
  for (const recipe of recipes) {
    if (sameRun(recipe, known) || begin.some((other) => diffRecipes(other, recipe).length === 0)) continue;
    const cutOff = cutOffRun(recipe, known);
    if (cutOff) goOn.add(cutOff.id);
    else begin.push(recipe);
  }
  return { goOn: [...goOn], begin };
}
