import { Alert, Button, Group, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { formatNumber } from '../../charts/format.ts';
import type { DatasetInfo } from '../../data/types.ts';
import { useRecipe } from '../../store/recipe.ts';
import { SelectField } from '../fields.tsx';
import classes from './data.module.css';
import { ReadOptionsForm } from './ReadOptionsForm.tsx';
import { roleKit } from './role-kit.ts';
import type { Role } from './roles.ts';

const EXAMPLE_LENGTH = 60;
const cut = (text: string): string =>
  text.length > EXAMPLE_LENGTH ? `${text.slice(0, EXAMPLE_LENGTH - 1)}…` : text;

/** What each column of the file is, with examples of its values, and how the file is read. */
export function ColumnsPanel({ info }: { info: DatasetInfo }) {
  const { table } = info;
  const columns = useRecipe(({ recipe }) => recipe.data.columns);
  const task = useRecipe(({ recipe }) => recipe.task);
  const several = task === 'multilabel';
  const kit = roleKit(task);
  const update = useRecipe((state) => state.update);
  /** Roles that are not whole yet: something is missing. */
  const [draft, setDraft] = useState<Role[] | null>(null);
  const roles = draft ?? kit.of(columns, table);

  const give = (index: number, role: Role): void => {
    const next = kit.give(roles, index, role);
    const chosen = kit.columns(next, table);
    setDraft(chosen ? null : next);
    if (chosen)
      update('data.columns', { separator: useRecipe.getState().recipe.data.columns.separator, ...chosen });
  };

  const whole = kit.columns(roles, table);
  const doubt = kit.doubt(columns, table);
  return (
    <section aria-label="Columns and reading" className={classes.panel}>
      {doubt !== null && (
        <Alert color="gray" variant="default" mb="xs" title="Which column is what?">
          {doubt}
          {whole && (
            <Group gap="xs" mt="xs">
              <Button onClick={() => update('data.columns', whole)}>Use {kit.describe(roles, table)}</Button>
              or choose below
            </Group>
          )}
        </Alert>
      )}
      {draft && (
        <Text size="sm" role="status" className={classes.warn} mb="xs">
          {kit.missing}
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
                    data={kit.roles}
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
        {kit.note}
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
            { value: 'any', label: 'any of the three' },
          ]}
        />
      )}
      {info.source.kind !== 'builtin' && <ReadOptionsForm key={info.id} info={info} />}
    </section>
  );
}
