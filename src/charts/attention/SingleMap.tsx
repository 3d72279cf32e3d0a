import { useMemo } from 'react';
import type { Drawing } from './draw.ts';
import { MapFigure } from './MapFigure.tsx';
import { mapOfRows } from './maps.ts';
import { useMapView } from './use-map-view.ts';

interface SingleMapProps {
  title: string;
  rowLabels: readonly string[];
  columnLabels: readonly string[];
  /** rows[row][column] in [0, 1]. Memoise what is given, or each drawing is a new one. */
  rows: readonly (readonly number[])[];
}

/** One matrix of attention by itself. */
export function SingleMap({ title, rowLabels, columnLabels, rows }: SingleMapProps) {
  const drawing = useMemo<Drawing>(
    () => ({ map: mapOfRows(rows), scale: 'weight', most: 1, rowLabels, columnLabels }),
    [rows, rowLabels, columnLabels],
  );
  const view = useMapView(drawing.map);
  return <MapFigure title={title} drawing={drawing} view={view} />;
}
