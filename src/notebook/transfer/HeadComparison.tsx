import { Button, SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { Drawing } from '../../charts/attention/draw.ts';
import { MapFigure } from '../../charts/attention/MapFigure.tsx';
import { difference, greatest, headMap, selfMaps, type WeightMap } from '../../charts/attention/maps.ts';
import { Thumbnail } from '../../charts/attention/Thumbnail.tsx';
import { type MapView, useMapView } from '../../charts/attention/use-map-view.ts';
import { type HeadMove, headMoves, lookedAtOf } from '../../data/head-profile.ts';
import type { Freeze } from '../../recipe/recipe.ts';
import { pin } from '../../store/pins.ts';
import { pieceOf } from '../../text/wordpiece.ts';
import type { HeadMaps } from '../../worker/protocol.ts';
import training from '../training/training.module.css';
import { movedWords, Unmoved } from './Moves.tsx';
import classes from './transfer.module.css';

interface HeadComparisonProps {
  /** Of one text: before, then after each fine-tuning. */
  maps: readonly HeadMaps[];
  titles: readonly string[];
  /** Of each fine-tuning. */
  frozen: readonly Freeze[];
  text: string;
  /** Say of frozen layers what was checked. */
  checked: boolean;
}

const alike = (a: HeadMaps, b: HeadMaps): boolean =>
  a.tokens.length === b.tokens.length &&
  a.tokens.every(({ text }, i) => text === b.tokens[i]?.text) &&
  a.layers.length === b.layers.length &&
  a.heads === b.heads;

const seen = ({ layers, tokens }: HeadMaps) => [lookedAtOf(layers, tokens.length)];

const mapOf = ({ tokens, heads, layers }: HeadMaps, layer: number, head: number): WeightMap =>
  headMap(selfMaps(tokens, heads, layers), { layer, head });

/** All heads of a layer, a row each, before and after; one of them large, with the difference. */
export function HeadComparison({ maps, titles, frozen, text, checked }: HeadComparisonProps) {
  const [chosen, setChosen] = useState({ layer: 0, head: 0, model: Infinity });
  const before = maps[0] as HeadMaps;
  const { heads } = before;
  const layers = before.layers.length;
  const layer = Math.min(chosen.layer, layers - 1);
  // The last model to begin with: the one in which most learns.
  const shown = Math.min(chosen.model, maps.length - 1);
  const moves = useMemo(() => movesOf(maps), [maps]);
  return (
    <>
      <div className={training.choices}>
        <SegmentedControl
          size="xs"
          aria-label="Layer"
          data={Array.from({ length: layers }, (_, i) => ({ value: String(i), label: `layer ${i + 1}` }))}
          value={String(layer)}
          onChange={(value) => setChosen({ ...chosen, layer: Number(value), head: 0 })}
        />
      </div>
      {checked &&
        moves.map((own, i) => (
          <Unmoved
            key={titles[i + 1]}
            title={titles[i + 1] ?? ''}
            freeze={frozen[i] ?? 'none'}
            moves={own}
            where="this text"
          />
        ))}
      <div className={classes.heads} role="region" aria-label={`Heads of layer ${layer + 1}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <td />
              {titles.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: heads }, (_, head) => (
              <tr key={head}>
                <th scope="row">head {head + 1}</th>
                {maps.map((own, model) => (
                  <td key={titles[model]}>
                    <button
                      type="button"
                      className={classes.head}
                      aria-label={`head ${head + 1}, ${titles[model] ?? ''}`}
                      aria-pressed={chosen.head === head && shown === model}
                      onClick={() => setChosen({ layer, head, model })}
                    >
                      <Small maps={own} layer={layer} head={head} />
                      {model === 0 ? 'before' : moved(moves[model - 1]?.[layer * heads + head])}
                    </button>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Large
        maps={maps}
        titles={titles}
        layer={layer}
        head={Math.min(chosen.head, heads - 1)}
        model={shown}
        text={text}
      />
    </>
  );
}

const movesOf = (maps: readonly HeadMaps[]): (HeadMove[] | null)[] => {
  const before = maps[0] as HeadMaps;
  return maps
    .slice(1)
    .map((own) =>
      alike(before, own) ? headMoves(seen(before), seen(own), before.layers.length, before.heads) : null,
    );
};

const moved = (move: HeadMove | undefined): string =>
  `moved ${movedWords(move)}${!move || move.identical ? '' : ' %'}`;

function Small({ maps, layer, head }: { maps: HeadMaps; layer: number; head: number }) {
  const map = useMemo(() => mapOf(maps, layer, head), [maps, layer, head]);
  return (
    <span className={classes.map}>
      <Thumbnail map={map} />
    </span>
  );
}

interface LargeProps {
  maps: readonly HeadMaps[];
  titles: readonly string[];
  layer: number;
  head: number;
  model: number;
  text: string;
}

interface Large {
  title: string;
  drawing: Drawing;
}

/** One head before and after, and what differs; all are zoomed and moved together. */
function Large({ maps, titles, layer, head, model, text }: LargeProps) {
  const large = useMemo(() => largeOf(maps, titles, layer, head, model), [maps, titles, layer, head, model]);
  const tokens = maps[model]?.tokens.length ?? 0;
  const view = useMapView({ rows: tokens, columns: tokens });
  return (
    <div className={training.charts}>
      {large.map((each) => (
        <Pinnable key={each.title} {...each} view={view} text={text} />
      ))}
      {model > 0 && large.length === 1 && (
        <p className={training.hint}>
          This model reads the text in other pieces: there is no difference to show.
        </p>
      )}
    </div>
  );
}

/** Before, after and their difference; of models that read other tokens the one alone. */
function largeOf(
  maps: readonly HeadMaps[],
  titles: readonly string[],
  layer: number,
  head: number,
  model: number,
): Large[] {
  const where = `layer ${layer + 1}, head ${head + 1}`;
  const [before, own] = [maps[0] as HeadMaps, maps[model] as HeadMaps];
  const labels = own.tokens.map(pieceOf);
  const drawn = (title: string, map: WeightMap, signed = false): Large => ({
    title,
    drawing: {
      map,
      scale: signed ? 'signed' : 'weight',
      most: signed ? greatest(map) : 1,
      rowLabels: labels,
      columnLabels: labels,
    },
  });
  const after = mapOf(own, layer, head);
  const title = `${model === 0 ? 'Before' : (titles[model] ?? '')}: ${where}`;
  if (model === 0 || !alike(before, own)) return [drawn(title, after)];
  const was = mapOf(before, layer, head);
  const change = difference(after, was);
  return [
    drawn(`Before: ${where}`, was),
    drawn(title, after),
    ...(change ? [drawn(`Difference: ${title}`, change, true)] : []),
  ];
}

function Pinnable({ title, drawing, view, text }: Large & { view: MapView; text: string }) {
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
