import { Switch } from '@mantine/core';
import type { HeadProfile } from '../../data/head-tasks.ts';
import { MapPicture } from '../../charts/MapPicture.tsx';
import classes from './heads.module.css';
import { headName, mainLook, mapRows, TASK_SHORT } from './words.ts';

interface HeadGridProps {
  maps: Float32Array;
  characters: readonly string[];
  heads: number;
  /** Of all layers. */
  count: number;
  /** What each looks at; null while it learns. */
  profiles: readonly HeadProfile[] | null;
  chosen: number;
  onChoose: (index: number) => void;
  /** Heads that are switched off. */
  off: readonly number[];
  /** Null: there is nothing to switch yet. */
  onToggle: ((index: number) => void) | null;
}

/** A small map of every head, to be chosen and switched. */
export function HeadGrid({
  maps,
  characters,
  heads,
  count,
  profiles,
  chosen,
  onChoose,
  off,
  onToggle,
}: HeadGridProps) {
  return (
    <ul className={classes.grid} aria-label="Heads">
      {Array.from({ length: count }, (_, index) => {
        const name = headName(index, heads);
        const profile = profiles?.[index];
        const look = profile ? mainLook(profile) : null;
        return (
          <li key={index} className={classes.head} data-off={off.includes(index) || undefined}>
            <button
              type="button"
              className={classes.map}
              aria-pressed={index === chosen}
              onClick={() => onChoose(index)}
            >
              <MapPicture values={mapRows(maps, index, characters.length)} />
              <span>{name}</span>
            </button>
            <span className={classes.look}>
              {look && profile ? `${TASK_SHORT[look]}: ${profile[look].toFixed(2)}` : ' '}
            </span>
            <Switch
              size="xs"
              label="on"
              aria-label={`${name} is on`}
              checked={!off.includes(index)}
              disabled={onToggle === null}
              onChange={() => onToggle?.(index)}
            />
          </li>
        );
      })}
    </ul>
  );
}
