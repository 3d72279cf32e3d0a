import { CutName } from '../../charts/CutName.tsx';
import { type Change, changedValues, diffRecipes } from '../../recipe/diff.ts';
import { fieldInWords } from '../../recipe/words.ts';
import { useRecipe } from '../../store/recipe.ts';
import { type SteadyRun, useRun } from './use-runs.ts';
import classes from './Changes.module.css';

/** "cell RNN → GRU", the path of the field as a hint; more than one change at once is flagged. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return <span className={classes.muted}>nothing: the same recipe again</span>;
  return (
    <span className={classes.changes}>
      {changes.map((change) => (
        <Entry key={change.path} change={change} />
      ))}
      {changes.length > 1 && (
        <span
          className={classes.flag}
          title="More than one thing changed: a difference in score cannot be put down to one of them."
        >
          {changes.length} changes
        </span>
      )}
    </span>
  );
}

/** The path of a change and its values, whole where the words are cut. */
const inFull = ({ path, from, to }: Change): string =>
  `${path}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`;

function Entry({ change }: { change: Change }) {
  return (
    <span className={classes.entry} title={inFull(change)}>
      <b>{fieldInWords(change.path)}</b> {changedValues(change)}
    </span>
  );
}

/** What a run changed of the run it was derived from; one of its own, of the recipe that the lesson gives. */
export function RunChanges({ run }: { run: SteadyRun }) {
  const parent = useRun(run.parent);
  if (run.parent === null) return <OwnChanges run={run} />;
  if (!parent) {
    return (
      <>
        <CutName name={run.recipe.name} />{' '}
        <span className={classes.muted}>(the run it was derived from is deleted)</span>
      </>
    );
  }
  return (
    <span>
      <ChangeList changes={diffRecipes(parent.recipe, run.recipe)} />{' '}
      <span className={classes.muted}>against {parent.number}</span>
    </span>
  );
}

function OwnChanges({ run: { recipe, lesson } }: { run: SteadyRun }) {
  const original = useRecipe((state) => (state.lesson === lesson ? state.original : null));
  const changes = original ? diffRecipes(original, recipe) : [];
  return (
    <span>
      <CutName name={recipe.name} />
      {changes.length > 0 && (
        <>
          {': '}
          <ChangeList changes={changes} /> <span className={classes.muted}>against the lesson’s recipe</span>
        </>
      )}
    </span>
  );
}
