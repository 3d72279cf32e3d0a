import { Switch } from '@mantine/core';
import type { HeadPlace } from '../../charts/attention/maps.ts';
import type { HeadProfile } from '../../data/head-tasks.ts';
import classes from './heads.module.css';
import { mainLook, TASK_SHORT } from './words.ts';

interface HeadSwitchProps {
  place: HeadPlace;
  /** What it looks at; null while it learns. */
  profile: HeadProfile | null;
  on: boolean;
  /** Null: there is nothing to switch yet. */
  onToggle: (() => void) | null;
}

/** Under the map of a head: what it looks at, and its switch. */
export function HeadSwitch({ place, profile, on, onToggle }: HeadSwitchProps) {
  const look = profile ? mainLook(profile) : null;
  return (
    <div className={classes.under}>
      <span className={classes.look}>
        {look && profile ? `${TASK_SHORT[look]}: ${profile[look].toFixed(2)}` : ' '}
      </span>
      <Switch
        size="xs"
        label="on"
        aria-label={`Layer ${place.layer + 1}, head ${place.head + 1} is on`}
        checked={on}
        disabled={onToggle === null}
        onChange={() => onToggle?.()}
      />
    </div>
  );
}
