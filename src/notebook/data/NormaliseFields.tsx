import { useRecipe } from '../../store/recipe.ts';
import { SelectField } from '../fields.tsx';

/** What is done to digits and words, whatever the tokenizer. */
export function NormaliseFields() {
  const { stopWords, lemmas } = useRecipe(({ recipe }) => recipe.text.normalise);
  // A translation has two languages and needs every word: neither is offered there, though it can be taken back.
  const translates = useRecipe(({ recipe }) => recipe.task === 'translate');
  return (
    <>
      <SelectField
        path="text.normalise.digits"
        label="Digits"
        options={[
          { value: 'keep', label: 'kept' },
          { value: 'zero', label: 'all become 0' },
          { value: 'remove', label: 'removed' },
        ]}
      />
      {(!translates || stopWords !== 'none') && (
        <SelectField
          path="text.normalise.stopWords"
          label="Stop words"
          options={[
            { value: 'none', label: 'kept' },
            { value: 'english', label: 'English removed' },
            { value: 'german', label: 'German removed' },
            { value: 'russian', label: 'Russian removed' },
          ]}
        />
      )}
      {(!translates || lemmas !== 'none') && (
        <SelectField
          path="text.normalise.lemmas"
          label="Words"
          options={[
            { value: 'none', label: 'as they stand' },
            { value: 'english', label: 'by English lemmas' },
          ]}
        />
      )}
    </>
  );
}
