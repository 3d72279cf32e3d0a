import { toErrorData } from '../../base/errors.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { setPath } from '../../recipe/set.ts';
import { NumberField, type RecipeDraft, RecipeDraftContext } from '../fields.tsx';
import classes from './bert.module.css';

interface FinetuneSettingsProps {
  recipe: Recipe;
  onChange: (path: string, value: number | null) => void;
}

/** What all runs of the set share and the person may change. */
export function FinetuneSettings({ recipe, onChange }: FinetuneSettingsProps) {
  const draft: RecipeDraft = {
    recipe,
    update(path, value) {
      try {
        setPath(recipe, path, value);
        onChange(path, value as number | null);
        return null;
      } catch (error) {
        return toErrorData(error);
      }
    },
  };
  return (
    <RecipeDraftContext value={draft}>
      <div className={classes.settings}>
        <NumberField path="data.trainLimit" label="Labelled texts" none="all" />
        <NumberField path="training.epochs" label="Epochs" />
        <NumberField path="training.batchSize" label="Batch size" />
        <NumberField path="training.optimizer.lr" label="Learning rate" />
        <NumberField path="training.schedule.warmup" label="Warm-up, share of steps" percent />
      </div>
    </RecipeDraftContext>
  );
}
