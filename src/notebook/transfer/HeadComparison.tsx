import { SegmentedControl } from '@mantine/core';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { Thumbnail } from '../../charts/attention/Thumbnail.tsx';
import { SaveLinks } from '../../charts/SaveLinks.tsx';
import training from '../training/training.module.css';
import { columnsOf, type ComparedText, has, mapOf, type ModelColumn, placeToShow } from './compared-text.ts';
import { LargeMaps } from './LargeMaps.tsx';
import { Unmoved } from './Moves.tsx';
import { headsSvg, movedOf } from './pictures.ts';
import classes from './transfer.module.css';

interface HeadComparisonProps {
  /** Each a model before, and runs that began with it. */
  groups: readonly ComparedText[];
  text: string;
  /** Say of frozen layers what was checked. */
  checked: boolean;
}

/** Heads down and models to the right that a key goes. */
const ARROWS: Partial<Record<string, readonly [number, number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

/** All heads of a layer, a row each, before and after; one of them large, with the difference. */
export function HeadComparison({ groups, text, checked }: HeadComparisonProps) {
  const [chosen, setChosen] = useState({ layer: 0, head: 0, model: Infinity });
  const columns = useMemo(() => columnsOf(groups), [groups]);
  const layers = Math.max(...columns.map(({ maps }) => maps.layers.length));
  const place = placeToShow(columns, chosen);
  const { layer } = place;
  const heads = Math.max(...columns.map((column) => (has(column, layer, 0) ? column.maps.heads : 0)));
  const shown = columns[place.model];
  /** One stop of the Tab key for all heads; arrow keys choose among them, over what has no such head. */
  const move = (event: KeyboardEvent<HTMLTableElement>): void => {
    const [down, right] = ARROWS[event.key] ?? [0, 0];
    if (down === 0 && right === 0) return;
    event.preventDefault();
    let [head, model] = [place.head + down, place.model + right];
    let column = columns[model];
    while (column && head >= 0 && head < heads && !has(column, layer, head)) {
      head += down;
      model += right;
      column = columns[model];
    }
    if (!column || head < 0 || head >= heads) return;
    setChosen({ layer, head, model });
    event.currentTarget.querySelector<HTMLElement>(`[data-place="${head} ${model}"]`)?.focus();
  };
  const overview = `Heads of layer ${layer + 1}, ${groups.map(({ name }) => name).join(', ')}`;
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
        columns.map(
          ({ title, freeze, moves }) =>
            freeze !== null && (
              <Unmoved key={title} title={title} freeze={freeze} moves={moves} where="this text" />
            ),
        )}
      <div className={classes.heads} role="region" aria-label={`Heads of layer ${layer + 1}`} tabIndex={0}>
        <table onKeyDown={move}>
          <thead>
            {groups.length > 1 && (
              <tr>
                <td />
                {groups.map(({ name, maps }) => (
                  <th key={name} scope="colgroup" colSpan={maps.length}>
                    {name}
                  </th>
                ))}
              </tr>
            )}
            <tr>
              <td />
              {columns.map(({ title }) => (
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
                {columns.map((column, model) => (
                  <td key={column.title}>
                    {has(column, layer, head) ? (
                      <button
                        type="button"
                        className={classes.head}
                        aria-label={`head ${head + 1}, ${column.title}`}
                        aria-pressed={place.head === head && place.model === model}
                        tabIndex={place.head === head && place.model === model ? 0 : -1}
                        data-place={`${head} ${model}`}
                        onClick={() => setChosen({ layer, head, model })}
                      >
                        <Small column={column} layer={layer} head={head} />
                        {movedOf(column, layer, head)}
                      </button>
                    ) : (
                      <span className={training.hint}>no such head</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <SaveLinks title={overview} svg={() => headsSvg(`${overview}: “${text}”`, columns, layer, heads)} />
      {shown && <LargeMaps key={shown.title} column={shown} layer={layer} head={place.head} text={text} />}
    </>
  );
}

function Small({ column, layer, head }: { column: ModelColumn; layer: number; head: number }) {
  const map = useMemo(() => mapOf(column.maps, layer, head), [column, layer, head]);
  return (
    <span className={classes.map}>
      <Thumbnail map={map} />
    </span>
  );
}
