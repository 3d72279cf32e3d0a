import type { Recipe } from '../../recipe/recipe.ts';
import { tooLarge } from '../../recipe/train-fit.ts';
import { estimateMemory, parameterCount, parameterTable } from '../../recipe/size.ts';
import { bytes, count } from './figures.ts';
import classes from './training.module.css';
import type { DataShape } from './use-data-shape.ts';
import { useHardLimits } from './use-hard-limits.ts';

/** Beyond this a browser tab on an ordinary machine is likely to run out of memory. */
const MUCH_MEMORY = 2e9;

/** What a recipe takes, before anything is made. */
export function Size({ recipe, shape }: { recipe: Recipe; shape: DataShape | null }) {
  const limits = useHardLimits();
  if (!shape) {
    return (
      <p className={classes.hint}>
        Once the text cell has run, the number of weights and the memory they take stand here.
      </p>
    );
  }
  const { vocabularySize, classes: labels, maxLength } = shape;
  const rows = parameterTable(recipe.model, vocabularySize, labels, maxLength, recipe.task);
  const memory = estimateMemory(recipe, vocabularySize, labels, maxLength);
  const refusal = limits && tooLarge(recipe, shape, limits);
  // A translator has one for each language.
  const embeddings = rows.filter(({ name }) => /^((en|de)coder\.)?embedding\.weight$/.test(name));
  const tables = embeddings.length > 1 ? embeddings : rows.slice(0, 1);
  const inEmbedding = tables.reduce((sum, table) => sum + table.count, 0);
  const entries = embeddings.length > 1 ? tables.map(({ shape }) => shape[0] ?? 0) : [vocabularySize];
  return (
    <p className={classes.hint}>
      <strong>{count(parameterCount(rows))}</strong> weights, {count(inEmbedding)} of them in the{' '}
      {entries.length > 1 ? 'embeddings' : 'embedding'} of {entries.map(count).join(' and ')} entries.
      Training takes about <strong>{bytes(memory.total)}</strong>: weights and gradients{' '}
      {bytes(memory.parameters + memory.gradients)}, optimizer {bytes(memory.optimizer)}, one batch{' '}
      {bytes(memory.activations)}.
      {refusal && (
        <strong className={classes.warn}>
          {' '}
          {refusal.message} {refusal.hint}
        </strong>
      )}
      {!refusal && memory.total > MUCH_MEMORY && (
        <strong className={classes.warn}>
          {' '}
          That is more than most browsers give a page: a smaller batch, hidden size or text length helps.
        </strong>
      )}
    </p>
  );
}
