import { useCell } from '../use-cell.ts';
import { useLessonRuns } from './use-runs.ts';

/** What the size of a model follows from besides its recipe. */
export interface DataShape {
  vocabularySize: number;
  classes: number;
  maxLength: number;
}

function numberIn(result: unknown, key: string): number | null {
  const value =
    typeof result === 'object' && result !== null ? (result as Record<string, unknown>)[key] : undefined;
  return typeof value === 'number' ? value : null;
}

/** From the data and text cells, else from the newest run that knew it; null where neither has run yet. */
export function useDataShape(lesson: string): DataShape | null {
  const { result: data } = useCell('data');
  const { result: text } = useCell('text');
  const runs = useLessonRuns(lesson);
  const known = runs.findLast((run) => run.vocabularySize !== null);
  const vocabularySize = numberIn(text, 'vocabularySize') ?? known?.vocabularySize ?? null;
  const classes = numberIn(data, 'classes') ?? known?.labels.length ?? null;
  if (vocabularySize === null || classes === null) return null;
  const fixed = known?.recipe.text.maxLength;
  const maxLength = numberIn(text, 'maxLength') ?? (fixed?.kind === 'fixed' ? fixed.value : 50);
  return { vocabularySize, classes, maxLength };
}
