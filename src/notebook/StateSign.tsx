import type { CellState } from '../store/cells.ts';
import type { CellDefinition } from './cell.ts';
import { type Sign, useSign } from './cell-sign.ts';
import classes from './StateSign.module.css';

/** In words, for screen readers, tooltips and announcements. */
export const STATE_WORDS: Record<CellState, string> = {
  'never-run': 'not run yet',
  queued: 'waiting',
  running: 'running',
  done: 'done',
  stale: 'out of date',
  failed: 'failed',
  interrupted: 'interrupted',
};

const SIGN_WORDS: Record<Sign, string> = { ...STATE_WORDS, partly: 'points are missing' };

/** Told apart by shape as well as by colour. */
function Shape({ state }: { state: Sign }) {
  switch (state) {
    case 'never-run':
      return <circle cx="7" cy="7" r="4.2" />;
    case 'queued':
      return (
        <>
          <circle cx="7" cy="7" r="4.2" />
          <circle cx="7" cy="7" r="1.4" className={classes.solid} />
        </>
      );
    case 'running':
      return (
        <>
          <circle cx="7" cy="7" r="4.6" className={classes.track} />
          <path d="M7 2.4a4.6 4.6 0 0 1 4.6 4.6" className={classes.turning} />
        </>
      );
    case 'done':
      return (
        <>
          <circle cx="7" cy="7" r="5.2" className={classes.solid} />
          <path d="m4.7 7.2 1.6 1.6 3-3.4" className={classes.cut} />
        </>
      );
    case 'stale':
      return <circle cx="7" cy="7" r="4.2" strokeDasharray="3.3 1.98" strokeWidth="2.2" />;
    case 'failed':
      return (
        <>
          <circle cx="7" cy="7" r="5.2" className={classes.solid} />
          <path d="m5.1 5.1 3.8 3.8m0-3.8L5.1 8.9" className={classes.cut} />
        </>
      );
    case 'partly':
    case 'interrupted':
      return (
        <>
          <circle cx="7" cy="7" r="4.2" />
          <path d="M7 2.8a4.2 4.2 0 0 0 0 8.4z" className={classes.solid} />
        </>
      );
  }
}

/** @param cell where it is scored, `done` needs all of its points, had by the code that stands there */
export function StateSign({ state, cell }: { state: CellState; cell: CellDefinition }) {
  const sign = useSign(state, cell);
  return (
    <span className={classes.sign} data-state={sign} title={SIGN_WORDS[sign]}>
      <svg
        width="14"
        height="14"
        viewBox="0 0 14 14"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        aria-hidden
      >
        <Shape state={sign} />
      </svg>
      <span className="visually-hidden">{SIGN_WORDS[sign]}</span>
    </span>
  );
}
