import { type Change, diffRecipes, nameOfChange } from '../recipe/diff.ts';
import type { Recipe } from '../recipe/recipe.ts';

/** So many changes are named, the others counted. */
const MOST_NAMED = 2;

/** The name with the cell that the model has now; null where the name does not say the cell. */
function withCell(name: string, { path, from, to }: Change): string | null {
  if (path !== 'model.cell') return null;
  const before = new RegExp(`\\b${String(from)}\\b`, 'i');
  return before.test(name) ? name.replace(before, String(to).toUpperCase()) : null;
}

/**
 * What a run of the lesson's recipe is called once the person has changed it, so that no LSTM runs as "RNN": the cell in
 * the name follows the model, and the other changes stand behind it. A name of the person's own stays.
 */
export function nameOfRun(original: Recipe, recipe: Recipe): string {
  if (recipe.name !== original.name) return recipe.name;
  let { name } = recipe;
  const others: Change[] = [];
  const changes = diffRecipes(original, recipe);
  const otherData = changes.some(({ path }) => path.startsWith('data.source'));
  for (const change of changes) {
    // What is kept of a run changes nothing of what it learns.
    if (change.path === 'training.keepEpochs') continue;
    // Other data has other columns.
    if (otherData && change.path.startsWith('data.columns')) continue;
    const named = withCell(name, change);
    if (named === null) others.push(change);
    else name = named;
  }
  if (others.length === 0) return name;
  // A run that translates the other way must not bear the name of one that does not, however much else is changed.
  others.sort((a, b) => Number(b.path === 'data.swap') - Number(a.path === 'data.swap'));
  const behind = others.slice(0, MOST_NAMED).map(nameOfChange).join(', ');
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return `${name}, ${behind}${more}`.slice(0, 200);
}
