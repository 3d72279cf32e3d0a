import { TextInput } from '@mantine/core';
import { useState } from 'react';
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
  const [draft, setDraft] = useState(shown);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [last, setLast] = useState(shown);
  if (last !== shown) {
    setLast(shown);
    setDraft(shown);
    setRefusal(null);
  }

  const commit = (): void => {
    // Nothing was typed since: why the last was refused stays to be read.
    if (draft === shown) return;
    const taken = thresholdOf(draft, name, most);
    setDraft(shown);
    if (typeof taken === 'string') setRefusal(`${taken} It stays ${shown}.`);
    else if (taken !== value) onChange(taken);
  };

  return (
    <TextInput
      size="xs"
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      classNames={{ root: classes.field, wrapper: classes.input, error: classes.refusal }}
      disabled={disabled}
      value={draft}
      error={refusal}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        setRefusal(null);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
