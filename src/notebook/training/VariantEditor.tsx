import { Button, Modal, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { toErrorData } from '../../base/errors.ts';
import { diffRecipes, nameOfChange } from '../../recipe/diff.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { setPath } from '../../recipe/set.ts';
import { RecipeDraftContext } from '../fields.tsx';
import { PlayIcon } from '../icons.tsx';
import { ChangeList } from './Changes.tsx';
import { RecipeFields } from './RecipeFields.tsx';
import { runTitle } from './run-words.ts';
import { Size } from './Size.tsx';
import { startVariant } from './variant-actions.ts';
import classes from './training.module.css';
import { useDataShape } from './use-data-shape.ts';
import type { SteadyRun } from './use-runs.ts';

interface VariantEditorProps {
  /** The run to derive from; null: closed. */
  parent: SteadyRun | null;
  onClose: () => void;
}

/** A variant of the person's own: the recipe of a run with whatever is changed here. */
export function VariantEditor({ parent, onClose }: VariantEditorProps) {
  return (
    <Modal
      opened={parent !== null}
      onClose={onClose}
      title={parent ? `A variant of ${runTitle(parent)}` : ''}
      size="xl"
    >
      {parent && <Editor key={parent.id} parent={parent} onDone={onClose} />}
    </Modal>
  );
}

function Editor({ parent, onDone }: { parent: SteadyRun; onDone: () => void }) {
  const [recipe, setRecipe] = useState<Recipe>(parent.recipe);
  const [name, setName] = useState('');
  const shape = useDataShape(parent.lesson);
  const changes = diffRecipes(parent.recipe, recipe);
  const draft = useMemo(
    () => ({
      recipe,
      update: (path: string, value: unknown) => {
        try {
          setRecipe(setPath(recipe, path, value));
          return null;
        } catch (error) {
          return toErrorData(error);
        }
      },
    }),
    [recipe],
  );
  const proposed =
    changes.length === 1 && changes[0] ? nameOfChange(changes[0]) : `Variant of run ${parent.number}`;
  const start = (): void => {
    void startVariant(parent, { ...recipe, name: name.trim() || proposed });
    onDone();
  };
  return (
    <RecipeDraftContext value={draft}>
      <RecipeFields recipe={recipe} />
      <Size recipe={recipe} shape={shape} />
      <p className={classes.hint}>
        Changed: <ChangeList changes={changes} />
      </p>
      <div className={classes.under}>
        <TextInput
          className={classes.grow}
          size="xs"
          aria-label="Name of the variant"
          placeholder={proposed}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button leftSection={<PlayIcon />} onClick={start}>
          Run it
        </Button>
      </div>
    </RecipeDraftContext>
  );
}
