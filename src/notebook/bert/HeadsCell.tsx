import { Select, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { AttentionView } from '../../charts/attention/AttentionView.tsx';
import { type AttentionMaps, selfMaps } from '../../charts/attention/maps.ts';
import type { HeadProfile } from '../../data/head-profile.ts';
import { LabError } from '../../base/errors.ts';
import type { CellRunner } from '../../store/cells.ts';
import { useRecipe } from '../../store/recipe.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { dataClient, labClient } from '../../worker/client.ts';
import type { HeadMaps, ModelRef } from '../../worker/protocol.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import { datasetIdOf } from '../training/baseline-runner.ts';
import { RunChoice } from '../training/RunChoice.tsx';
import { runTitle } from '../training/run-words.ts';
import training from '../training/training.module.css';
import { runsOfLesson, type SteadyRun } from '../training/use-runs.ts';
import { type Answer, useAnswer } from '../use-answer.ts';
import { useCell } from '../use-cell.ts';
import classes from './bert.module.css';
import { useBertRuns } from './FillMaskCell.tsx';
import { HeadTable } from './HeadTable.tsx';
import { modelAt, type Moment, momentInWords, momentsOf } from './moments.ts';
import { OpenShipped } from './OpenShipped.tsx';
import { UnreadNote } from './UnreadNote.tsx';

/** Texts that the profile of a head is a mean over. */
const TEXTS = 40;
const EXAMPLE = 'a large building where people watch plays';

/** Takes the texts that profiles are made of. */
export const runner: CellRunner = {
  async run({ lesson, recipe, result }) {
    await loadRuns();
    if (!runsOfLesson(lesson).some(({ recipe: { model } }) => model.kind === 'bert'))
      throw new LabError(
        'heads/no-run',
        'There is no BERT yet whose heads could be described.',
        'Open the pretrained model of the lab below, or pretrain one.',
      );
    const datasetId = datasetIdOf(result('data'));
    if (datasetId === null)
      throw new LabError('heads/no-data', 'No data is open.', 'Run the data cell first.');
    const { data, text, seed, task } = recipe;
    const rows = await dataClient().rows(datasetId, data, text, 0, TEXTS, seed, task);
    return { texts: rows.map((row) => row.text) };
  },
};

const textsOf = (result: unknown): string[] =>
  typeof result === 'object' && result !== null && 'texts' in result ? (result.texts as string[]) : [];

/** What the heads of a run look at in a text, and over many; beside another run where that is asked. */
export default function HeadsCell() {
  const { lesson, result } = useCell();
  const runs = useBertRuns(lesson, 'any');
  const [chosen, setChosen] = useState<string | null>(null);
  const [moment, setMoment] = useState<Moment>(null);
  const [compared, setCompared] = useState<string | null>(null);
  useEffect(() => void loadRuns(), []);
  const run = runs.find(({ id }) => id === chosen) ?? runs.at(-1);
  if (!run)
    return (
      <div className={training.choices}>
        <p className={training.empty}>When a BERT has been trained, what its heads look at stands here.</p>
        <OpenShipped />
      </div>
    );
  const moments = momentsOf(run, null);
  const own = lookedAt(run, moments.includes(moment) ? moment : null);
  const others = runs
    .flatMap((each) => momentsOf(each, null).map((when) => lookedAt(each, when)))
    .filter(({ key }) => key !== own.key);
  const other = others.find(({ key }) => key === compared) ?? null;
  return (
    <>
      <div className={training.choices}>
        <RunChoice runs={runs} value={run.id} onChange={setChosen} />
        {moments.length > 1 && (
          <Select
            size="xs"
            w={180}
            aria-label="Weights"
            data={moments.map((when) => ({ value: String(when), label: momentInWords(when) }))}
            value={String(own.moment)}
            allowDeselect={false}
            checkIconPosition="right"
            onChange={(value) => setMoment(value === null || value === 'null' ? null : Number(value))}
          />
        )}
        <Select
          size="xs"
          w={240}
          aria-label="Compared with"
          placeholder="compare with another run"
          data={others.map(({ key, title }) => ({ value: key, label: title }))}
          value={other?.key ?? null}
          clearable
          onChange={setCompared}
        />
      </div>
      <Looks model={own} other={other} />
      <Profiles model={own} other={other} texts={textsOf(result)} />
    </>
  );
}

/** A run at one of its moments. */
interface LookedAt {
  key: string;
  ref: ModelRef;
  moment: Moment;
  title: string;
}

function lookedAt(run: SteadyRun, moment: Moment): LookedAt {
  const title =
    moment === null ? runTitle(run) : `Run ${run.number}, ${momentInWords(moment)} · ${run.recipe.name}`;
  return { key: `${run.id} ${String(moment)}`, ref: modelAt(run.id, moment), moment, title };
}

interface Pair {
  model: LookedAt;
  other: LookedAt | null;
}

function Looks({ model, other }: Pair) {
  const [text, setText] = useState(EXAMPLE);
  const [chosen, setChosen] = useState({ layer: 0, head: 0 });
  const empty = text.trim() === '';
  const own = useAnswer(empty ? null : `${model.key} ${text}`, () => labClient().lookAt(model.ref, text));
  const second = useAnswer(other === null || empty ? null : `${other.key} ${text}`, () =>
    labClient().lookAt(other?.ref ?? '', text),
  );
  const [maps, others] = [useMaps(own), useMaps(second)];
  return (
    <section aria-label="Attention of all heads">
      <TextInput label="A text" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      {own && 'error' in own && <ErrorBox error={own.error} />}
      {own && 'value' in own && <UnreadNote unread={own.value.unread} tokens={own.value.tokens.length} />}
      {maps && (
        <>
          <AttentionView
            maps={maps}
            name={model.title}
            other={others && other ? { maps: others, name: other.title } : null}
            chosen={chosen}
            onChoose={setChosen}
          />
        </>
      )}
    </section>
  );
}

/** The answer in the form of the view, the same object for the same answer; null: none yet. */
function useMaps(answer: Answer<HeadMaps>): AttentionMaps | null {
  const value = answer && 'value' in answer ? answer.value : null;
  return useMemo(() => value && selfMaps(value.tokens, value.heads, value.layers), [value]);
}

function Profiles({ model, other, texts }: Pair & { texts: string[] }) {
  const { seed, data } = useRecipe(({ recipe }) => recipe);
  const ask = (ref: ModelRef): Promise<HeadProfile[]> => labClient().headProfiles(ref, texts);
  const of = (key: string | null): string | null =>
    key === null || texts.length === 0 ? null : JSON.stringify([key, seed, data, texts.length]);
  const own = useAnswer(of(model.key), () => ask(model.ref));
  const second = useAnswer(of(other?.key ?? null), () => ask(other?.ref ?? ''));
  if (texts.length === 0)
    return <p className={training.hint}>Run this cell to have the heads described over {TEXTS} texts.</p>;
  if (own && 'error' in own) return <ErrorBox error={own.error} />;
  if (!own) return <p className={classes.legend}>The heads are being looked over.</p>;
  const before =
    second && 'value' in second && second.value.length === own.value.length ? second.value : null;
  return <HeadTable title={model.title} profiles={own.value} other={before} texts={texts.length} />;
}
