import { Button } from '@mantine/core';
import { type MouseEvent, useRef } from 'react';
import { useNotebooks } from '../store/notebook.ts';
import { type CellState, trainsFirst } from '../store/cells.ts';
import type { CellDefinition } from './cell.ts';
import classes from './Cell.module.css';
import { duration, SHORTCUTS } from './words.ts';
import { PlayIcon, StopIcon } from './icons.tsx';
import { useSign } from './cell-sign.ts';
import { STATE_WORDS, StateSign } from './StateSign.tsx';
import { type CellView, useCell, useCellProgress } from './use-cell.ts';

/** States that a person may want explained in words beside the title. */
const SPOKEN: readonly CellState[] = ['running', 'queued', 'stale', 'failed', 'interrupted'];

const EXPLAINED: Partial<Record<CellState, string>> = {
  stale: 'Settings that this follows from have changed since it ran.',
  interrupted: 'It was stopped before it came to an end.',
  queued: 'It begins when those above are done.',
};

function RunButton({ cell, title, label }: { cell: CellView; title: string; label: string }) {
  const interrupting = useNotebooks((all) => all[cell.lesson]?.interrupting ?? false);
  const loaded = useNotebooks((all) => all[cell.lesson]?.loaded ?? false);
  const first = useNotebooks((all) => {
    const notebook = all[cell.lesson];
    return notebook ? trainsFirst(notebook.plans, notebook.recipe, notebook.records, cell.id) : null;
  });
  const { state } = cell;
  const works = state === 'running' || state === 'queued';
  // A cell that follows its settings begins and ends by itself, perhaps while the button is held down: a press that was
  // meant to end it must not begin it anew, nor the other way round.
  const pressed = useRef<boolean | null>(null);
  const press = (): void => {
    pressed.current = works;
  };
  const released = (act: () => void) => (event: MouseEvent) => {
    // By key nothing was held down before.
    const meant = event.detail === 0 ? works : (pressed.current ?? works);
    pressed.current = null;
    if (meant === works) act();
  };
  if (works) {
    const text = interrupting ? 'Stopping…' : state === 'queued' ? 'Do not run' : 'Interrupt';
    return (
      <Button
        variant="outline"
        color="var(--lab-warn)"
        leftSection={<StopIcon />}
        onPointerDown={press}
        onClick={released(cell.interrupt)}
        disabled={interrupting}
        aria-label={`${text}: ${title}`}
      >
        {text}
      </Button>
    );
  }
  const own = state === 'done' ? `${label} again` : label;
  // A look that begins with a training of minutes must not say that it is a look alone.
  const text = first === null ? own : `${first}, then ${own.charAt(0).toLowerCase()}${own.slice(1)}`;
  return (
    <Button
      variant={state === 'done' ? 'default' : 'filled'}
      leftSection={<PlayIcon />}
      rightSection={<kbd className={classes.hint}>{SHORTCUTS.runCell}</kbd>}
      onPointerDown={press}
      onClick={released(cell.run)}
      disabled={!loaded}
      aria-label={`${text}: ${title}`}
    >
      {text}
    </Button>
  );
}

/** How far the runner is. Over the line below the head, so that nothing shifts when it begins or ends. */
function ProgressLine() {
  const progress = useCellProgress();
  const running = useCell().state === 'running';
  if (!running) return null;
  const share = progress?.total ? Math.min(1, progress.done / progress.total) : null;
  return (
    <div
      className={classes.progress}
      role="progressbar"
      aria-label={progress?.phase ?? 'running'}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share !== null && { 'aria-valuenow': Math.round(share * 100) })}
    >
      <div
        className={share === null ? classes.unknown : classes.share}
        style={share === null ? undefined : { transform: `scaleX(${share})` }}
      />
    </div>
  );
}

function Phase() {
  const progress = useCellProgress();
  return progress && <span className={classes.phase}>{progress.phase}</span>;
}

export function CellHead({
  definition,
  onSlot,
}: {
  definition: CellDefinition;
  onSlot: (element: HTMLElement | null) => void;
}) {
  const cell = useCell();
  const detail = useNotebooks((all) => all[cell.lesson]?.details[cell.id]);
  const { state, seconds } = cell;
  const sign = useSign(state, definition);
  return (
    <header className={classes.head}>
      <StateSign state={state} cell={definition} />
      <h3 className={classes.title}>{definition.title}</h3>
      {sign !== 'partly' && SPOKEN.includes(sign) && (
        <span
          className={classes.chip}
          data-state={sign}
          title={sign === state ? EXPLAINED[sign] : 'The code has changed since its checks ran.'}
        >
          {STATE_WORDS[sign]}
        </span>
      )}
      <span className={classes.note}>
        {state === 'running' ? (
          <Phase />
        ) : (
          (detail ?? (state === 'done' && seconds !== null && duration(seconds)))
        )}
      </span>
      <div className={classes.actions}>
        <span ref={onSlot} className={classes.slot} />
        {!definition.noRun && (
          <RunButton cell={cell} title={definition.title} label={definition.runLabel ?? 'Run'} />
        )}
      </div>
      <ProgressLine />
    </header>
  );
}
