import { LabError } from '../base/errors.ts';
import type { BertModelSpec, Recipe, RecurrentModelSpec, Seq2SeqModelSpec } from './recipe.ts';

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
  if (model.kind === 'seq2seq') return model;
  throw wrong(task, 'seq2seq', model.kind);
}

/** Marks around the texts of a task: `[CLS] a [SEP]`, and in pretraining `[CLS] a [SEP] b [SEP]`. */
const marksOf = (task: Recipe['task']): number => (task === 'pretrain' ? 3 : 2);

/**
 * The BERT of a recipe, for texts of at most so many tokens.
 * @throws LabError `recipe/model` where its sizes do not go together
 */
export function bertModel(
  { model, task, text }: Pick<Recipe, 'model' | 'task' | 'text'>,
  maxLength: number,
): BertModelSpec {
  if (model.kind !== 'bert') throw wrong(task, 'bert', model.kind);
  const refuse = (message: string, hint: string) => new LabError('recipe/model', message, hint);
  if (model.hidden % model.heads !== 0)
    throw refuse(
      `Each head has its share of the width, and ${model.hidden} is no multiple of ${model.heads}, the number of heads.`,
      'Choose another number of heads, or another width.',
    );
  if (text.tokenizer.kind !== 'wordpiece')
    throw refuse(
      `BERT reads pieces of words, and text.tokenizer.kind is ${text.tokenizer.kind}.`,
      'Set text.tokenizer.kind to wordpiece.',
    );
  if (
    model.init.kind !== 'scratch' &&
    typeof model.init.freeze === 'number' &&
    model.init.freeze > model.layers
  )
    throw refuse(
      `model.init.freeze names ${model.init.freeze} layers, and the model has ${model.layers}.`,
      `Choose a number up to ${model.layers}, or "all" to freeze the pooler as well.`,
    );
  const longest = maxLength + marksOf(task);
  if (longest > model.positions)
    throw refuse(
      `Texts have up to ${maxLength} tokens, ${longest} with their marks, and the model has ${model.positions} positions.`,
      'Choose a smaller maximum length, or more positions.',
    );
  return model;
}
