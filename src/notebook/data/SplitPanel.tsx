import { Text } from '@mantine/core';
import type { DatasetInfo } from '../../data/types.ts';
import { useRecipe } from '../../store/recipe.ts';
import { NumberField, SelectField, SwitchField } from '../fields.tsx';
import classes from './data.module.css';

/** How rows are divided into train, validation and test, and how many of them are used. */
export function SplitPanel({ info }: { info: DatasetInfo | null }) {
  const chosen = useRecipe(({ recipe }) => recipe.data.columns.split);
  const splitColumn = chosen === 'auto' ? (info?.table.guess.split ?? null) : chosen;
  const pairs = useRecipe(({ recipe }) => recipe.task === 'translate');
  const hasTest = info !== null && info.testTable !== null;
  return (
    <section aria-label="Split and rows" className={classes.panel}>
      <div className={classes.fields}>
        <NumberField path="data.split.validation" label="Validation share" percent />
        <NumberField path="data.split.test" label="Test share" percent disabled={hasTest} />
        <NumberField path="seed" label="Seed" />
        <NumberField path="data.limit" label="At most so many rows" none="all" />
        <SelectField
          path="data.split.duplicates"
          label="Texts in two parts"
          options={[
            { value: 'keep', label: 'keep in both' },
            { value: 'train-only', label: 'keep in train only' },
          ]}
        />
        {!pairs && (
          <SwitchField path="data.split.stratify" label="Stratified: class shares equal in every part" />
        )}
      </div>
      <Text size="xs" c="dimmed" mt={6}>
        {hasTest && `The test part is the file “${info.testTable?.name}”. `}
        {splitColumn !== null && 'A split column divides the rows; what it does not provide is drawn. '}
        The same seed draws the same rows every time.
      </Text>
    </section>
  );
}
