import { Button, Collapse } from '@mantine/core';
import { memo } from 'react';
import { diffRecipes, describeChange } from '../../recipe/diff.ts';
import { useRecipe } from '../../store/recipe.ts';
import { RecipeFields } from './RecipeFields.tsx';
import { recipeInShort } from './recipe-words.ts';
import { Size } from './Size.tsx';
import classes from './training.module.css';
import { useDataShape } from './use-data-shape.ts';

interface RecipePanelProps {
  lesson: string;
  opened: boolean;
  /** Of the part that opens. */
  id: string;
}

/** The recipe in a sentence; opened, its fields, what it takes, and the way back to what the lesson gives. */
export const RecipePanel = memo(function RecipePanel({ lesson, opened, id }: RecipePanelProps) {
  const recipe = useRecipe((state) => state.recipe);
  const shape = useDataShape(lesson);
  return (
    <>
      <p className={classes.recipe}>{recipeInShort(recipe)}</p>
      <Collapse expanded={opened} id={id}>
        {opened && (
          <div className={classes.panel}>
            <RecipeFields recipe={recipe} />
            <Size recipe={recipe} shape={shape} />
            <Changed />
          </div>
        )}
      </Collapse>
    </>
  );
});

function Changed() {
  const { original, recipe, past, future, reset, undo, redo } = useRecipe();
  const changes = diffRecipes(original, recipe);
  return (
    <div className={classes.under}>
      <p className={classes.hint} style={{ flex: 1, margin: 0 }}>
        {changes.length === 0
          ? 'As the lesson gives it.'
          : `Changed from the lesson: ${changes.map(describeChange).join('; ')}.`}
      </p>
      <Button variant="default" disabled={past.length === 0} onClick={undo}>
        Undo
      </Button>
      <Button variant="default" disabled={future.length === 0} onClick={redo}>
        Redo
      </Button>
      <Button variant="default" disabled={changes.length === 0} onClick={reset}>
        As the lesson gives it
      </Button>
    </div>
  );
}
