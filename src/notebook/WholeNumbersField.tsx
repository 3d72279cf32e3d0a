import { TextInput } from '@mantine/core';
import { type FieldProps, useField } from './fields.tsx';
import { fieldRefusal } from './field-refusal.ts';
import { wholeNumbersOf } from './number-text.ts';
import { useDraftField } from './use-draft-field.ts';

interface WholeNumbersFieldProps extends FieldProps {
  /** What an empty list means, such as “none”. */
  none: string;
}

/** A list of whole numbers as people write it: “1, 2, 4”. */
export function WholeNumbersField({ path, none, ...rest }: WholeNumbersFieldProps) {
  const [value, update, recipeNow] = useField(path);
  const stored = value as readonly number[];
  const shown = stored.join(', ');
  const field = useDraftField(shown);

  const commit = (draft: string): void => {
    const stays = shown === '' ? none : shown;
    const next = wholeNumbersOf(draft);
    if (next === null) {
      field.refuse(`“${draft.trim()}” is no list of whole numbers. Write it as 1, 2, 4.`, stays);
      return;
    }
    const message = update(path, next)?.message ?? null;
    if (message !== null) {
      // Which of them it was stands in the path: training.keepEpochs.0
      const at = /\.(\d+) is /.exec(message)?.[1];
      const refused = { label: rest.label, factor: 1, unit: '', none };
      const number = at === undefined ? null : (next[Number(at)] ?? null);
      const which = at === undefined ? path : `${path}.${at}`;
      field.refuse(fieldRefusal(message, recipeNow(), { ...refused, path: which, number }), stays);
    } else if (next.join() === stored.join()) field.taken();
  };

  return <TextInput {...field.input(commit)} inputMode="text" placeholder={none} {...rest} />;
}
