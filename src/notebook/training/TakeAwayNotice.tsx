import { ErrorBox } from '../ErrorBox.tsx';
import { useDownloads } from './downloads.ts';
import classes from './training.module.css';

const NOTHING = { busy: null, error: null, done: null };

/** How it went with the last zip that was asked for here. */
export function TakeAwayNotice({ place }: { place: string }) {
  const downloads = useDownloads();
  const { busy, error, done } = downloads.place === place ? downloads : NOTHING;
  return (
    <div role="status">
      {busy && <p className={classes.hint}>{busy === 'packing' ? 'Packing the zip…' : 'Opening the zip…'}</p>}
      {!busy && done && <p className={classes.hint}>{done}</p>}
      {!busy && error && <ErrorBox error={error} />}
    </div>
  );
}
