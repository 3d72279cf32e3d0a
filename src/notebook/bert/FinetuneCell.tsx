import { SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import { LabError } from '../../base/errors.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { RunSummary } from '../../runs/record.ts';
import type { CellRunner } from '../../store/cells.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { resumeRun } from '../../store/run-actions.ts';
import { startRun } from '../../store/run-work.ts';
import { CellActions } from '../CellActions.tsx';
import { datasetIdOf } from '../training/baseline-runner.ts';
import { followAll } from '../training/follow-all.ts';
import { OverlayCurves } from '../training/OverlayCurves.tsx';
import { RunChoice } from '../training/RunChoice.tsx';
import training from '../training/training.module.css';
import { runsOfLesson, useLessonRuns } from '../training/use-runs.ts';
import { useCell } from '../use-cell.ts';
import { useBertRuns } from './FillMaskCell.tsx';
import {
  cutOffRun,
  finetuneRecipe,
  type Question,
  sameRun,
  startOf,
  startsFor,
  titleOfStart,
} from './finetune.ts';
import { FinetuneCharts } from './FinetuneCharts.tsx';
import { FinetuneSettings } from './FinetuneSettings.tsx';
import { FinetuneTable } from './FinetuneTable.tsx';
import { OpenShipped } from './OpenShipped.tsx';
import { WhatIsCompared } from './WhatIsCompared.tsx';

/** What the person chose for the next time the cell runs; kept outside, as the runner is not a component. */
const choice: { pretraining: string | null; question: Question; seeds: number; recipe: Recipe | null } = {
  pretraining: null,
  question: 'both',
  seeds: 1,
  recipe: null,
};

const isPretrained = ({ recipe, result, best }: RunSummary): boolean =>
  recipe.task === 'pretrain' && recipe.model.kind === 'bert' && (result !== null || best !== null);

/**
 * Trains all of the set that there is no finished run of yet, one after the other; what was cut off goes on. The set is what
 * is chosen when it begins.
 */
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
      const { question, seeds } = choice;
      const shared = choice.recipe ?? lessonRecipe;
      for (let seed = 0; seed < seeds; seed++) {
        for (const start of startsFor(question, pretraining)) {
          const recipe = finetuneRecipe(shared, pretraining, start, seed);
          const known = runsOfLesson(lesson);
          if (sameRun(recipe, known)) continue;
          const cutOff = cutOffRun(recipe, known);
          if (cutOff) resumeRun(cutOff.id);
          ids.push(cutOff?.id ?? (await startRun({ lesson, recipe, datasetId, parent: pretraining.id })));
        }
      }
      await followAll(ids, { signal, report });
      return { runs: ids };
    },
  };
}

/** Ways to begin and epochs of pretraining, in one queue, and what each brings. */
export function Finetune({ recipe: lessonRecipe }: { recipe: Recipe }) {
  const { lesson } = useCell();
  const pretrained = useBertRuns(lesson, 'pretrain');
  const runs = useLessonRuns(lesson).filter(({ recipe }) => recipe.task === 'classify');
  const [chosen, setChosen] = useState<string | null>(choice.pretraining);
  const [question, setQuestion] = useState(choice.question);
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
      {pretraining ? (
        <WhatIsCompared
          pretraining={pretraining}
          question={question}
          seeds={seeds}
          onChange={(next) => {
            choice.question = next;
            setQuestion(next);
          }}
        />
      ) : (
        <p className={training.hint}>
          Fine-tuning begins with a pretrained model: run the pretraining above, or open the one that the lab
          brings.
        </p>
      )}
      {runs.length > 0 && (
        <>
          <FinetuneCharts runs={runs} pretraining={pretraining?.id ?? null} question={question} />
          <FinetuneTable runs={runs} begins={titleOf} by="weightedF1" />
          <OverlayCurves runs={runs} />
        </>
      )}
    </>
  );
}

const titleOf = (recipe: Recipe): string => titleOfStart(startOf(recipe));
