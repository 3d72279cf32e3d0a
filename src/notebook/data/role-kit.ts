import { toErrorData } from '../../base/errors.ts';
import { choosePlainColumns } from '../../data/columns.ts';
import { choosePairColumns } from '../../data/parallel.ts';
import type { TableInfo } from '../../data/types.ts';
import type { Column, DataSpec, Recipe } from '../../recipe/recipe.ts';
import { columnsOf, describeRoles, inDoubt, refersTo, type Role, rolesOf, withRole } from './roles.ts';

type Columns = DataSpec['columns'];

/** What the columns of a file can be under a task, and how that stands in the recipe. */
export interface RoleKit {
  roles: { value: Role; label: string }[];
  /** What each column is now. */
  of(columns: Columns, table: TableInfo): Role[];
  /** After one of them was given anew. */
  give(roles: readonly Role[], index: number, role: Role): Role[];
  /** The recipe's columns for these roles; null while something is missing. */
  columns(roles: readonly Role[], table: TableInfo): Partial<Columns> | null;
  describe(roles: readonly Role[], table: TableInfo): string;
  /** Why the person must say which column is what before the data can be used; null: it is clear. */
  doubt(columns: Columns, table: TableInfo): string | null;
  /** What is said while something is missing. */
  missing: string;
  note: string;
}

const named: Record<Role, string> = {
  none: 'not used',
  text: 'text',
  label: 'label',
  split: 'split',
  source: 'source',
  target: 'target',
  alignment: 'alignment',
};
const options = (roles: readonly Role[]) => roles.map((value) => ({ value, label: named[value] }));

const labelled = (several: boolean): RoleKit => ({
  roles: options(['none', 'text', 'label', 'split']),
  of: (columns, table) => rolesOf(columns, table, several),
  give: (roles, index, role) => withRole(roles, index, role, several),
  columns: columnsOf,
  describe: describeRoles,
  doubt: (columns, table) => (inDoubt(columns, table, several) ? table.guess.reason : null),
  missing: 'Choose at least one column of text and one of labels.',
  note:
    (several
      ? 'Labels stand in one column, or in several: one a label with 0 and 1, or each with a name. '
      : '') +
    'Several columns of text are joined by a space. A split column says train, validation, test or unsupervised for each row.',
});

const PAIR_ROLES = ['source', 'target', 'alignment', 'split'] as const;

/** Source, target, alignment and split by number; null where there is none or it is not clear. */
function pairPlaces(columns: Columns, table: TableInfo): (number | null)[] {
  try {
    const found = choosePairColumns(columns, table);
    return PAIR_ROLES.map((role) => found[role]);
  } catch {
    const at = (wanted: Column | null) =>
      wanted === null || wanted === 'auto'
        ? null
        : table.columns.findIndex((column) => refersTo(wanted, column, table.header));
    return PAIR_ROLES.map((role) => at(columns[role]));
  }
}

const pairs: RoleKit = {
  roles: options(['none', ...PAIR_ROLES]),
  of(columns, table) {
    const places = pairPlaces(columns, table);
    return table.columns.map(({ index }) => PAIR_ROLES[places.indexOf(index)] ?? 'none');
  },
  give: (roles, index, role) =>
    roles.map((before, i) => (i === index ? role : before === role ? 'none' : before)),
  columns(roles, { columns, header }) {
    const having = (role: Role): Column | null => {
      const found = columns.find((_, i) => roles[i] === role);
      return found ? (header ? found.name : found.index) : null;
    };
    const [source, target] = [having('source'), having('target')];
    if (source === null || target === null) return null;
    return { source, target, alignment: having('alignment'), split: having('split') };
  },
  describe: (roles, table) => describeRoles(roles, table, PAIR_ROLES),
  doubt(columns, table) {
    try {
      choosePairColumns(columns, table);
      return null;
    } catch (error) {
      return toErrorData(error).message;
    }
  },
  missing: 'Choose one column for the source and one for the target.',
  note: 'An alignment column holds links of words, as 0-0 1p2 (sure, possible). A split column says train, validation or test for each row.',
};

/** Texts are enough; where labels stand is for what is trained from it. */
const plain: RoleKit = {
  ...labelled(false),
  columns(roles, table) {
    const having = (role: Role): Column[] =>
      table.columns
        .filter((_, i) => roles[i] === role)
        .map(({ name, index }) => (table.header ? name : index));
    const text = having('text');
    const [[label = 'auto'], [split = null]] = [having('label'), having('split')];
    return text.length > 0 ? { text, label, split } : null;
  },
  doubt(columns, table) {
    try {
      choosePlainColumns(columns, table);
      return null;
    } catch (error) {
      return toErrorData(error).message;
    }
  },
  missing: 'Choose at least one column of text.',
  note: 'Several columns of text are joined by a space. Pretraining asks for no label, fine-tuning does. A split column says train, validation, test or unsupervised for each row.',
};

export function roleKit(task: Recipe['task']): RoleKit {
  if (task === 'pretrain') return plain;
  return task === 'translate' ? pairs : labelled(task === 'multilabel');
}
