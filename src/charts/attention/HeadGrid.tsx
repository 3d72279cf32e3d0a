import { memo, type ReactNode } from 'react';
import classes from './attention.module.css';
import { type AttentionMaps, headMap, type HeadPlace } from './maps.ts';
import { Thumbnail } from './Thumbnail.tsx';

interface HeadGridProps {
  maps: AttentionMaps;
  chosen: HeadPlace;
  onChoose: (place: HeadPlace) => void;
  isOff?: ((place: HeadPlace) => boolean) | undefined;
  under?: ((place: HeadPlace) => ReactNode) | undefined;
}

/** All heads small, a row for each layer; the chosen one is pressed. */
export function HeadGrid({ maps, chosen, onChoose, isOff, under }: HeadGridProps) {
  return (
    <div className={classes.layers}>
      {maps.layers.map((_, layer) => (
        <ul key={layer} className={classes.grid} aria-label={`Heads of layer ${layer + 1}`}>
          {Array.from({ length: maps.heads }, (_, head) => {
            const place = { layer, head };
            return (
              <li key={head}>
                <button
                  type="button"
                  className={classes.head}
                  aria-pressed={chosen.layer === layer && chosen.head === head}
                  data-off={isOff?.(place) || undefined}
                  onClick={() => onChoose(place)}
                >
                  <Small maps={maps} layer={layer} head={head} />
                  layer {layer + 1}, head {head + 1}
                </button>
                {under?.(place)}
              </li>
            );
          })}
        </ul>
      ))}
    </div>
  );
}

/** Drawn anew only with new maps, not with each choice. */
const Small = memo(function Small({ maps, layer, head }: { maps: AttentionMaps } & HeadPlace) {
  return <Thumbnail map={headMap(maps, { layer, head })} />;
});
