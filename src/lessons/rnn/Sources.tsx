import type { ReactNode } from 'react';
import classes from './Sources.module.css';

/** The literature behind a text, below it in small. */
export function Sources({ children }: { children: ReactNode }) {
  return (
    <div className={classes.sources} role="group" aria-label="Sources">
      {children}
    </div>
  );
}
