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

/** Whether the loss that is trained by holds more than the cross-entropy of the words: the penalty for what was not looked at. */
export const hasPenalty = ({ task, model, training }: Pick<Recipe, 'task' | 'model' | 'training'>): boolean =>
  task === 'translate' && model.kind === 'seq2seq' && model.attention !== 'none' && training.coverage > 0;

/** The recipe as far as its loss goes: without attention there is no penalty, whatever its weight. */
const asTrained = (recipe: Recipe): Recipe =>
  hasPenalty(recipe) ? recipe : { ...recipe, training: { ...recipe.training, coverage: 0 } };

/**
 * Why the losses of these recipes cannot be compared: in what their loss is made otherwise, the first one's against
 * another's (“positive weights root → none”); null where all of them measure the same.
 */
export function unlikeLosses([first, ...others]: readonly Recipe[]): string | null {
  for (const other of first ? others : []) {
    const changes = diffRecipes(asTrained(first as Recipe), asTrained(other)).filter(({ path }) =>
      MAKES_LOSS.includes(path),
    );
    if (changes.length > 0) return changes.map(describeChange).join(', ');
  }
  return null;
}
