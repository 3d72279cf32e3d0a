import { ErrorBox } from '../ErrorBox.tsx';
import { useDownloads } from './downloads.ts';
import classes from './training.module.css';

/** How it went with the last zip. */
export function TakeAwayNotice() {
  const { busy, error, done } = useDownloads();
  return (
    <div role="status">
      {busy && <p className={classes.hint}>{busy === 'packing' ? 'Packing the zip…' : 'Opening the zip…'}</p>}
      {!busy && done && <p className={classes.hint}>{done}</p>}
      {!busy && error && <ErrorBox error={error} />}
    </div>
  );
}
