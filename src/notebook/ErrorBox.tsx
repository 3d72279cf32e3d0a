import { Button } from '@mantine/core';
import type { LabErrorData } from '../base/errors.ts';
import classes from './ErrorBox.module.css';

/** The thing, the reason, the next step; and a way to try again. */
export function ErrorBox({ error, onRetry }: { error: LabErrorData; onRetry?: () => void }) {
  return (
    <div className={classes.box} role="group" aria-label="What went wrong">
      <p>{error.message}</p>
      {error.hint && <p className={classes.hint}>{error.hint}</p>}
      {error.details && error.details.length > 1 && (
        <details>
          <summary>All {error.details.length} of them</summary>
          <ul className={classes.details}>
            {error.details.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </details>
      )}
      {onRetry && (
        <Button variant="default" mt="xs" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
