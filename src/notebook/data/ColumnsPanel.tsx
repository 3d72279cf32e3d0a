import { Alert, Button, Group, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { formatNumber } from '../../charts/format.ts';
import type { DatasetInfo } from '../../data/types.ts';
import { useRecipe } from '../../store/recipe.ts';
import { SelectField } from '../fields.tsx';
import classes from './data.module.css';
import { ReadOptionsForm } from './ReadOptionsForm.tsx';
import { columnsOf, describeRoles, inDoubt, type Role, rolesOf, withRole } from './roles.ts';

const ROLES: { value: Role; label: string }[] = [
  { value: 'none', label: 'not used' },
  { value: 'text', label: 'text' },
  { value: 'label', label: 'label' },
  { value: 'split', label: 'split' },
];

const EXAMPLE_LENGTH = 60;
const cut = (text: string): string =>
  text.length > EXAMPLE_LENGTH ? `${text.slice(0, EXAMPLE_LENGTH - 1)}…` : text;

/** What each column of the file is, with examples of its values, and how the file is read. */
export function ColumnsPanel({ info }: { info: DatasetInfo }) {
  const { table } = info;
  const columns = useRecipe(({ recipe }) => recipe.data.columns);
  const several = useRecipe(({ recipe }) => recipe.task === 'multilabel');
  const update = useRecipe((state) => state.update);
  /** Roles that are not whole yet: no text, or no label. */
  const [draft, setDraft] = useState<Role[] | null>(null);
  const roles = draft ?? rolesOf(columns, table);

  const give = (index: number, role: Role): void => {
    const next = withRole(roles, index, role, several);
    const chosen = columnsOf(next, table);
    setDraft(chosen ? null : next);
    if (chosen)
      update('data.columns', { separator: useRecipe.getState().recipe.data.columns.separator, ...chosen });
  };

  const whole = columnsOf(roles, table);
  return (
    <section aria-label="Columns and reading" className={classes.panel}>
      {inDoubt(columns, table, several) && (
        <Alert color="gray" variant="default" mb="xs" title="Which column is what?">
          {table.guess.reason}
          {whole && (
            <Group gap="xs" mt="xs">
              <Button onClick={() => update('data.columns', whole)}>Use {describeRoles(roles, table)}</Button>
              or choose below
            </Group>
          )}
        </Alert>
      )}
      {draft && (
        <Text size="sm" role="status" className={classes.warn} mb="xs">
          Choose at least one column of text and one of labels.
        </Text>
      )}
      <div className={classes.scroll} tabIndex={0} role="group" aria-label="Columns of the file">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">column</th>
              <th scope="col">is</th>
              <th scope="col">values</th>
              <th scope="col" data-number>
                different
              </th>
              <th scope="col" data-number>
                words
              </th>
            </tr>
          </thead>
          <tbody>
            {table.columns.map(({ name, index, examples, distinct, meanWords }) => (
              <tr key={index}>
                <th scope="row">{name}</th>
                <td>
                  <Select
                    size="xs"
                    w={104}
                    aria-label={`What column ${name} is`}
                    data={ROLES}
                    value={roles[index] ?? 'none'}
                    allowDeselect={false}
                    checkIconPosition="right"
                    onChange={(role) => give(index, role as Role)}
                  />
                </td>
                <td className={classes.examples}>
                  {examples.slice(0, 4).map((example, i) => (
                    <span key={i}>{cut(example)}</span>
                  ))}
                </td>
                <td data-number>{distinct >= 1000 ? '1,000 or more' : formatNumber(distinct)}</td>
                <td data-number>{meanWords.toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Text size="xs" c="dimmed" mt={6}>
        {several &&
          'Labels stand in one column, or in several: one a label with 0 and 1, or each with a name. '}
        Several columns of text are joined by a space. A split column says train, validation or test for each
        row.
      </Text>
      {several && (
        <SelectField
          path="data.columns.separator"
          label="Between the labels of a cell"
          options={[
            { value: 'auto', label: 'found from the cells' },
            { value: ',', label: 'a comma' },
            { value: '|', label: 'a bar |' },
            { value: ';', label: 'a semicolon' },
          ]}
        />
      )}
      {info.source.kind !== 'builtin' && <ReadOptionsForm info={info} />}
    </section>
  );
}
