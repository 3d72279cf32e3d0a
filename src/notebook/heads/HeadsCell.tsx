import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { LabError, toErrorData } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import { drawHeadText, HEAD_TASKS, headTextOf, readHeadText, unlikeLearnt } from '../../data/head-tasks.ts';
import { LineChart } from '../../charts/LineChart.tsx';
import { AttentionView } from '../../charts/attention/AttentionView.tsx';
import { type AttentionMaps, type HeadPlace, selfMaps } from '../../charts/attention/maps.ts';
import type { CellRunner } from '../../store/cells.ts';
import { startDevice, useDevice } from '../../store/device.ts';
import { type HeadsResult, lookWithHeads, trainHeads, useHeads } from '../../store/heads.ts';
import { useCell } from '../use-cell.ts';
import { HeadSwitch } from './HeadSwitch.tsx';
import { HeadScoresTable, HeadTable } from './HeadTables.tsx';
import classes from './heads.module.css';
import { TASK_NAMES } from './words.ts';

const FIRST_TEXT = 'ba(cad)e[af]b';
const FIRST: HeadPlace = { layer: 0, head: 0 };
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

/** What to know of a text that is taken. */
function remark(text: string): string | null {
  try {
    return unlikeLearnt(readHeadText(text));
  } catch {
    // Why it is not taken stands in its place.
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
  const [chosen, setChosen] = useState<HeadPlace>(FIRST);
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
  const shown = useMemo(
    () => (maps && fits ? attentionOf(maps, characters, spec) : null),
    [maps, fits, characters, spec],
  );
  const place: HeadPlace = chosen.layer < spec.layers && chosen.head < spec.heads ? chosen : FIRST;
  const indexOf = ({ layer, head }: HeadPlace): number => layer * spec.heads + head;
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
          description={remark(typed) ?? 'Letters a to f and brackets ( ) [ ] { }, 15 characters at most.'}
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
      {shown ? (
        <AttentionView
          maps={shown}
          name=""
          chosen={place}
          onChoose={setChosen}
          isOff={(head) => off.includes(indexOf(head))}
          under={(head) => (
            <HeadSwitch
              place={head}
              profile={live ? null : (result?.profiles[indexOf(head)] ?? null)}
              on={!off.includes(indexOf(head))}
              onToggle={live ? null : () => toggle(indexOf(head))}
            />
          )}
        />
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

/** Maps of all heads of all layers, one after the other, in the form of the view. */
function attentionOf(
  maps: Float32Array,
  characters: readonly string[],
  { layers, heads }: Pick<HeadsResult['spec'], 'layers' | 'heads'>,
): AttentionMaps {
  const size = heads * characters.length ** 2;
  return selfMaps(
    characters.map((text) => ({ text, starts: true })),
    heads,
    Array.from({ length: layers }, (_, layer) => maps.subarray(layer * size, (layer + 1) * size)),
  );
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
