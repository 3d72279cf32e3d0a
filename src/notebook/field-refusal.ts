import { fieldAt, inWords } from '../recipe/fields.ts';
import { numberText } from '../recipe/parse.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { fieldInWords } from '../recipe/words.ts';

export interface RefusedField {
  path: string;
  /** What stands above the field. */
  label: string;
  /** What the person wrote, in the unit of the field. */
  number: number | null;
  /** Of the field over that of the recipe: 100 where a share is written in percent. */
  factor: number;
  unit: string;
  /** What an empty field means. */
  none: string | undefined;
}

/** The sentence with the names of fields where it had their paths. */
const withoutPaths = (message: string): string =>
  message.replace(/\b(data|text|model|training)(\.\w+)+/g, (path) => fieldInWords(path));

/** Why the recipe did not take a choice: a sentence about the fields that do not go together. */
export function choiceRefusal(message: string): string {
  const sentence = withoutPaths(message);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/**
 * Why the recipe did not take a number, as the person sees the field: by its label, in its unit. The recipe itself speaks
 * of paths and shares ("text.vocabulary.maxDocumentFrequency is 5").
 */
export function fieldRefusal(message: string, recipe: Recipe, field: RefusedField): string {
  const { path, label, number, factor, unit, none } = field;
  // Two fields do not fit each other, and this is the one that has to change.
  const must = message.startsWith(`${path} must be `) && withoutPaths(message.slice(path.length + 1));
  if (must && number !== null) return `“${label}” is ${numberText(number)}; it ${must}`;
  const schema = fieldAt(path.split('.'), recipe);
  // Another sentence: two fields do not fit each other.
  if (!schema || !message.includes(`${path} is `)) return choiceRefusal(message);
  const sign = unit.trim().startsWith('%') ? ' %' : '';
  const empty = none === undefined ? 'empty' : `empty (${none})`;
  const is = number === null ? 'is empty' : `is ${numberText(number)}${sign}`;
  // The unit belongs to the number, not to what may stand in its place.
  const range = inWords(schema, { factor, none: empty }).replace(/( or empty.*)?$/, `${sign}$1`);
  return `“${label}” ${is}; it may be ${range}.`;
}
