import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { HeatMap } from '../../charts/HeatMap.tsx';
import { MapPicture } from '../../charts/MapPicture.tsx';
import { type HeadMove, headMoves, lookedAtOf } from '../../data/head-profile.ts';
import type { Freeze } from '../../recipe/recipe.ts';
import { pin } from '../../store/pins.ts';
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

const weight = (value: number): string => value.toFixed(2);

const alike = (a: HeadMaps, b: HeadMaps): boolean =>
  a.tokens.length === b.tokens.length &&
  a.tokens.every(({ text }, i) => text === b.tokens[i]?.text) &&
  a.layers.length === b.layers.length &&
  a.layers[0]?.length === b.layers[0]?.length;

/** All heads of a layer, a row each, before and after; one of them large, with the difference. */
export function HeadComparison({ maps, titles, frozen, text, checked }: HeadComparisonProps) {
  const [chosen, setChosen] = useState({ layer: 0, head: 0, model: Infinity });
  const before = maps[0] as HeadMaps;
  const layers = before.layers.length;
  const layer = Math.min(chosen.layer, layers - 1);
  const heads = before.layers[layer]?.length ?? 0;
  // The last model to begin with: the one in which most learns.
  const shown = Math.min(chosen.model, maps.length - 1);
  const moves = useMemo(
    () =>
      maps.slice(1).map((own): HeadMove[] | null => {
        const [was, is] = [lookedAtOf(before.layers), lookedAtOf(own.layers)];
        return alike(before, own) ? headMoves([was], [is], layers, before.layers[0]?.length ?? 0) : null;
      }),
    [maps, before, layers],
  );
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
                      <span className={classes.map}>
                        <MapPicture values={own.layers[layer]?.[head] ?? []} />
                      </span>
                      {model === 0
                        ? 'before'
                        : `moved ${movedWords(moves[model - 1]?.[layer * heads + head])}${moves[model - 1]?.[layer * heads + head]?.identical ? '' : ' %'}`}
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

interface LargeProps {
  maps: readonly HeadMaps[];
  titles: readonly string[];
  layer: number;
  head: number;
  model: number;
  text: string;
}

/** One head before and after, and what differs. */
function Large({ maps, titles, layer, head, model, text }: LargeProps) {
  const where = `layer ${layer + 1}, head ${head + 1}`;
  const { labels, values, was, difference, compared } = useMemo(
    () => valuesOf(maps, layer, head, model),
    [maps, layer, head, model],
  );
  const axes = { yTitle: 'token that looks', xTitle: 'token looked at', yLabels: labels, xLabels: labels };
  const title = `${titles[model] ?? ''}: ${where}`;
  const put = (name: string, map: readonly (readonly number[])[]) => () =>
    pin({ title: name, text, tokens: labels, values: map.map((row) => [...row]) });
  const same = model === 0 ? was : values;
  return (
    <div className={training.charts}>
      {compared && (
        <div>
          <HeatMap {...axes} title={`Before: ${where}`} valueTitle="weight" values={was} format={weight} />
          <PinButton onPin={put(`Before: ${where}`, was)} />
        </div>
      )}
      <div>
        <HeatMap {...axes} title={title} valueTitle="weight" values={same} format={weight} />
        <PinButton onPin={put(title, same)} />
      </div>
      {compared && (
        <div>
          <HeatMap
            {...axes}
            title={`Difference: ${title}`}
            valueTitle="weight, after minus before"
            values={difference}
            format={weight}
          />
          <PinButton onPin={put(`Difference: ${title}`, difference)} />
        </div>
      )}
      {model > 0 && !compared && (
        <p className={training.hint}>
          This model reads the text in other pieces: there is no difference to show.
        </p>
      )}
    </div>
  );
}

const labelsOf = ({ tokens }: HeadMaps): string[] =>
  tokens.map(({ text, starts }, i) => `${i} ${starts ? '' : '–'}${text}`);

/** A head of one of the models and of the first: `compared` where both read the same tokens. */
function valuesOf(maps: readonly HeadMaps[], layer: number, head: number, model: number) {
  const [before, own] = [maps[0] as HeadMaps, maps[model] as HeadMaps];
  const values = own.layers[layer]?.[head] ?? [];
  const was = before.layers[layer]?.[head] ?? [];
  const difference = values.map((row, i) => row.map((value, j) => value - (was[i]?.[j] ?? 0)));
  return { labels: labelsOf(own), values, was, difference, compared: model > 0 && alike(before, own) };
}

function PinButton({ onPin }: { onPin: () => void }) {
  const [pinned, setPinned] = useState(false);
  return (
    <Button
      size="compact-xs"
      variant="default"
      onClick={() => {
        onPin();
        setPinned(true);
        setTimeout(() => setPinned(false), 1500);
      }}
    >
      {pinned ? 'Pinned below' : 'Pin this map'}
    </Button>
  );
}
