import { TextInput } from '@mantine/core';
import { useDraftField } from '../use-draft-field.ts';
import classes from './report.module.css';
import { thresholdOf } from './threshold-text.ts';

interface ThresholdFieldProps {
  /** For a sentence: "Threshold 1". */
  name: string;
  /** What a screen reader says of it. */
  label: string;
  value: number;
  /** The greatest value of the score. */
  most: number;
  disabled: boolean;
  onChange: (value: number) => void;
}

/**
 * One threshold. As in the fields of a recipe, a number is taken when it is finished (Enter, Tab), and one that is refused
 * gives way to the one that counts, with the reason below.
 */
export function ThresholdField({ name, label, value, most, disabled, onChange }: ThresholdFieldProps) {
  const shown = String(value);
  const field = useDraftField(shown);

  const commit = (draft: string): void => {
    const taken = thresholdOf(draft, name, most);
    if (typeof taken === 'string') field.refuse(taken, shown);
    else if (taken === value) field.taken();
    else onChange(taken);
  };

  return (
    <TextInput
      {...field.input(commit)}
      aria-label={label}
      classNames={{ root: classes.field, wrapper: classes.input, error: classes.refusal }}
      disabled={disabled}
    />
  );
}
