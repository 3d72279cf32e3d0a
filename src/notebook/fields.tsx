import { Select, Switch, TextInput } from '@mantine/core';
import { createContext, useContext, useState } from 'react';
import type { LabErrorData } from '../base/errors.ts';
import { valueAt } from '../recipe/parse.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { useRecipe } from '../store/recipe.ts';
import { choiceRefusal, fieldRefusal } from './field-refusal.ts';
import { emptyRefusal, notANumber, numberOf } from './number-text.ts';
import { useDraftField } from './use-draft-field.ts';

/**
 * Form fields bound to a path of a recipe, such as `text.vocabulary.minCount`: of the recipe under edit, or of the draft
 * that a `RecipeDraftContext` around them holds. What the recipe refuses is said below the field, which shows again what
 * the recipe has: nobody trains with another number than the one that stands there.
 */
export interface RecipeDraft {
  recipe: Recipe;
  /** Returns why not, or null when it is done. */
  update: (path: string, value: unknown) => LabErrorData | null;
}

export const RecipeDraftContext = createContext<RecipeDraft | null>(null);

/** The value of a field, how it is changed, and the recipe it stands in. */
export function useField(path: string): [unknown, RecipeDraft['update'], () => Recipe] {
  const draft = useContext(RecipeDraftContext);
  const value = useRecipe(({ recipe }) => valueAt(draft?.recipe ?? recipe, path));
  const update = useRecipe((state) => state.update);
  return [value, draft?.update ?? update, () => draft?.recipe ?? useRecipe.getState().recipe];
}

export interface FieldProps {
  path: string;
  label: string;
  description?: string;
  disabled?: boolean;
}

interface NumberFieldProps extends FieldProps {
  /** The recipe holds a share in [0, 1]; the person reads and writes percent. */
  percent?: boolean;
  /** What an empty field means, such as “all”; absent: it may not be empty. */
  none?: string;
  /** The unit, shown behind the number. */
  suffix?: string;
}

/** Plain text, so that 1e-3 is what it says: a field that drops the letters while they are typed makes 13 of it. */
export function NumberField({ path, percent = false, none, suffix, ...rest }: NumberFieldProps) {
  const [value, update, recipeNow] = useField(path);
  const stored = value as number | null;
  const factor = percent ? 100 : 1;
  const unit = suffix ?? (percent ? '%' : '');
  // 0.07 · 100 is 7.000000000000001.
  const shown = stored === null ? '' : String(Number((stored * factor).toPrecision(12)));
  const field = useDraftField(shown);

  const refuse = (reason: string): void =>
    field.refuse(reason, shown === '' ? (none ?? 'empty') : `${shown}${unit && ` ${unit.trim()}`}`);

  /** The recipe's answer; where the number is the one it has, the field shows it as the recipe does. */
  const take = (next: number | null): void => {
    const message = update(path, next)?.message ?? null;
    const number = next === null ? null : Number((next * factor).toPrecision(12));
    const refused = { path, label: rest.label, number, factor, unit, none };
    if (message !== null) refuse(fieldRefusal(message, recipeNow(), refused));
    else if (next === stored) field.taken();
  };

  const commit = (draft: string): void => {
    if (draft.trim() === '') {
      if (none !== undefined) take(null);
      else refuse(emptyRefusal(rest.label));
      return;
    }
    const number = numberOf(draft, unit);
    if (number === null) refuse(notANumber(draft));
    else take(Number((number / factor).toPrecision(15)));
  };

  return (
    <TextInput
      {...field.input(commit)}
      placeholder={none}
      {...(unit !== '' && {
        rightSection: <small>{unit.trim()}</small>,
        rightSectionWidth: `calc(${unit.trim().length}ch + 16px)`,
        rightSectionPointerEvents: 'none' as const,
      })}
      {...rest}
    />
  );
}

interface SelectFieldProps extends FieldProps {
  /** `is`: what stands in the recipe, where that is no string. */
  options: readonly { value: string; label: string; is?: unknown }[];
}

/**
 * For a field whose choices are all allowed by themselves: one may still not go with another field. Why is said until
 * the recipe changes, as that may have been its reason.
 */
function useChoice(path: string) {
  const [value, update, recipeNow] = useField(path);
  const recipe = recipeNow();
  const [refused, setRefused] = useState<{ by: Recipe; reason: string } | null>(null);
  const choose = (next: unknown): void => {
    const error = update(path, next);
    setRefused(error && { by: recipe, reason: choiceRefusal(error.message) });
  };
  return { value, choose, refusal: refused?.by === recipe ? refused.reason : null };
}

export function SelectField({ path, options, ...rest }: SelectFieldProps) {
  const { value, choose, refusal } = useChoice(path);
  const meant = (option: (typeof options)[number]): unknown => ('is' in option ? option.is : option.value);
  return (
    <Select
      size="xs"
      data={options.map((option) => ({ value: option.value, label: option.label }))}
      value={options.find((option) => meant(option) === value)?.value ?? null}
      allowDeselect={false}
      checkIconPosition="right"
      comboboxProps={{ withinPortal: true }}
      onChange={(next) => {
        const option = options.find((each) => each.value === next);
        if (option) choose(meant(option));
      }}
      error={refusal}
      {...rest}
    />
  );
}

export function SwitchField({ path, ...rest }: FieldProps) {
  const { value, choose, refusal } = useChoice(path);
  return (
    <Switch
      size="xs"
      checked={value as boolean}
      onChange={(event) => choose(event.currentTarget.checked)}
      error={refusal}
      {...rest}
    />
  );
}
