import { MultiSelect } from '@mantine/core';
import { useEffect } from 'react';
import { refreshModels, useModels } from '../../store/models.ts';
import { useRecipe } from '../../store/recipe.ts';
import { openTransfer, useTransfer } from '../../store/transfer.ts';
import training from '../training/training.module.css';
import { othersAtHand } from './backbones.ts';

/** Backbones beside that of the recipe: their tokenizers read the texts, and the same ways are trained with them. */
export function AlsoWith({ label }: { label: string }) {
  const recipe = useRecipe((state) => state.recipe);
  const kept = useModels((state) => state.kept);
  const alsoWith = useTransfer((choices) => choices.alsoWith);
  useEffect(() => void refreshModels(), []);
  useEffect(() => void openTransfer(), []);
  const others = othersAtHand(recipe, kept ?? []);
  if (others.length === 0) return null;
  return (
    <div className={training.choices}>
      <MultiSelect
        size="xs"
        w={420}
        label={label}
        placeholder="none"
        data={others}
        value={alsoWith.filter((key) => others.some(({ value }) => value === key))}
        onChange={(keys) => useTransfer.setState({ alsoWith: keys })}
      />
    </div>
  );
}
