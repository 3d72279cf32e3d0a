import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { LabError, toErrorData } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import { drawHeadText, HEAD_TASKS, headTextOf, readHeadText } from '../../data/head-tasks.ts';
import { LineChart } from '../../charts/LineChart.tsx';
import { HeatMap } from '../../charts/HeatMap.tsx';
import type { CellRunner } from '../../store/cells.ts';
import { startDevice, useDevice } from '../../store/device.ts';
import { type HeadsResult, lookWithHeads, trainHeads, useHeads } from '../../store/heads.ts';
import { useCell } from '../use-cell.ts';
import { HeadGrid } from './HeadGrid.tsx';
import { HeadScoresTable, HeadTable } from './HeadTables.tsx';
import classes from './heads.module.css';
import { headName, mapRows, TASK_NAMES } from './words.ts';

const FIRST_TEXT = 'ba(cad)e[af]b';
/** The text that is looked at; the runner takes it along. */
let watched = FIRST_TEXT;

export const runner: CellRunner = {
  async run({ signal, report, recipe }): Promise<HeadsResult> {
    await startDevice();
    const device = useDevice.getState().report?.kind;
    if (!device) throw new LabError('device/none', 'There is no device to train on.', 'Reload the page.');
    report({ phase: 'starting', done: 0, total: null });
    return trainHeads({
      device,
      seed: recipe.seed,
      watched: readable(watched) ?? readHeadText(FIRST_TEXT),
      signal,
      onStep: (step, steps) => report({ phase: `step ${step} of ${steps}`, done: step, total: steps }),
    });
  },
};

/** Ids of a text; null where it is none. */
function readable(text: string): number[] | null {
  try {
    return readHeadText(text);
  } catch {
    return null;
  }
}

function refusal(text: string): string | null {
  try {
    readHeadText(text);
    return null;
  } catch (error) {
    const { message, hint } = toErrorData(error);
    return `${message} ${hint ?? ''}`;
  }
}

