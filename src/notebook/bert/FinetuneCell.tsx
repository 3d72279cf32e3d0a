import { SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import { BarChart } from '../../charts/BarChart.tsx';
import { LabError } from '../../base/errors.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { RunSummary } from '../../runs/record.ts';
import type { CellRunner } from '../../store/cells.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { startRun } from '../../store/run-work.ts';
import { CellActions } from '../CellActions.tsx';
import { datasetIdOf } from '../training/baseline-runner.ts';
import { followAll } from '../training/follow-all.ts';
import { score } from '../training/figures.ts';
import { OverlayCurves } from '../training/OverlayCurves.tsx';
import { RunChoice } from '../training/RunChoice.tsx';
import training from '../training/training.module.css';
import { runsOfLesson, type SteadyRun, useLessonRuns } from '../training/use-runs.ts';
import { useCell } from '../use-cell.ts';
import { useBertRuns } from './FillMaskCell.tsx';
import { BEGINNINGS, beginningOf, compared, finetuneRecipe, sameRun } from './finetune.ts';
import { FinetuneSettings } from './FinetuneSettings.tsx';
import { FinetuneTable } from './FinetuneTable.tsx';
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
      <FinetuneSettings
        start={choice.recipe ?? lessonRecipe}
        onChange={(recipe) => {
          choice.recipe = recipe;
        }}
      />
      <p className={training.hint}>
        {pretraining
          ? `Three runs on the same labelled texts: ${BEGINNINGS.map(({ title }) => title.toLowerCase()).join(', ')}. They wait for each other; the page may be closed and opened again in between.`
          : 'Fine-tuning begins with a pretrained model: run the pretraining above, or open the one that the lab brings.'}
      </p>
      {runs.length > 0 && (
        <>
          <Comparison runs={runs} />
          <FinetuneTable runs={runs} begins={titleOf} by="weightedF1" />
          <OverlayCurves runs={runs} />
        </>
      )}
    </>
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

const titleOf = (recipe: Recipe): string =>
  (BEGINNINGS.find(({ id }) => id === beginningOf(recipe)) ?? BEGINNINGS[0]).title;
