import { LabError } from '../base/errors.ts';
import type { Recipe, RecurrentModelSpec, Seq2SeqModelSpec } from './recipe.ts';

const wrong = (task: string, needs: string, has: string): LabError =>
  new LabError(
    'recipe/model',
    `Task ${task} needs a model of kind ${needs}, and model.kind is ${has}.`,
    `Set model.kind to ${needs}, or choose another task.`,
  );

/** The model of a recipe that gives labels. @throws LabError `recipe/model` */
export function recurrentModel({ model, task }: Pick<Recipe, 'model' | 'task'>): RecurrentModelSpec {
  if (model.kind === 'recurrent') return model;
  throw wrong(task, 'recurrent', model.kind);
}

/** The model of a recipe that translates. @throws LabError `recipe/model` */
export function seq2seqModel({ model, task }: Pick<Recipe, 'model' | 'task'>): Seq2SeqModelSpec {
  if (model.kind === 'seq2seq' && model.bidirectional && model.hidden % 2 === 1)
    throw new LabError(
      'recipe/model',
      `Each direction has half of model.hidden, and ${model.hidden} is odd.`,
      'Choose an even number, or set model.bidirectional to false.',
    );
  if (model.kind === 'seq2seq') return model;
  throw wrong(task, 'seq2seq', model.kind);
}