/** A small encoder on tasks that need different heads: watched while it learns, then taken apart. */
export default function HeadsCell() {
  const cell = useCell();
  const { wish, live } = useHeads();
  const result = cell.result as HeadsResult | null;
  const [typed, setTyped] = useState(watched);
  const [chosen, setChosen] = useState(0);
  const [off, setOff] = useState<readonly number[]>([]);
  const type = (text: string): void => {
    watched = text;
    setTyped(text);
  };
  const text = useMemo(() => readable(typed), [typed]);
  const looked = useLook(live ? null : result, text);
  const busy = cell.state === 'running';
  const characters = useMemo(() => (text ? Array.from(headTextOf(text)) : []), [text]);
  const spec = live || !result ? wish : result.spec;
  const count = spec.layers * spec.heads;
  const maps = live ? live.maps : looked;
  const fits = maps?.length === count * characters.length ** 2;
  const head = Math.min(chosen, count - 1);
  const rows = useMemo(
    () => (maps && fits ? mapRows(maps, head, characters.length) : []),
    [maps, fits, head, characters.length],
  );
  const points = live?.points ?? result?.points;
  const series = useMemo(
    () =>
      HEAD_TASKS.map((task) => ({
        name: TASK_NAMES[task],
        x: points?.map(({ step }) => step) ?? [],
        y: points?.map(({ losses }) => losses[task]) ?? [],
      })),
    [points],
  );
  const toggle = (index: number): void =>
    setOff(off.includes(index) ? off.filter((one) => one !== index) : [...off, index]);

  return (
    <div className={classes.cell}>
      <fieldset className={classes.settings} disabled={busy}>
        <legend>What is trained next</legend>
        <Choice
          label="Layers"
          values={[1, 2]}
          value={wish.layers}
          onChange={(layers) => useHeads.setState({ wish: { ...wish, layers } })}
          disabled={busy}
        />
        <Choice
          label="Heads in each"
          values={[2, 4, 8]}
          value={wish.heads}
          onChange={(heads) => useHeads.setState({ wish: { ...wish, heads } })}
          disabled={busy}
        />
        <Choice
          label="Steps"
          values={[200, 400, 1000]}
          value={wish.steps}
          onChange={(steps) => useHeads.setState({ wish: { ...wish, steps } })}
          disabled={busy}
        />
      </fieldset>
      <LineChart
        title="Loss of each task"
        xTitle="step"
        yTitle="loss (cross-entropy)"
        series={series}
        yScale="log"
        live={live !== null}
        empty="Three curves appear here while it learns."
      />
      <div className={classes.text}>
        <TextInput
          className={classes.typed}
          label="A text to look at"
          description="Letters a to f and brackets ( ) [ ] { }, 15 characters at most."
          value={typed}
          disabled={busy}
          onChange={({ currentTarget }) => type(currentTarget.value)}
          error={refusal(typed)}
          spellCheck={false}
          autoComplete="off"
        />
        <Button
          variant="default"
          disabled={busy}
          onClick={() => type(headTextOf(drawHeadText(new Random(Date.now() >>> 0))).slice(1))}
        >
          Another
        </Button>
      </div>
      {maps && fits ? (
        <>
          <HeadGrid
            maps={maps}
            characters={characters}
            heads={spec.heads}
            count={count}
            profiles={live ? null : (result?.profiles ?? null)}
            chosen={head}
            onChoose={setChosen}
            off={off}
            onToggle={live ? null : toggle}
          />
          <HeatMap
            title={headName(head, spec.heads)}
            yTitle="from"
            xTitle="to"
            valueTitle="weight"
            yLabels={characters}
            xLabels={characters}
            values={rows}
            format={weight}
            live={live !== null}
            describe={() => describe(headName(head, spec.heads), characters, rows)}
          />
        </>
      ) : (
        <p className={classes.empty}>
          The map of each head appears here once it has been trained: a row for each place, bright where it
          looks.
        </p>
      )}
      {result && !live && (
        <>
          <HeadScoresTable
            result={result}
            off={off.filter((index) => index < count)}
            onReset={() => setOff([])}
          />
          <HeadTable result={result} />
        </>
      )}
    </div>
  );
}

const weight = (value: number): string => value.toFixed(2);

function describe(name: string, characters: readonly string[], rows: readonly (readonly number[])[]): string {
  const looks = rows.map((row, from) => {
    const to = row.indexOf(Math.max(...row));
    return `${characters[from]} (place ${from + 1}) at ${characters[to]} (place ${to + 1}), ${weight(row[to] ?? 0)}`;
  });
  return `${name}. Each place looks most: ${looks.join('; ')}.`;
}

/** The maps of a result for a text; null until they are there. */
function useLook(result: HeadsResult | null, text: readonly number[] | null): Float32Array | null {
  const [found, setFound] = useState<{ result: HeadsResult; text: string; maps: Float32Array } | null>(null);
  const key = text?.join(' ') ?? '';
  useEffect(() => {
    if (!result || key === '') return;
    let current = true;
    lookWithHeads(result, key.split(' ').map(Number)).then(
      (maps) => current && setFound({ result, text: key, maps }),
      () => current && setFound(null),
    );
    return () => {
      current = false;
    };
  }, [result, key]);
  return found && found.result === result && found.text === key ? found.maps : null;
}

interface ChoiceProps {
  label: string;
  values: readonly number[];
  value: number;
  onChange: (value: number) => void;
  disabled: boolean;
}

function Choice({ label, values, value, onChange, disabled }: ChoiceProps) {
  return (
    <div className={classes.choice}>
      <span id={`heads-${label}`}>{label}</span>
      <SegmentedControl
        size="xs"
        data={values.map(String)}
        value={String(value)}
        onChange={(next) => onChange(Number(next))}
        disabled={disabled}
        aria-labelledby={`heads-${label}`}
      />
    </div>
  );
}
