import type { Recipe } from '../recipe/recipe.ts';
import { describeChange, diffRecipes } from '../recipe/diff.ts';

/** What changes the size of the loss itself, whatever is learnt. */
const MAKES_LOSS = [
  'task',
  'training.balancedLoss',
  'training.positiveWeights',
  'training.coverage',
  'training.pretraining.maskShare',
  'training.pretraining.sentenceOrder',
];

/**
 * Why the losses of these recipes cannot be compared: in what their loss is made otherwise, the first one's against
 * another's (“positive weights root → none”); null where all of them measure the same.
 */
export function unlikeLosses([first, ...others]: readonly Recipe[]): string | null {
  for (const other of first ? others : []) {
    const changes = diffRecipes(first as Recipe, other).filter(({ path }) => MAKES_LOSS.includes(path));
    if (changes.length > 0) return changes.map(describeChange).join(', ');
  }
  return null;
}
