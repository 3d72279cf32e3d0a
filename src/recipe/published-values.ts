import { freezeOf } from './bert-size.ts';
import type { Recipe } from './recipe.ts';

/**
 * What is set where a recipe begins with a published model in place of the lab's own: a large model forgets at once what it
 * knew at rates that a tiny one needs. What a person has set otherwise stays.
 */

interface Values {
  /** Of the whole model, and of a head alone. */
  lr: number;
  headRate: number;
  batchSize: number;
  /** In pieces of words. */
  maxLength: number;
}

/** Of the lesson Transfer, for the model that the lab brings. */
export const OWN_VALUES: Values = { lr: 1e-3, headRate: 1e-2, batchSize: 32, maxLength: 48 };
/** Of the course. A batch that is too large for the device is added up from pieces. */
export const PUBLISHED_VALUES: Values = { lr: 5e-5, headRate: 1e-3, batchSize: 128, maxLength: 128 };

/** How the longest text is called among the changes. */
export const LENGTH = 'pieces at most';

/** Marks around a text, two segments counted. */
const MARKS = 3;

export const beginsPublished = ({ model }: Pick<Recipe, 'model'>): boolean =>
  model.kind === 'bert' && (model.init.kind === 'published' || model.init.kind === 'file');

export const valuesFor = (published: boolean): Values => (published ? PUBLISHED_VALUES : OWN_VALUES);

interface Change {
  what: string;
  from: number;
  to: number;
}

/**
 * A recipe that begins with another model than before, with the values that suit it in the place of each that was still
 * one of the former model's.
 * @param before the recipe as it was with the former model
 * @returns what was changed with it, for the person
 */
export function withValues(recipe: Recipe, before: Recipe): [Recipe, Change[]] {
  const changes: Change[] = [];
  if (recipe.model.kind !== 'bert' || before.model.kind !== 'bert') return [recipe, changes];
  const [old, now] = [valuesFor(beginsPublished(before)), valuesFor(beginsPublished(recipe))];
  const { text, training } = recipe;
  const next = (what: string, value: number, from: number, to: number): number => {
    if (value !== from || from === to) return value;
    changes.push({ what, from, to });
    return to;
  };
  const rate = freezeOf(recipe.model) === 'all' ? 'headRate' : 'lr';
  const lr = next('learning rate', training.optimizer.lr, old[rate], now[rate]);
  const batchSize = next('batch size', training.batchSize, old.batchSize, now.batchSize);
  // Each as far as the positions of its model reach.
  const [oldLength, length] = [
    Math.min(old.maxLength, before.model.positions - MARKS),
    Math.min(now.maxLength, recipe.model.positions - MARKS),
  ];
  const { maxLength } = before.text;
  const follows = maxLength.kind === 'fixed' && maxLength.value === oldLength;
  const changed: Recipe = {
    ...recipe,
    text: follows
      ? {
          ...text,
          maxLength: { kind: 'fixed', value: next(LENGTH, oldLength, oldLength, length) },
        }
      : text,
    training: { ...training, optimizer: { ...training.optimizer, lr }, batchSize },
  };
  return [changed, changes];
}

/** "learning rate 0.00005 (was 0.001), batch size 128 (was 32)"; '' where nothing was changed. */
export const changesInWords = (changes: readonly Change[]): string =>
  changes.map(({ what, from, to }) => `${what} ${figure(to)} (was ${figure(from)})`).join(', ');

const figure = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 3 });
