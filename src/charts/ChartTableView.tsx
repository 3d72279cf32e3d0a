import { Group, Pagination, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import classes from './charts.module.css';
import { cellText, type ChartTable } from './table.ts';

const PAGE = 50;

/** The numbers of a chart as a real table, a page at a time. */
export function ChartTableView({ title, table }: { title: string; table: ChartTable }) {
  const [page, setPage] = useState(1);
  const pages = Math.max(1, Math.ceil(table.rows.length / PAGE));
  const from = (Math.min(page, pages) - 1) * PAGE;
  return (
    <>
      <div className={classes.tableScroll} tabIndex={0} role="group" aria-label={`${title}, as a table`}>
        <table className={classes.table}>
          <VisuallyHidden component="caption">{title}</VisuallyHidden>
          <thead>
            <tr>
              {table.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.slice(from, from + PAGE).map((row, i) => (
              <tr key={from + i}>
                {row.map((value, column) => (
                  <td key={column} data-number={typeof value === 'number' || undefined}>
                    {cellText(value, table.digits)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <Group justify="center" mt="xs">
          <Pagination
            size="xs"
            total={pages}
            value={Math.min(page, pages)}
            onChange={setPage}
            getControlProps={(control) => ({ 'aria-label': `${control} page` })}
            getItemProps={(number) => ({ 'aria-label': `Page ${number}` })}
          />
        </Group>
      )}
    </>
  );
}
