import { type ReactNode, useMemo, useState } from 'react';
import classes from './attention.module.css';
import type { Drawing } from './draw.ts';
import { HeadGrid } from './HeadGrid.tsx';
import { MapControls } from './MapControls.tsx';
import { MapFigure } from './MapFigure.tsx';
import {
  type AttentionMaps,
  difference,
  greatest,
  hasPieces,
  headMap,
  type HeadPlace,
  joinedMap,
  joinedTokens,
  type ShownToken,
  tokenLabel,
  type WeightMap,
} from './maps.ts';
import { useMapView } from './use-map-view.ts';

interface AttentionViewProps {
  maps: AttentionMaps;
  /** What the maps are of; stands before “layer 1, head 2”. */
  name: string;
  /** Maps of the same text by another model, shown beside with the difference. */
  other?: { maps: AttentionMaps; name: string } | null;
  chosen: HeadPlace;
  onChoose: (place: HeadPlace) => void;
  /** Heads that are switched off: pale. */
  isOff?: (place: HeadPlace) => boolean;
  /** A line or a control under each small map. */
  under?: (place: HeadPlace) => ReactNode;
  /** More controls beside those of the view. */
  children?: ReactNode;
}

/**
 * Where heads look: all of them small, layer by layer, and one large, to be read with pointer or keyboard, zoomed and
 * moved. Texts may have hundreds of tokens; pieces of words can be put together.
 */
export function AttentionView({
  maps,
  name,
  other = null,
  chosen,
  onChoose,
  isOff,
  under,
  children,
}: AttentionViewProps) {
  const [joins, setJoins] = useState(false);
  const pieces = hasPieces(maps);
  const joined = joins && pieces;
  const { queries, keys } = useMemo(
    () => (joined ? { queries: joinedTokens(maps.queries), keys: joinedTokens(maps.keys) } : maps),
    [maps, joined],
  );
  const drawn = useMemo(
    () => drawings(maps, other?.maps ?? null, chosen, joined, { queries, keys }),
    [maps, other?.maps, chosen, joined, queries, keys],
  );
  const view = useMapView({ rows: queries.length, columns: keys.length });
  const where = `layer ${chosen.layer + 1}, head ${chosen.head + 1}`;
  const named = (title: string): string => (title ? `${title}: ${where}` : where);
  return (
    <div className={classes.view}>
      <HeadGrid maps={maps} chosen={chosen} onChoose={onChoose} isOff={isOff} under={under} />
      <MapControls view={view} pieces={pieces} joins={joins} onJoins={setJoins}>
        {children}
      </MapControls>
      <div className={classes.maps}>
        <MapFigure title={named(name)} drawing={drawn.own} view={view} />
        {drawn.other && <MapFigure title={named(other?.name ?? '')} drawing={drawn.other} view={view} />}
        {drawn.change && (
          <MapFigure
            title={`Difference, ${where}`}
            drawing={drawn.change}
            view={view}
            verb="looks more (or less) at"
          />
        )}
      </div>
      {other && !drawn.other && (
        <p className={classes.told}>
          {other.name} cuts this text into other tokens: its maps cannot be laid beside these.
        </p>
      )}
    </div>
  );
}

interface Drawings {
  own: Drawing;
  other: Drawing | null;
  /** The first without the second. */
  change: Drawing | null;
}

function drawings(
  maps: AttentionMaps,
  others: AttentionMaps | null,
  place: HeadPlace,
  joined: boolean,
  { queries, keys }: Pick<AttentionMaps, 'queries' | 'keys'>,
): Drawings {
  const labels = { rowLabels: queries.map(tokenLabel), columnLabels: keys.map(tokenLabel) };
  const of = (from: AttentionMaps): WeightMap => {
    const map = headMap(from, place);
    return joined ? joinedMap(map, from.queries, from.keys) : map;
  };
  const weights = (map: WeightMap): Drawing => ({ map, scale: 'weight', most: 1, ...labels });
  const own = of(maps);
  const other = others && sameTokens(maps, others) ? of(others) : null;
  const change = other && difference(own, other);
  return {
    own: weights(own),
    other: other && weights(other),
    change: change && { map: change, scale: 'signed', most: greatest(change), ...labels },
  };
}

function sameTokens(a: AttentionMaps, b: AttentionMaps): boolean {
  const same = (one: readonly ShownToken[], two: readonly ShownToken[]): boolean =>
    one.length === two.length && one.every(({ text }, i) => text === two[i]?.text);
  return same(a.queries, b.queries) && same(a.keys, b.keys);
}
