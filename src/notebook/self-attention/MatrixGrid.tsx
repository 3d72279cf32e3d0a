import type { ReactNode } from 'react';
import classes from './self-attention.module.css';

/** Matrices with more columns than this have narrow ones. */
const NARROW_FROM = 16;

interface MatrixGridProps {
  /** What it is, for those who do not see it. */
  label: string;
  columns: readonly string[];
  /** Its rows, each with a head of its own. */
  children: ReactNode;
}

/** The frame of every matrix: what does not fit scrolls sideways, each column has its name. */
export function MatrixGrid({ label, columns, children }: MatrixGridProps) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={label}>
      <table data-narrow={columns.length > NARROW_FROM || undefined}>
        <thead>
          <tr>
            <td />
            {columns.map((name, j) => (
              <th key={j} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
