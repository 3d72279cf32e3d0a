import { Checkbox, NumberInput, Select } from '@mantine/core';
import { useEffect } from 'react';
import { durationWords } from '../../base/duration.ts';
import { LabError } from '../../base/errors.ts';
import { beginsPublished, valuesFor } from '../../recipe/published-values.ts';
import type { Freeze, Recipe } from '../../recipe/recipe.ts';
import type { CellRunner } from '../../store/cells.ts';
import { refreshModels, useModels } from '../../store/models.ts';
import { useRecipe } from '../../store/recipe.ts';
import { resumeRun } from '../../store/run-actions.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { measureSpeed, useSpeed } from '../../store/speed.ts';
import { startRuns, type StartOptions } from '../../store/run-work.ts';
import { openTransfer, useTransfer } from '../../store/transfer.ts';
import { planSet } from '../bert/finetune.ts';
import { FinetuneTable } from '../bert/FinetuneTable.tsx';
import { NumberField, SelectField } from '../fields.tsx';
import { datasetIdOf } from '../training/baseline-runner.ts';
import { followAll } from '../training/follow-all.ts';
import { OverlayCurves } from '../training/OverlayCurves.tsx';
import training from '../training/training.module.css';
import { runsOfLesson, useLessonRuns } from '../training/use-runs.ts';
import { useCell } from '../use-cell.ts';
import classes from './transfer.module.css';
import { AlsoWith } from './AlsoWith.tsx';
import { allRecipes } from './backbones.ts';
import { isReading } from './TransferTextCell.tsx';
import { runTime } from './takes.ts';
import { backboneName, freezeOfRecipe, inOrder, wayRecipe, wayTitle } from './ways.ts';

/** Trains each way that there is no run of yet, one after the other; what was cut off goes on. */
export const runner: CellRunner = {
  async run({ lesson, recipe, result, signal, report }) {
    await openTransfer();
    const { ways, alsoWith, headRate, givenUp } = useTransfer.getState();
    if (ways.length === 0)
      throw new LabError(
        'transfer/no-way',
        'Nothing is chosen to be trained.',
        'Tick one of the ways at least.',
      );
    await refreshModels();
    const kept = useModels.getState().kept ?? [];
    await loadRuns();
    const recipes = await allRecipes(recipe, alsoWith, kept, ways, headRate, {
      givenUp,
      runs: runsOfLesson(lesson),
    });
    signal.throwIfAborted();
    const datasetId = datasetIdOf(result('data'));
    const { goOn, begin } = planSet(recipes, runsOfLesson(lesson));
    goOn.forEach(resumeRun);
    // The others derive from the first of them.
    const first = goOn[0] ?? crypto.randomUUID();
    const begun = await startRuns(
      begin.map((next, i): StartOptions => {
        const isFirst = i === 0 && goOn.length === 0;
        return {
          ...(isFirst && { id: first }),
          ...{ lesson, recipe: next, datasetId, parent: isFirst ? null : first },
        };
      }),
    );
    const ids = [...goOn, ...begun];
    await followAll(ids, { signal, report });
    return { runs: ids };
  },
};

/** The backbone frozen, in part, or not at all: one queue, one table, the curves over each other. */
export default function FinetuneCell() {
  const { lesson } = useCell();
  const all = useLessonRuns(lesson);
  const runs = all.filter(({ recipe: { task, model } }) => task === 'classify' && model.kind === 'bert');
  useEffect(() => void loadRuns(), []);
  useEffect(() => void openTransfer(), []);
  const begins = (recipe: Recipe): string =>
    `${backboneName(recipe, all)}, ${wayTitle(freezeOfRecipe(recipe))}`;
  return (
    <>
      <Ways />
      <AlsoWith label="The same with another backbone as well" />
      <Settings />
      <Takes />
      {runs.length > 0 ? (
        <>
          <FinetuneTable runs={runs} begins={begins} title="backbone" by="macroF1" />
          <OverlayCurves runs={runs} />
        </>
      ) : (
        <p className={training.empty}>
          When the runs have begun, their scores stand here in one table, their curves over each other.
        </p>
      )}
    </>
  );
}

