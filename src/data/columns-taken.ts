import type { Recipe } from '../recipe/recipe.ts';
import { chooseColumns, choosePlainColumns } from './columns.ts';
import { choosePairColumns } from './parallel.ts';
import type { TableInfo } from './types.ts';

/** Which columns a recipe reads of a table, for people: "text question, label topic, split part". Null: they do not fit. */
export function columnsTaken(table: TableInfo, { data: { columns }, task }: Recipe): string | null {
  const name = (index: number): string => table.columns[index]?.name ?? '';
  const names = (indices: readonly number[]): string => indices.map(name).join(' + ');
  try {
    if (task === 'translate') {
      const { source, target } = choosePairColumns(columns, table);
      return `source ${name(source)}, target ${name(target)}`;
    }
    const labelled = task === 'pretrain' ? null : chooseColumns(columns, table, task);
    const { text, split } = labelled ?? choosePlainColumns(columns, table);
    const labels = labelled ? (labelled.labels ?? [labelled.label]) : [];
    return [
      `text ${names(text)}`,
      ...(labels.length > 0 ? [`label ${names(labels)}`] : []),
      ...(split === null ? [] : [`split ${name(split)}`]),
    ].join(', ');
  } catch {
    // Whatever is wrong is said when the rows are read.
    return null;
  }
}
