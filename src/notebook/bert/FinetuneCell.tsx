import { SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { BarChart } from '../../charts/BarChart.tsx';
import { LabError, toErrorData } from '../../base/errors.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { setPath } from '../../recipe/set.ts';
import { isActive, type RunSummary } from '../../runs/record.ts';
import type { CellRunner } from '../../store/cells.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { startRun } from '../../store/run-work.ts';
import { CellActions } from '../CellActions.tsx';
import { datasetIdOf } from '../training/baseline-runner.ts';
import { followAll } from '../training/follow-all.ts';
import { clock, score } from '../training/figures.ts';
import { OverlayCurves } from '../training/OverlayCurves.tsx';
import { RunChoice } from '../training/RunChoice.tsx';
import { RunMenu } from '../training/RunMenu.tsx';
import { RunSwatch } from '../training/RunSwatch.tsx';
import { statusWord } from '../training/run-words.ts';
import training from '../training/training.module.css';
import { runsOfLesson, type SteadyRun, useLessonRuns, useLive } from '../training/use-runs.ts';
import { NumberField, type RecipeDraft, RecipeDraftContext } from '../fields.tsx';
import { useCell } from '../use-cell.ts';
import classes from './bert.module.css';
import { useBertRuns } from './FillMaskCell.tsx';
import { BEGINNINGS, beginningOf, compared, finetuneRecipe, sameRun } from './finetune.ts';
import { OpenShipped } from './OpenShipped.tsx';

/** What the person chose for the next time the cell runs; kept outside, as the runner is not a component. */
const choice: { pretraining: string | null; seeds: number; recipe: Recipe | null } = {
  pretraining: null,
  seeds: 1,
  recipe: null,
};

const isPretrained = ({ recipe, result, best }: RunSummary): boolean =>
  recipe.task === 'pretrain' && recipe.model.kind === 'bert' && (result !== null || best !== null);

/** Trains each beginning that there is no run of yet, one after the other. */
export function finetuneRunner(lessonRecipe: Recipe): CellRunner {
  return {
    async run({ lesson, result, signal, report }) {
      await loadRuns();
      const mine = runsOfLesson(lesson);
      const pretraining =
        mine.find((run) => run.id === choice.pretraining && isPretrained(run)) ?? mine.findLast(isPretrained);
      if (!pretraining)
        throw new LabError(
          'finetune/no-pretraining',
          'There is no pretrained model to begin with.',
          'Run the pretraining above, or open the model that the lab brings.',
        );
      const datasetId = datasetIdOf(result('data'));
      const ids: string[] = [];
      for (let seed = 0; seed < choice.seeds; seed++) {
        for (const { id } of BEGINNINGS) {
          const recipe = finetuneRecipe(choice.recipe ?? lessonRecipe, pretraining, id, seed);
          if (sameRun(recipe, runsOfLesson(lesson))) continue;
          ids.push(await startRun({ lesson, recipe, datasetId, parent: pretraining.id }));
        }
      }
      await followAll(ids, { signal, report });
      return { runs: ids };
    },
  };
}

/** From scratch, pretrained and frozen, in one queue, and what each brings. */
export function Finetune({ recipe: lessonRecipe }: { recipe: Recipe }) {
  const { lesson } = useCell();
  const pretrained = useBertRuns(lesson, 'pretrain');
  const runs = useLessonRuns(lesson).filter(({ recipe }) => recipe.task === 'classify');
  const [chosen, setChosen] = useState<string | null>(choice.pretraining);
  const [seeds, setSeeds] = useState(choice.seeds);
  useEffect(() => void loadRuns(), []);
  const pretraining = pretrained.find(({ id }) => id === chosen) ?? pretrained.at(-1);
  return (
    <>
      <CellActions>
        <SegmentedControl
          size="xs"
          aria-label="Runs of each"
          data={[
            { value: '1', label: '1 seed' },
            { value: '3', label: '3 seeds' },
          ]}
          value={String(seeds)}
          onChange={(value) => {
            choice.seeds = Number(value);
            setSeeds(choice.seeds);
          }}
        />
      </CellActions>
      <div className={training.choices}>
        {pretraining && (
          <RunChoice
            runs={pretrained}
            value={pretraining.id}
            onChange={(id) => {
              choice.pretraining = id;
              setChosen(id);
            }}
          />
        )}
        <OpenShipped />
      </div>
      <Settings lessonRecipe={lessonRecipe} />
      <p className={training.hint}>
        {pretraining
          ? `Three runs on the same labelled texts: ${BEGINNINGS.map(({ title }) => title.toLowerCase()).join(', ')}. They wait for each other; the page may be closed and opened again in between.`
          : 'Fine-tuning begins with a pretrained model: run the pretraining above, or open the one that the lab brings.'}
      </p>
      {runs.length > 0 && (
        <>
          <Comparison runs={runs} />
          <Table runs={runs} />
          <OverlayCurves runs={runs} />
        </>
      )}
    </>
  );
}

/** What all three runs share and the person may change. */
function Settings({ lessonRecipe }: { lessonRecipe: Recipe }) {
  const [recipe, setRecipe] = useState(choice.recipe ?? lessonRecipe);
  const draft = useMemo<RecipeDraft>(
    () => ({
      recipe,
      update(path, value) {
        try {
          choice.recipe = setPath(recipe, path, value);
          setRecipe(choice.recipe);
          return null;
        } catch (error) {
          return toErrorData(error);
        }
      },
    }),
    [recipe],
  );
  return (
    <RecipeDraftContext value={draft}>
      <div className={classes.settings}>
        <NumberField path="data.trainLimit" label="Labelled texts" none="all" />
        <NumberField path="training.epochs" label="Epochs" />
        <NumberField path="training.batchSize" label="Batch size" />
        <NumberField path="training.optimizer.lr" label="Learning rate" />
        <NumberField path="training.schedule.warmup" label="Warm-up, share of steps" percent />
      </div>
    </RecipeDraftContext>
  );
}

/** The answer in one chart: what the way to begin brings on test. */
function Comparison({ runs }: { runs: readonly SteadyRun[] }) {
  const found = compared(runs);
  return (
    <>
      <BarChart
        title="What it brings: weighted F1 on test"
        labelTitle="begins"
        valueTitle="weighted F1, mean over the seeds"
        labels={found.map(({ title }) => title)}
        series={[{ name: 'weighted F1', values: found.map(({ mean }) => mean) }]}
        format={score}
        rowHeight={30}
        minHeight={150}
        empty="When a run has come to its end, its score on test is compared here."
      />
      {found.some(({ deviation }) => deviation !== null) && (
        <p className={training.hint}>
          {found
            .map(
              ({ title, scores, mean, deviation }) =>
                `${title}: ${score(mean)}${deviation === null ? '' : ` ± ${score(deviation)}`} of ${scores.length} run${scores.length === 1 ? '' : 's'}`,
            )
            .join(' · ')}
        </p>
      )}
    </>
  );
}

function Table({ runs }: { runs: readonly SteadyRun[] }) {
  return (
    <div className={training.scroll} tabIndex={0} role="region" aria-label="Table of fine-tuning runs">
      <table className={training.table}>
        <thead>
          <tr>
            <th scope="col">run</th>
            <th scope="col">begins</th>
            <th scope="col" data-number>
              seed
            </th>
            <th scope="col">state</th>
            <th scope="col" data-number>
              time
            </th>
            <th scope="col" data-number>
              validation F1
            </th>
            <th scope="col" data-number>
              test F1
            </th>
            <th scope="col" data-number>
              test accuracy
            </th>
            <th scope="col">
              <span className="visually-hidden">actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <Row key={run.id} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ run }: { run: SteadyRun }) {
  const live = useLive(run.id);
  const { progress, best } = live ?? {};
  const { title } = BEGINNINGS.find(({ id }) => id === beginningOf(run.recipe)) ?? BEGINNINGS[0];
  const share =
    progress && isActive(run.status) ? ` ${Math.floor((100 * progress.step) / progress.totalSteps)}%` : '';
  return (
    <tr>
      <th scope="row">
        <RunSwatch run={run} /> {run.number}
      </th>
      <td>{title}</td>
      <td data-number>{run.recipe.seed}</td>
      <td title={run.error?.message}>
        {statusWord(run.status)}
        {share}
      </td>
      <td data-number>{clock(progress?.seconds ?? run.result?.seconds)}</td>
      <td data-number>{score(best?.weightedF1)}</td>
      <td data-number>{score(run.result?.test.weightedF1)}</td>
      <td data-number>{score(run.result?.test.accuracy)}</td>
      <td>
        <RunMenu run={run} />
      </td>
    </tr>
  );
}
