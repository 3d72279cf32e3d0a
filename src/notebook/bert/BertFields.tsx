import { Button } from '@mantine/core';
import type { Recipe } from '../../recipe/recipe.ts';
import { useRecipe } from '../../store/recipe.ts';
import { NumberField, SelectField } from '../fields.tsx';
import fields from '../training/RecipeFields.module.css';
import training from '../training/training.module.css';
import { KeptEpochsField } from './KeptEpochsField.tsx';
import { presetOf, PRESETS } from './presets.ts';

const ACTIVATIONS = [
  { value: 'gelu', label: 'GELU' },
  { value: 'relu', label: 'ReLU' },
];

/** The sizes of a BERT, for the recipe under edit or for a draft of one. */
export function BertFields() {
  return (
    <fieldset className={fields.group}>
      <legend>Model</legend>
      <NumberField path="model.layers" label="Layers" />
      <NumberField path="model.hidden" label="Width" />
      <NumberField path="model.heads" label="Heads" />
      <NumberField path="model.intermediate" label="Width inside" none="four times" />
      <NumberField path="model.positions" label="Positions" />
      <SelectField path="model.activation" label="Activation" options={ACTIVATIONS} />
      <NumberField path="model.dropout" label="Dropout" percent />
      <NumberField path="model.attentionDropout" label="Dropout on attention" percent />
      <NumberField path="model.initializerRange" label="Deviation of first weights" />
      <NumberField path="model.eps" label="ε of LayerNorm" />
    </fieldset>
  );
}

/** What pretraining asks. */
export function PretrainingFields({ recipe }: { recipe: Recipe }) {
  return (
    <>
      <NumberField path="training.pretraining.maskShare" label="Asked for, of all tokens" percent />
      <NumberField path="training.pretraining.minLength" label="Shortest text" none="by the share" />
      <KeptEpochsField recipe={recipe} />
    </>
  );
}

export function Presets() {
  const { recipe, replace } = useRecipe();
  const { model } = recipe;
  if (model.kind !== 'bert') return null;
  return (
    <p className={training.choices}>
      {PRESETS.map(({ name, ...sizes }) => (
        <Button
          key={name}
          variant="default"
          size="xs"
          aria-pressed={
            model.layers === sizes.layers && model.hidden === sizes.hidden && model.heads === sizes.heads
          }
          onClick={() => replace({ ...recipe, model: { ...model, ...presetOf(sizes) } })}
        >
          {name}: {sizes.hidden} wide, {sizes.layers} layers
        </Button>
      ))}
      <span className={training.hint}>
        The first weights are drawn to suit the width; positions follow the longest text.
      </span>
    </p>
  );
}
