import classes from './exercise.module.css';
import type { Written } from './gathered.ts';

/** What the code wrote to the console. */
export function Output({ lines, dropped, atLeast }: Written & { atLeast: boolean }) {
  if (lines.length === 0) return null;
  return (
    <section aria-label="Output of your code" className={classes.output}>
      <pre tabIndex={0}>{lines.join('\n')}</pre>
      {dropped > 0 && (
        <p>
          {atLeast && 'At least '}
          {dropped.toLocaleString('en')} more lines were left out: the first {lines.length} are shown.
        </p>
      )}
    </section>
  );
}
