import { Popover, UnstyledButton } from '@mantine/core';
import { useShallow } from 'zustand/react/shallow';
import { useSaved } from '../store/saved.ts';
import classes from './Header.module.css';

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

/** Whether all that was done is kept in this browser: the truth of every write, not a promise. */
export function SavedSign() {
  const { pending, savedAt, failures } = useSaved(
    useShallow((s) => ({ pending: s.pending > 0, savedAt: s.savedAt, failures: s.failed })),
  );
  const failed = Object.entries(failures);
  const state = failed.length > 0 ? 'bad' : pending ? 'wait' : 'good';
  const text =
    failed.length > 0
      ? 'Not saved'
      : pending
        ? 'Saving…'
        : savedAt !== null
          ? `Saved ${clock.format(savedAt)}`
          : 'All saved';
  return (
    <Popover width={300} position="bottom-end" shadow="md" withinPortal>
      <Popover.Target>
        <UnstyledButton className={classes.saved} data-state={state}>
          <i className={classes.savedMark} aria-hidden>
            ✓
          </i>
          <span>{text}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.menuNote}>
          <strong>{text}</strong>
        </p>
        {failed.map(([what, error]) => (
          <p key={what} className={classes.menuBad}>
            <strong>{what}:</strong> {error.message} {error.hint}
          </p>
        ))}
        <p className={classes.menuNote}>
          Runs, weights, data sets and the state of the cells are kept in this browser, on this machine. They
          are sent nowhere.
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}
