import { useEffect, useRef } from 'react';
import type { DatasetInfo } from '../../data/types.ts';
import { toErrorData } from '../../base/errors.ts';
import { fingerprint } from '../../base/fingerprint.ts';
import { type DatasetsState, reportOn, sourceKey, useDatasets } from '../../store/datasets.ts';
import { useNotebooks } from '../../store/notebook.ts';
import { useRecipe } from '../../store/recipe.ts';
import { useCell } from '../use-cell.ts';
import { type Followed, followed } from './follow.ts';
import { roleKit } from './role-kit.ts';

/** A change of the settings is looked at so long after the last of them. */
const SETTLED_MS = 500;

/**
 * Runs this cell again when the person has changed a setting of data or text, so that what is seen follows what is
 * set. Only once it has run before, only while nothing else runs (a training is not disturbed, and the cell says that
 * it is stale), not while it is unclear which column is what, and not with what it was just interrupted with. A component that shows nothing: what it listens to
 * changes with every cell that begins or ends, and the cell around it need not be drawn anew for that.
 */
export function FollowSettings(): null {
  const cell = useCell();
  const settings = useRecipe(({ recipe: { data, text, seed } }) => fingerprint([data, text, seed]));
  const busy = useNotebooks((all) => all[cell.lesson]?.running !== null);
  const opened = useOpened();
  const columns = useRecipe(({ recipe }) => recipe.data.columns);
  const task = useRecipe(({ recipe }) => recipe.task);
  const doubt = opened !== null && roleKit(task).doubt(columns, opened.table) !== null;
  const { state, run } = cell;
  const before = useRef<Followed>({ settings, state });
  useEffect(() => {
    const { runs, seen } = followed(before.current, { settings, state, busy, doubt });
    before.current = seen;
    if (!runs) return;
    const timer = setTimeout(() => {
      before.current = { settings, state };
      run();
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [busy, doubt, settings, state, run]);
  return null;
}

/** The data set of the recipe as it was opened in this session, or null. */
export function useOpened(): DatasetInfo | null {
  const key = useRecipe(({ recipe }) => sourceKey(recipe.data.source));
  return useDatasets(({ opened }) => opened[key] ?? null);
}

/**
 * The last report on the data set of the recipe, or null. After a reload the cell is done but this session has seen
 * nothing: then the report is made anew, quietly.
 */
export function useReport(): DatasetsState['report'] {
  const { state } = useCell();
  const key = useRecipe(({ recipe }) => sourceKey(recipe.data.source));
  const last = useDatasets(({ report }) => report);
  const missing = last === null;
  useEffect(() => {
    if (state !== 'done' || !missing) return;
    reportOn(useRecipe.getState().recipe).catch((error: unknown) => {
      useDatasets.setState({ error: toErrorData(error) });
    });
  }, [state, missing]);
  return last && sourceKey(last.info.source) === key ? last : null;
}
