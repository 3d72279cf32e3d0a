import { TextInput } from '@mantine/core';
import { notANumber, numberOf } from '../number-text.ts';
import { useDraftField } from '../use-draft-field.ts';

interface NumberSettingProps {
  label: string;
  description: string;
  value: number;
  /** What it may be, in words: “a whole number from 1 to 6”. */
  range: string;
  allows: (value: number) => boolean;
  /** What an empty field stands for; absent: it may not be empty. */
  onEmpty?: () => void;
  disabled?: boolean;
  onTake: (value: number) => void;
}

/** A number of the cell; one that it cannot have is refused below it, with the reason. */
export function NumberSetting(props: NumberSettingProps) {
  const { label, description, value, range, allows, onEmpty, disabled, onTake } = props;
  const shown = String(Number(value.toFixed(4)));
  const field = useDraftField(shown);
  const commit = (draft: string): void => {
    if (draft.trim() === '' && onEmpty) {
      onEmpty();
      field.taken();
      return;
    }
    const number = numberOf(draft);
    if (draft.trim() === '') field.refuse(`“${label}” is empty; it may be ${range}.`, shown);
    else if (number === null) field.refuse(notANumber(draft), shown);
    else if (!allows(number)) field.refuse(`“${label}” is ${draft.trim()}; it may be ${range}.`, shown);
    else {
      onTake(number);
      field.taken();
    }
  };
  return (
    <TextInput
      {...field.input(commit)}
      size="sm"
      label={label}
      description={description}
      disabled={disabled ?? false}
    />
  );
}
