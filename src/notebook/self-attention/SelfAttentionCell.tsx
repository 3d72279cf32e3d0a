import { SegmentedControl } from '@mantine/core';
import { useEffect } from 'react';
import { markRead, useNotebooks } from '../../store/notebook.ts';
import { useCell } from '../use-cell.ts';
import { HandMode } from './HandMode.tsx';
import { flushByHand, isUntouched, type Mode, openByHand, setMode, useByHand } from './kept.ts';
import { LookMode } from './LookMode.tsx';
import classes from './self-attention.module.css';
import { SettingsBar } from './SettingsBar.tsx';

const MODES: { value: Mode; label: string }[] = [
  { value: 'look', label: 'Look at every number' },
  { value: 'hand', label: 'Compute it yourself' },
];

/** Self-attention step by step on a sentence one types: every matrix on screen, or one's own row of each to compute. */
export default function SelfAttentionCell() {
  const { lesson, id } = useCell();
  const ready = useByHand((state) => state.loaded);
  const mode = useByHand((state) => state.mode);
  const loaded = useNotebooks((all) => all[lesson]?.loaded ?? false);
  // Done once something was tried in it, and its points are there.
  const tried = useByHand((state) => state.mode === 'hand' || !isUntouched(state));
  useEffect(() => {
    void openByHand();
    return () => void flushByHand();
  }, []);
  useEffect(() => {
    if (loaded && ready && tried) markRead(lesson, id);
  }, [loaded, ready, tried, lesson, id]);
  if (!ready) return <p>Loading…</p>;
  return (
    <div className={classes.cell}>
      <SegmentedControl
        size="xs"
        className={classes.modes}
        aria-label="What to do with the numbers"
        data={MODES}
        value={mode}
        onChange={(value) => setMode(value as Mode)}
      />
      <SettingsBar />
      {mode === 'look' ? (
        <LookMode />
      ) : (
        <div data-own-height>
          <HandMode />
        </div>
      )}
    </div>
  );
}
