import { ActionIcon, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './attention.module.css';
import type { MapView } from './use-map-view.ts';

interface MapControlsProps {
  view: MapView;
  /** Whether there are pieces of words that could be put together. */
  pieces: boolean;
  joins: boolean;
  onJoins: (joins: boolean) => void;
  /** More controls beside these. */
  children?: ReactNode;
}

const ZOOM = 1.5;

/** What can be done with a map: zoomed, shown whole, its pieces put together. */
export function MapControls({ view, pieces, joins, onJoins, children }: MapControlsProps) {
  return (
    <div className={classes.controls}>
      <span className={classes.zoom} role="group" aria-label="Zoom">
        <ActionIcon
          variant="default"
          aria-label="Show more of the map"
          disabled={view.isWhole}
          onClick={() => view.zoom(ZOOM)}
        >
          −
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label="Show less of the map, larger"
          onClick={() => view.zoom(1 / ZOOM)}
        >
          +
        </ActionIcon>
        <ActionIcon
          variant="default"
          w="auto"
          px="xs"
          aria-label="Show all of the map"
          disabled={view.isWhole}
          onClick={view.reset}
        >
          all
        </ActionIcon>
      </span>
      {pieces && (
        <Switch
          size="xs"
          label="put pieces together"
          checked={joins}
          onChange={({ currentTarget }) => onJoins(currentTarget.checked)}
        />
      )}
      {children}
    </div>
  );
}
