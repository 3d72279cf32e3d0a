import { LabError } from '../base/errors.ts';
import type { EncodedSplit, PreparedData } from '../data/types.ts';
import { diffRecipes } from '../recipe/diff.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { TrainingPiece } from './types.ts';

/**
 * The lesson's recipe at a size at which a piece made of ordinary operations trains in about a minute. Task, data, text,
 * loss, optimizer, schedule and seed are the lesson's; what is smaller is named to the person.
 */

/** Texts in all; validation and test have their shares of them, or so many at most where the data bring their own. */
export const MOST_TEXTS = 800;
const MOST_JUDGED = 100;
/** Tokens of a text that are read. */
export const MOST_TOKENS = 40;
const MOST_EPOCHS = 3;
const MOST_EMBEDDING = 24;
const MOST_HIDDEN = 40;
const MOST_HEAD = 64;
const MOST_ATTENTION = 24;
/** Smaller batches would be many steps. */
const LEAST_BATCH = 16;

const SIZES: Record<string, string> = {
  'model.layers': 'layers',
  'model.bidirectional': 'both directions',
  'model.dropout': 'dropout between layers',
  'model.embedding': 'embedding',
  'model.hidden': 'hidden',
  'model.attentionSize': 'attention size',
  'model.head.hidden': 'head',
  'training.batchSize': 'batches of',
  'training.epochs': 'epochs',
};

/**
 * The recipe that both the student's piece and ours are trained by. Embedding, hidden and attention size all differ, so
 * that a matrix taken for another does not fit.
 *
 * @throws LabError `exercise/recipe` where the lesson's recipe has no place for a piece of a recurrent classifier
 */
export function trainingRecipe(lesson: Recipe, piece: TrainingPiece): Recipe {
  const { model, task } = lesson;
  if (model.kind !== 'recurrent' || (task !== 'classify' && task !== 'multilabel'))
    throw new LabError(
      'exercise/recipe',
      `The recipe of this lesson stands at task ${task} with a model of kind ${model.kind}, which has no place for your code.`,
      'Undo the change of its recipe, or set it back to what the lesson gives.',
    );
  const hidden = Math.max(2, Math.min(model.hidden, MOST_HIDDEN));
  const apart = (size: number, ...others: number[]): number =>
    others.includes(size) ? apart(size === 1 ? hidden + 1 : size - 1, ...others) : size;
  const embedding = apart(Math.min(model.embedding, MOST_EMBEDDING), hidden);
  const { limit } = lesson.data;
  return {
    ...lesson,
    data: { ...lesson.data, limit: Math.min(limit ?? MOST_TEXTS, MOST_TEXTS) },
    model: {
      ...model,
      ...piece,
      hidden,
      embedding,
      attentionSize:
        (piece.attention ?? model.attention) === 'none'
          ? model.attentionSize
          : apart(Math.min(model.attentionSize, MOST_ATTENTION), hidden, embedding),
      head: { ...model.head, hidden: Math.min(model.head.hidden, MOST_HEAD) },
    },
    training: {
      ...lesson.training,
      batchSize: Math.max(lesson.training.batchSize, LEAST_BATCH),
      epochs: Math.min(lesson.training.epochs, MOST_EPOCHS),
      // After each epoch is often enough for so few steps.
      evaluateEvery: null,
    },
  };
}

/** What of the lesson's recipe is smaller: “at most 800 texts of up to 40 tokens, embedding 24, hidden 40, epochs 3”. */
export function sizesInWords(lesson: Recipe, small: Recipe): string {
  const texts = `at most ${small.data.limit} texts of up to ${MOST_TOKENS} tokens`;
  const changed = diffRecipes(lesson, small).filter(({ path }) => SIZES[path] !== undefined);
  return [
    texts,
    ...changed.map(({ path, to }) => `${SIZES[path]} ${to === false ? 'off' : String(to)}`),
  ].join(', ');
}

/** The first texts of a split, of each the first tokens. */
function firstOf(split: EncodedSplit, texts: number, tokens: number): EncodedSplit {
  const count = Math.min(texts, split.labels.length);
  const offsets = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) {
    const length = (split.offsets[i + 1] as number) - (split.offsets[i] as number);
    offsets[i + 1] = (offsets[i] as number) + Math.min(length, tokens);
  }
  const kept = new Int32Array(offsets[count] as number);
  for (let i = 0; i < count; i++) {
    const start = split.offsets[i] as number;
    const length = (offsets[i + 1] as number) - (offsets[i] as number);
    kept.set(split.tokens.subarray(start, start + length), offsets[i]);
  }
  const { setOffsets, setIds } = split;
  const sets = setOffsets?.slice(0, count + 1);
  return {
    rows: split.rows.slice(0, count),
    offsets,
    tokens: kept,
    labels: split.labels.slice(0, count),
    ...(sets && setIds && { setOffsets: sets, setIds: setIds.slice(0, sets[count]) }),
  };
}

/** Prepared data cut to what is read in a minute: a test file, say, comes whole whatever the recipe's limit. */
export function cutForTraining(data: PreparedData): PreparedData {
  const { train, validation, test } = data.splits;
  return {
    ...data,
    maxLength: Math.min(data.maxLength, MOST_TOKENS),
    splits: {
      train: firstOf(train, MOST_TEXTS, MOST_TOKENS),
      validation: firstOf(validation, MOST_JUDGED, MOST_TOKENS),
      test: firstOf(test, MOST_JUDGED, MOST_TOKENS),
    },
  };
}
