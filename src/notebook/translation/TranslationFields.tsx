import { seq2seqModel } from '../../recipe/model.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { NumberField, SelectField, SwitchField } from '../fields.tsx';
import classes from '../training/RecipeFields.module.css';
import { ForcingPicture } from './ForcingPicture.tsx';

const ATTENTIONS = [
  { value: 'none', label: 'none: last state' },
  { value: 'dot', label: 'dot: s·h' },
  { value: 'general', label: 'general: s·W·h' },
  { value: 'additive', label: 'additive: v·tanh' },
];
const FORCINGS = [
  { value: 'constant', label: 'constant' },
  { value: 'linear', label: 'linear' },
  { value: 'sigmoid', label: 'inverse sigmoid' },
];

/** The fields of a Seq2Seq model, and of how it is taught. */
export function TranslationFields({ recipe }: { recipe: Recipe }) {
  const { teacherForcing } = recipe.training;
  return (
    <>
      <fieldset className={classes.group}>
        <legend>Model</legend>
        <SelectField path="model.attention" label="Attention" options={ATTENTIONS} />
        {seq2seqModel(recipe).attention !== 'none' && (
          <NumberField path="training.coverage" label="Coverage of the source" />
        )}
        <NumberField path="model.layers" label="Layers (1 to 4)" />
        <NumberField path="model.embedding" label="Embedding size" />
        <NumberField path="model.hidden" label="Hidden size" />
        <NumberField path="model.dropout" label="Dropout" percent />
        <div className={classes.switches}>
          <SwitchField path="model.bidirectional" label="Encoder in both directions" />
        </div>
      </fieldset>
      <fieldset className={classes.group}>
        <legend>Teacher forcing</legend>
        <SelectField path="training.teacherForcing.kind" label="Schedule" options={FORCINGS} />
        {teacherForcing.kind === 'constant' && (
          <NumberField path="training.teacherForcing.ratio" label="True words given" percent />
        )}
        {teacherForcing.kind === 'linear' && (
          <>
            <NumberField path="training.teacherForcing.from" label="True words at first" percent />
            <NumberField path="training.teacherForcing.to" label="… and at last" percent />
          </>
        )}
        {teacherForcing.kind === 'sigmoid' && (
          <NumberField path="training.teacherForcing.k" label="k, in steps" />
        )}
        <NumberField path="training.beam.width" label="Beam width on test" />
        <NumberField path="training.beam.lengthPenalty" label="Length penalty" />
      </fieldset>
      <ForcingPicture recipe={recipe} />
    </>
  );
}
