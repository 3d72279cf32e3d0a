import { guessFor } from '../../data/columns.ts';
import type { Column, DataSpec } from '../../recipe/recipe.ts';
import type { TableInfo } from '../../data/types.ts';

/** Of labelled texts; and of pairs of sentences. */
export type Role = 'none' | 'text' | 'label' | 'split' | 'source' | 'target' | 'alignment';
type Columns = Pick<DataSpec['columns'], 'text' | 'label' | 'split'> &
  Partial<Pick<DataSpec['columns'], 'labels'>>;

export const refersTo = (
  column: Column,
  { name, index }: TableInfo['columns'][number],
  header: boolean,
): boolean => column === index || (header && column === name) || (!header && column === String(index));

/** What each column is under a recipe; `auto` is what was found, as far as it was. */
export function rolesOf(
  columns: Columns,
  { columns: all, header, guess: found }: TableInfo,
  several = false,
): Role[] {
  const guess = guessFor(found, several);
  const text = columns.text === 'auto' ? guess.text : [columns.text].flat();
  const labels =
    columns.labels ?? (columns.label === 'auto' ? (guess.labels ?? [guess.label]) : [columns.label]);
  const split = columns.split === 'auto' ? guess.split : columns.split;
  const is = (wanted: Column | null, column: TableInfo['columns'][number]): boolean =>
    wanted !== null && refersTo(wanted, column, header);
  return all.map((column) => {
    if (labels.some((one) => is(one, column))) return 'label';
    if (is(split, column)) return 'split';
    return text.some((one) => is(one, column)) ? 'text' : 'none';
  });
}

/** Whether the person must say which column is what before the data can be used. */
export const inDoubt = (columns: Columns, { guess }: TableInfo, several = false): boolean =>
  !guessFor(guess, several).certain &&
  (columns.text === 'auto' || (columns.label === 'auto' && !columns.labels));

/**
 * The roles after one of them was given anew: label and split are one column each, so the old one loses its. With
 * `several` there may be more columns of labels.
 */
export function withRole(roles: readonly Role[], index: number, role: Role, several = false): Role[] {
  const single = (role === 'label' && !several) || role === 'split';
  return roles.map((before, i) => (i === index ? role : single && before === role ? 'none' : before));
}

/** The recipe's columns for these roles; null while there is no text or no label. */
export function columnsOf(roles: readonly Role[], { columns, header }: TableInfo): Columns | null {
  const having = (role: Role): Column[] =>
    columns.filter((_, i) => roles[i] === role).map(({ name, index }) => (header ? name : index));
  const text = having('text');
  const labels = having('label');
  const [label] = labels;
  const [split = null] = having('split');
  return text.length > 0 && label !== undefined
    ? { text, label, split, ...(labels.length > 1 && { labels }) }
    : null;
}

/** “text: title + description; label: class” */
export function describeRoles(
  roles: readonly Role[],
  { columns }: Pick<TableInfo, 'columns'>,
  shown: readonly Role[] = ['text', 'label', 'split'],
): string {
  const names = (role: Role): string =>
    columns
      .filter((_, i) => roles[i] === role)
      .map(({ name }) => name)
      .join(' + ');
  return shown.flatMap((role) => (names(role) ? [`${role}: ${names(role)}`] : [])).join('; ');
}
