import { Group, Pagination, Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { toErrorData } from '../../base/errors.ts';
import { formatNumber } from '../../charts/format.ts';
import type { RowSample } from '../../data/types.ts';
import { type DatasetsState, reportKey } from '../../store/datasets.ts';
import { useRecipe } from '../../store/recipe.ts';
import { dataClient } from '../../worker/client.ts';
import classes from './data.module.css';

const PAGE = 8;

/** The rows themselves, a page at a time; the worker holds them. */
export function RowsTable({ seen }: { seen: NonNullable<DatasetsState['report']> }) {
  const { info, report } = seen;
  const [page, setPage] = useState(1);
  const [whole, setWhole] = useState(false);
  const [rows, setRows] = useState<RowSample[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const recipe = useRecipe((state) => state.recipe);
  const key = reportKey(info, recipe);
  const { pairs } = report;
  const pages = Math.max(1, Math.ceil(report.rows / PAGE));
  const at = Math.min(page, pages);

  useEffect(() => {
    let late = false;
    const { data, text, seed, task } = useRecipe.getState().recipe;
    dataClient()
      .rows(info.id, data, text, (at - 1) * PAGE, PAGE, seed, task)
      .then(
        (found) => {
          if (late) return;
          setRows(found);
          setProblem(null);
        },
        (error: unknown) => {
          if (!late) setProblem(toErrorData(error).message);
        },
      );
    return () => {
      late = true;
    };
  }, [info.id, key, at]);

  return (
    <section aria-label="Rows">
      <div
        className={classes.scroll}
        tabIndex={0}
        role="group"
        aria-label="Rows of the data set"
        style={{ minHeight: 34 * (Math.min(PAGE, report.rows) + 1) }}
      >
        <table className={classes.table} data-rows>
          <thead>
            <tr>
              <th scope="col" data-number>
                row
              </th>
              <th scope="col">{pairs?.columns[0] ?? 'text'}</th>
              <th scope="col">{pairs?.columns[1] ?? 'label'}</th>
              <th scope="col">part</th>
              <th scope="col" data-number>
                tokens
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, text, label, split, unsupervised, tokens, targetTokens }) => (
              <tr key={row}>
                <td data-number className={classes.quiet}>
                  {formatNumber(row + 1)}
                </td>
                <td>
                  <div className={whole ? classes.wholeText : classes.lineText}>
                    {text === '' ? <em>empty</em> : text}
                  </div>
                </td>
                <td>
                  {pairs ? (
                    <div className={whole ? classes.wholeText : classes.lineText}>{label}</div>
                  ) : (
                    label
                  )}
                </td>
                <td className={classes.quiet}>{unsupervised ? 'unsupervised' : (split ?? 'left out')}</td>
                <td data-number>
                  {formatNumber(tokens)}
                  {targetTokens !== undefined && ` / ${formatNumber(targetTokens)}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problem && (
        <p role="alert" className={classes.warn}>
          {problem}
        </p>
      )}
      <Group justify="space-between" mt={8} gap="xs">
        <Switch
          size="xs"
          label="whole texts"
          checked={whole}
          onChange={(event) => setWhole(event.currentTarget.checked)}
        />
        <Pagination
          size="xs"
          total={pages}
          value={at}
          onChange={setPage}
          siblings={1}
          getControlProps={(control) => ({ 'aria-label': `${control} page of rows` })}
          getItemProps={(number) => ({ 'aria-label': `Page ${number} of rows` })}
        />
      </Group>
    </section>
  );
}