/** What is trained the next time: frozen, the first layers frozen, all of it. */
function Ways() {
  const ways = useTransfer((choices) => choices.ways);
  const layers = useRecipe(({ recipe: { model } }) => (model.kind === 'bert' ? model.layers : 1));
  const numbered = ways.find((way) => typeof way === 'number');
  const first = Math.min(numbered ?? 1, layers);
  const set = (way: Freeze, on: boolean): void =>
    useTransfer.setState({ ways: [...ways.filter((other) => other !== way), ...(on ? [way] : [])] });
  return (
    <div className={training.choices} role="group" aria-label="Trained are">
      <Checkbox
        size="xs"
        label="all of it frozen"
        checked={ways.includes('all')}
        onChange={(event) => set('all', event.currentTarget.checked)}
      />
      <Checkbox
        size="xs"
        label="frozen up to"
        checked={numbered !== undefined}
        onChange={(event) => set(first, event.currentTarget.checked)}
      />
      <Select
        size="xs"
        w={130}
        aria-label="Frozen up to"
        data={Array.from({ length: layers + 1 }, (_, n) => ({
          value: String(n),
          label: n === 0 ? 'embeddings' : `layer ${n}`,
        }))}
        value={String(first)}
        allowDeselect={false}
        onChange={(value) => {
          if (value !== null)
            useTransfer.setState({ ways: [...ways.filter((way) => typeof way !== 'number'), Number(value)] });
        }}
      />
      <Checkbox
        size="xs"
        label="nothing frozen"
        checked={ways.includes('none')}
        onChange={(event) => set('none', event.currentTarget.checked)}
      />
    </div>
  );
}

function Settings() {
  const chosen = useTransfer((choices) => choices.headRate);
  const suits = useRecipe(({ recipe }) => valuesFor(beginsPublished(recipe)).headRate);
  return (
    <div className={classes.settings}>
      <NumberField path="training.optimizer.lr" label="Learning rate" />
      <NumberInput
        size="xs"
        label="Rate of a head alone"
        min={1e-7}
        max={10}
        hideControls
        value={chosen ?? suits}
        onChange={(value) => {
          if (value === '') useTransfer.setState({ headRate: null });
          else if (typeof value === 'number' && value > 0 && value !== (chosen ?? suits))
            useTransfer.setState({ headRate: value });
        }}
      />
      <NumberField path="training.optimizer.weightDecay" label="Weight decay" />
      <NumberField path="training.schedule.gamma" label="Rate, times each epoch" />
      <NumberField path="training.epochs" label="Epochs" />
      <NumberField path="training.batchSize" label="Batch size" />
      <NumberField path="training.accumulate" label="Batches a step" />
      <SelectField
        path="model.pooling"
        label="The head reads"
        options={[
          { value: 'pooler', label: '[CLS] by the pooler' },
          { value: 'mean', label: 'mean of all tokens' },
        ]}
      />
      <NumberField path="model.dropout" label="Dropout" />
    </div>
  );
}

/** What each way takes on this device, of a published model: the lab's own is done in a minute. */
function Takes() {
  const recipe = useRecipe((state) => state.recipe);
  const { ways, headRate } = useTransfer();
  const { result } = useCell('text');
  const reading = isReading(result) ? result : null;
  const speed = useSpeed((state) => state.speed);
  const published = recipe.model.kind === 'bert' && recipe.model.init.kind === 'published';
  useEffect(() => {
    if (published) void measureSpeed();
  }, [published]);
  if (!published || !reading || speed === null) return null;
  const said = inOrder(ways).flatMap((way) => {
    const time = runTime(wayRecipe(recipe, way, headRate), reading, speed);
    if (!time) return [];
    return way === 'all'
      ? `frozen, the texts are read once: ${durationWords(time.all)}`
      : `${wayTitle(way)}: a step ${durationWords(time.step)}, an epoch ${durationWords(time.epoch)}, all ${durationWords(time.all)}`;
  });
  return (
    <p className={training.hint} role="status">
      On this device it takes about, evaluations not counted · {said.join(' · ')}.
    </p>
  );
}
