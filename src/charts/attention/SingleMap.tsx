import { useMemo, useState } from 'react';
import classes from './attention.module.css';
import type { Drawing } from './draw.ts';
import { MapControls } from './MapControls.tsx';
import { MapFigure } from './MapFigure.tsx';
import { hasPieces, joinedMap, joinedTokens, mapOfRows, type ShownToken, tokenLabel } from './maps.ts';
import { useMapView } from './use-map-view.ts';

interface SingleMapProps {
  title: string;
  queries: readonly ShownToken[];
  keys: readonly ShownToken[];
  /** rows[query][key] in [0, 1]. Memoise what is given, or each drawing is a new one. */
  rows: readonly (readonly number[])[];
}

/** One matrix of attention by itself, from word to word; words made of pieces can be taken apart. */
export function SingleMap({ title, queries, keys, rows }: SingleMapProps) {
  const [joins, setJoins] = useState(true);
  const pieces = hasPieces({ queries, keys });
  const joined = joins && pieces;
  const drawing = useMemo<Drawing>(() => {
    const map = mapOfRows(rows);
    const [from, to] = joined ? [joinedTokens(queries), joinedTokens(keys)] : [queries, keys];
    return {
      map: joined ? joinedMap(map, queries, keys) : map,
      scale: 'weight',
      most: 1,
      rowLabels: from.map(tokenLabel),
      columnLabels: to.map(tokenLabel),
    };
  }, [rows, queries, keys, joined]);
  const view = useMapView(drawing.map);
  return (
    <div className={classes.view}>
      <MapControls view={view} pieces={pieces} joins={joins} onJoins={setJoins} />
      <MapFigure title={title} drawing={drawing} view={view} />
    </div>
  );
}
