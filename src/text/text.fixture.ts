import { recipeSchema, type TextSpec } from '../recipe/recipe.ts';

/** The default text settings with some of them changed, for tests. */
export function textSpec(
  normalise: Partial<TextSpec['normalise']> = {},
  vocabulary: Partial<TextSpec['vocabulary']> = {},
): TextSpec {
  return recipeSchema.parse({ text: { normalise, vocabulary } }).text;
}
