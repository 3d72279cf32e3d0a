import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { MapFigure } from '../../charts/attention/MapFigure.tsx';
import { type MapView, useMapView } from '../../charts/attention/use-map-view.ts';
import { pin } from '../../store/pins.ts';
import training from '../training/training.module.css';
import { type LargeMap, largeOf, type ModelColumn } from './compared-text.ts';

interface LargeMapsProps {
  column: ModelColumn;
  layer: number;
  head: number;
  text: string;
}

/** One head before and after, and what differs; all are zoomed and moved together. */
export function LargeMaps({ column, layer, head, text }: LargeMapsProps) {
  const large = useMemo(() => largeOf(column, layer, head), [column, layer, head]);
  const tokens = column.maps.tokens.length;
  const view = useMapView({ rows: tokens, columns: tokens });
  return (
    <div className={training.charts}>
      {large.map((each) => (
        <Pinnable key={each.title} {...each} view={view} text={text} />
      ))}
      {column.freeze !== null && large.length === 1 && (
        <p className={training.hint}>
          This model reads the text in other pieces than it did before: there is no difference to show.
        </p>
      )}
    </div>
  );
}

function Pinnable({ title, drawing, view, text }: LargeMap & { view: MapView; text: string }) {
  const [pinned, setPinned] = useState(false);
  useEffect(() => {
    if (!pinned) return;
    const timer = setTimeout(() => setPinned(false), 1500);
    return () => clearTimeout(timer);
  }, [pinned]);
  const { map, scale, rowLabels } = drawing;
  return (
    <div>
      <MapFigure
        title={title}
        drawing={drawing}
        view={view}
        {...(scale === 'signed' && { verb: 'looks more (or less) at' })}
      />
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Pin “${title}”`}
        onClick={() => {
          pin({
            title,
            text,
            tokens: [...rowLabels],
            values: Array.from(map.values),
            signed: scale === 'signed',
          });
          setPinned(true);
        }}
      >
        {pinned ? 'Pinned below' : 'Pin this map'}
      </Button>
    </div>
  );
}
