import { NumberInput, Select, Switch } from '@mantine/core';
import { useState } from 'react';
import { valueAt } from '../recipe/parse.ts';
import { useRecipe } from '../store/recipe.ts';

/**
 * Form fields bound to a path of the recipe under edit, such as `text.vocabulary.minCount`. What the recipe refuses
 * is said below the field, and the recipe stays as it was.
 */
interface FieldProps {
  path: string;
  label: string;
  description?: string;
  disabled?: boolean;
}

interface NumberFieldProps extends FieldProps {
  step?: number;
  /** The recipe holds a share in [0, 1]; the person reads and writes percent. */
  percent?: boolean;
  /** What an empty field means, such as “all”; absent: it may not be empty. */
  none?: string;
  suffix?: string;
}

export function NumberField({
  path,
  percent = false,
  none,
  suffix,
  min,
  max,
  step,
  ...rest
}: NumberFieldProps) {
  const stored = useRecipe(({ recipe }) => valueAt(recipe, path)) as number | null;
  const update = useRecipe((state) => state.update);
  const factor = percent ? 100 : 1;
  // 0.07 · 100 is 7.000000000000001.
  const shown = stored === null ? '' : Number((stored * factor).toPrecision(12));
  const [draft, setDraft] = useState<number | string>(shown);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [last, setLast] = useState(shown);
  if (last !== shown) {
    setLast(shown);
    setDraft(shown);
    setRefusal(null);
  }

  // A number is taken when it is finished (Enter, Tab), not while it is being typed: 5 on the way to 50.
  const commit = (): void => {
    if (draft === shown) setRefusal(null);
    else if (draft === '') {
      if (none === undefined) setDraft(shown);
      else setRefusal(update(path, null)?.message ?? null);
    } else setRefusal(update(path, Number(draft) / factor)?.message ?? null);
  };

  return (
    <NumberInput
      size="xs"
      value={draft}
      onChange={setDraft}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
      clampBehavior="none"
      suffix={suffix ?? (percent ? '%' : undefined)}
      placeholder={none}
      error={refusal}
      hideControls
      {...rest}
    />
  );
}

interface SelectFieldProps extends FieldProps {
  options: readonly { value: string; label: string }[];
}

export function SelectField({ path, options, ...rest }: SelectFieldProps) {
  const value = useRecipe(({ recipe }) => valueAt(recipe, path)) as string;
  const update = useRecipe((state) => state.update);
  return (
    <Select
      size="xs"
      data={[...options]}
      value={value}
      allowDeselect={false}
      checkIconPosition="right"
      comboboxProps={{ withinPortal: true }}
      onChange={(next) => {
        if (next !== null) update(path, next);
      }}
      {...rest}
    />
  );
}

export function SwitchField({ path, ...rest }: FieldProps) {
  const checked = useRecipe(({ recipe }) => valueAt(recipe, path)) as boolean;
  const update = useRecipe((state) => state.update);
  return (
    <Switch
      size="xs"
      checked={checked}
      onChange={(event) => void update(path, event.currentTarget.checked)}
      {...rest}
    />
  );
}
