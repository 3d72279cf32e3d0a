import { SegmentedControl } from '@mantine/core';
import { useShallow } from 'zustand/react/shallow';
import { isImported, isUnfinished } from '../../runs/record.ts';
import type { Question } from '../../store/finetune.ts';
import { useRecipe } from '../../store/recipe.ts';
import { useRuns } from '../../store/runs.ts';
import { useOpened } from '../data/use-live.ts';
import { sourceTitle } from '../data/files.ts';
import training from '../training/training.module.css';
import type { SteadyRun } from '../training/use-runs.ts';
import { startsFor, titleOfStart } from './finetune.ts';

const QUESTIONS: { value: Question; label: string }[] = [
  { value: 'both', label: 'Both' },
  { value: 'ways', label: 'Ways to begin' },
  { value: 'epochs', label: 'Epochs of pretraining' },
];

interface WhatIsComparedProps {
  pretraining: SteadyRun;
  question: Question;
  seeds: number;
  onChange: (question: Question) => void;
}

/** Which runs the button starts, and which epochs of pretraining there are to begin after. */
export function WhatIsCompared({ pretraining, question, seeds, onChange }: WhatIsComparedProps) {
  const titles = useRuns(
    useShallow(({ runs }) => {
      const run = runs[pretraining.id];
      return run ? startsFor(question, run).map(titleOfStart) : [];
    }),
  );
  const source = useRecipe(({ recipe }) => recipe.data.source);
  const data = useOpened()?.title ?? sourceTitle(source);
  const missing = question === 'ways' ? null : whyNoEpochs(pretraining);
  return (
    <>
      <div className={training.choices}>
        <SegmentedControl
          size="xs"
          maw="100%"
          aria-label="What is compared"
          data={QUESTIONS}
          value={question}
          onChange={(value) => onChange(value as Question)}
        />
      </div>
      <p className={training.hint}>
        {titles.length * seeds} runs on the same labelled texts of {data}, with the columns and the split of
        the data cell{seeds > 1 && `, ${seeds} each`}: {titles.map((title) => title.toLowerCase()).join(', ')}
        . They wait for each other. The page may be closed in between: run the set again, and what is done
        stays, what was cut off goes on where it was.
      </p>
      {missing !== null && <p className={training.hint}>{missing}</p>}
    </>
  );
}

const KEEP = 'name the epochs under “Keep weights after epochs”';

/** Why a pretraining offers no epochs to begin after, and how to get them; null where it does. */
function whyNoEpochs(run: SteadyRun): string | null {
  const { keptEpochs = [], number, recipe } = run;
  if (keptEpochs.length > 0) return null;
  const asked = recipe.training.keepEpochs.filter((epoch) => epoch <= recipe.training.epochs);
  if (isUnfinished(run.status) && asked.length > 0)
    return `Run ${number} keeps its weights after epochs ${asked.join(', ')}: they are compared as well once it has got there.`;
  const ends = 'only its beginning and its end can be compared';
  return isImported(run)
    ? `Run ${number} was opened from a zip, which carries one set of weights: ${ends}. To see what each epoch brings, pretrain a model above and ${KEEP}.`
    : `Run ${number} has kept no weights after its epochs: ${ends}. To see what each epoch brings, pretrain again and ${KEEP}, such as 1, 2, 4.`;
}
