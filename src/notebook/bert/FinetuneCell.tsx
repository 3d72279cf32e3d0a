import { Button, SegmentedControl } from '@mantine/core';
import { useEffect } from 'react';
import { LabError } from '../../base/errors.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { setPath } from '../../recipe/set.ts';
import { isResumable, type RunSummary } from '../../runs/record.ts';
import type { CellRunner } from '../../store/cells.ts';
import { openDataset } from '../../store/datasets.ts';
import { chooseFinetune, type FinetuneChoices, openFinetune, useFinetune } from '../../store/finetune.ts';
import { loadRuns, wasCutOff } from '../../store/run-keep.ts';
import { resumeRun } from '../../store/run-actions.ts';
import { startRuns, type StartOptions } from '../../store/run-work.ts';
import { runOf } from '../../store/runs.ts';
import { dataClient } from '../../worker/client.ts';
import { CellActions } from '../CellActions.tsx';
import { followAll } from '../training/follow-all.ts';
import { OverlayCurves } from '../training/OverlayCurves.tsx';
import { RunChoice } from '../training/RunChoice.tsx';
import training from '../training/training.module.css';
import { runsOfLesson, useLessonRuns } from '../training/use-runs.ts';
import { useCell } from '../use-cell.ts';
import { useBertRuns } from './FillMaskCell.tsx';
import { finetuneRecipe, nameOfFinetune, planSet, startOf, startsFor, titleOfStart } from './finetune.ts';
import { FinetuneCharts } from './FinetuneCharts.tsx';
import { FinetuneSettings } from './FinetuneSettings.tsx';
import { FinetuneTable } from './FinetuneTable.tsx';
import { OpenShipped } from './OpenShipped.tsx';
import { WhatIsCompared } from './WhatIsCompared.tsx';

const isPretrained = ({ recipe, result, best }: RunSummary): boolean =>
  recipe.task === 'pretrain' && recipe.model.kind === 'bert' && (result !== null || best !== null);

/** The lesson's recipe with what the person set. What it does not take any more is left as the lesson has it. */
const sharedOf = (lesson: Recipe, settings: FinetuneChoices['settings']): Recipe =>
  Object.entries(settings).reduce((recipe, [path, value]) => {
    try {
      return setPath(recipe, path, value);
    } catch {
      return recipe;
    }
  }, lesson);

/** Set for the next time the cell runs: go on with these and begin no others. */
let toResume: readonly string[] | null = null;

/**
 * Trains all of the set that there is no finished run of yet, one after the other; what was cut off goes on. The set is what
 * is chosen when it begins, on the data that are chosen then.
 */
export function finetuneRunner(lessonRecipe: Recipe): CellRunner {
  return {
    async run({ lesson, recipe: { data, text }, signal, report }) {
      const cut = toResume;
      toResume = null;
      await Promise.all([loadRuns(), openFinetune(lesson)]);
      if (cut) {
        const left = cut.filter((id) => isResumable(runOf(id).status));
        left.forEach(resumeRun);
        await followAll(left, { signal, report });
        return { runs: left };
      }
      const { pretraining: chosen, question, seeds, settings } = useFinetune.getState();
      const mine = runsOfLesson(lesson);
      const pretraining =
        mine.find((run) => run.id === chosen && isPretrained(run)) ?? mine.findLast(isPretrained);
      if (!pretraining)
        throw new LabError(
          'finetune/no-pretraining',
          'There is no pretrained model to begin with.',
          'Run the pretraining above, or open the model that the lab brings.',
        );
      const { id: datasetId } = await openDataset({ source: data.source }, { signal, onProgress: report });
      // A pretraining asks for no labels: that there are some is seen before a set of runs fails one by one.
      await dataClient().rows(datasetId, data, text, 0, 1, 0, 'classify');
      signal.throwIfAborted();
      const shared = sharedOf(lessonRecipe, settings);
      const recipes: Recipe[] = [];
      for (let seed = 0; seed < seeds; seed++)
        for (const start of startsFor(question, pretraining)) {
          const name = nameOfFinetune(
            start,
            { lesson: lessonRecipe, shared },
            { pretraining: pretraining.number, seed },
          );
          recipes.push({ ...finetuneRecipe(shared, pretraining, start, { data, seed }), name });
        }
      const { goOn, begin } = planSet(recipes, runsOfLesson(lesson));
      goOn.forEach(resumeRun);
      const begun = await startRuns(
        begin.map((recipe): StartOptions => ({ lesson, recipe, datasetId, parent: pretraining.id })),
      );
      const ids = [...goOn, ...begun];
      await followAll(ids, { signal, report });
      return { runs: ids };
    },
  };
}

/** Ways to begin and epochs of pretraining, in one queue, and what each brings. */
export function Finetune({ recipe: lessonRecipe }: { recipe: Recipe }) {
  const { lesson, state, run } = useCell();
  const pretrained = useBertRuns(lesson, 'pretrain');
  const runs = useLessonRuns(lesson).filter(({ recipe }) => recipe.task === 'classify');
  const { lesson: opened, pretraining: chosen, question, seeds, settings } = useFinetune();
  useEffect(() => {
    void loadRuns();
    void openFinetune(lesson);
  }, [lesson]);
  const pretraining = pretrained.find(({ id }) => id === chosen) ?? pretrained.at(-1);
  const cutOff = runs.filter(wasCutOff);
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
          onChange={(value) => chooseFinetune({ seeds: Number(value) })}
        />
      </CellActions>
      <div className={training.choices}>
        {pretraining && (
          <RunChoice
            runs={pretrained}
            value={pretraining.id}
            onChange={(id) => chooseFinetune({ pretraining: id })}
          />
        )}
        <OpenShipped />
      </div>
      <FinetuneSettings
        recipe={opened === lesson ? sharedOf(lessonRecipe, settings) : lessonRecipe}
        onChange={(path, value) => chooseFinetune({ settings: { ...settings, [path]: value } })}
      />
      {pretraining ? (
        <WhatIsCompared
          pretraining={pretraining}
          question={question}
          seeds={seeds}
          onChange={(next) => chooseFinetune({ question: next })}
        />
      ) : (
        <p className={training.hint}>
          Fine-tuning begins with a pretrained model: run the pretraining above, or open the one that the lab
          brings.
        </p>
      )}
      {cutOff.length > 0 && (
        <p className={training.hint} role="status">
          {cutOff.length === 1 ? 'One run was' : `${cutOff.length} runs were`} cut off when the page was
          closed, at work or waiting.{' '}
          <Button
            variant="default"
            size="compact-xs"
            disabled={state === 'running'}
            onClick={() => {
              toResume = cutOff.map(({ id }) => id);
              run();
            }}
          >
            Go on with {cutOff.length === 1 ? 'it' : 'them'}
          </Button>
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
