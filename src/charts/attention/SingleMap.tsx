import { Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import classes from './attention.module.css';
import type { Drawing, TrueLink } from './draw.ts';
import { MapControls } from './MapControls.tsx';
import { MapFigure } from './MapFigure.tsx';
import { hasPieces, joinedMap, joinedTokens, mapOfRows, type ShownToken, tokenLabel } from './maps.ts';
import { useMapView } from './use-map-view.ts';

interface SingleMapProps {
  title: string;
  /** Which run and step it is of: for pictures and files that are taken away. */
  detail?: string;
  /** What rows and columns are, for the same. */
  axes?: { rows: string; columns: string };
  queries: readonly ShownToken[];
  keys: readonly ShownToken[];
  /** rows[query][key] in [0, 1]. Memoise what is given, or each drawing is a new one. */
  rows: readonly (readonly number[])[];
  /** Cells whose words belong together, by tokens: framed unless that is switched off. Memoise them as well. */
  links?: readonly TrueLink[];
  /** Digits behind the point that the weights have; unless said, those of float32. */
  decimals?: number;
}

/** One matrix of attention by itself, from word to word; words made of pieces can be taken apart. */
export function SingleMap(props: SingleMapProps) {
  const { title, detail, axes, queries, keys, rows, links, decimals } = props;
  const [joins, setJoins] = useState(true);
  const [framed, setFramed] = useState(true);
  const pieces = hasPieces({ queries, keys });
  const joined = joins && pieces;
  const marked = !joined && links && links.length > 0 ? links : null;
  const drawing = useMemo<Drawing>(() => {
    const map = mapOfRows(rows);
    const [from, to] = joined ? [joinedTokens(queries), joinedTokens(keys)] : [queries, keys];
    return {
      map: joined ? joinedMap(map, queries, keys) : map,
      scale: 'weight',
      most: 1,
      rowLabels: from.map(tokenLabel),
      columnLabels: to.map(tokenLabel),
      ...(axes && { axes }),
      ...(framed && marked && { links: marked }),
      ...(decimals !== undefined && { decimals }),
    };
  }, [rows, queries, keys, joined, axes, framed, marked, decimals]);
  const view = useMapView(drawing.map);
  return (
    <div className={classes.view}>
      <MapControls view={view} pieces={pieces} joins={joins} onJoins={setJoins}>
        {marked && (
          <Switch
            size="xs"
            label={
              marked.every(({ sure }) => sure)
                ? 'frame the words that belong together'
                : 'frame the words that belong together (dashed: perhaps)'
            }
            checked={framed}
            onChange={({ currentTarget }) => setFramed(currentTarget.checked)}
          />
        )}
      </MapControls>
      <MapFigure title={title} {...(detail !== undefined && { detail })} drawing={drawing} view={view} />
    </div>
  );
}
