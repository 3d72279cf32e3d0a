import type { ReactNode } from 'react';
import classes from './Sources.module.css';

/** The literature behind a text, below it in small. */
export function Sources({ children }: { children: ReactNode }) {
  return (
    <aside className={classes.sources} aria-label="Sources">
      {children}
    </aside>
  );
}
