import { Button, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { loadRuns } from '../../store/run-keep.ts';
import { useRuns } from '../../store/runs.ts';
import { RunChoice } from '../training/RunChoice.tsx';
import training from '../training/training.module.css';
import { type SteadyRun, useLessonRuns } from '../training/use-runs.ts';
import { useCell } from '../use-cell.ts';
import { Guesses } from './Guesses.tsx';
import { OpenShipped } from './OpenShipped.tsx';

const EXAMPLES = [
  'small [MASK] with white flowers',
  'capital and largest [MASK] of france',
  'a person who [MASK] animals',
  'a large [MASK] of north america',
  'the [MASK] of being [MASK]',
];

/** Runs that have left weights of a BERT, the newest last. */
export function useBertRuns(lesson: string, task: 'pretrain' | 'any'): SteadyRun[] {
  const runs = useLessonRuns(lesson);
  const weighty = useRuns(({ runs: all }) =>
    runs.map(({ id }) => Number(Boolean(all[id]?.checkpoint ?? all[id]?.best ?? all[id]?.result))).join(''),
  );
  return runs.filter(
    ({ recipe }, i) =>
      weighty[i] === '1' && recipe.model.kind === 'bert' && (task === 'any' || recipe.task === task),
  );
}

/** A sentence with holes, and what a pretrained run would put there: while it trains as well. */
export default function FillMaskCell() {
  const { lesson } = useCell();
  const runs = useBertRuns(lesson, 'pretrain');
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => void loadRuns(), []);
  const run = runs.find(({ id }) => id === chosen) ?? runs.at(-1);
  return (
    <>
      <div className={training.choices}>
        {run && <RunChoice runs={runs} value={run.id} onChange={setChosen} />}
        <OpenShipped />
      </div>
      {run ? (
        <Fill run={run} />
      ) : (
        <p className={training.empty}>
          After the first evaluation of a pretraining, its guesses can be asked for here. The lab brings a
          model that is pretrained already.
        </p>
      )}
    </>
  );
}

function Fill({ run }: { run: SteadyRun }) {
  const [text, setText] = useState(EXAMPLES[0] as string);
  const [next, setNext] = useState(1);
  const example = (): void => {
    setText(EXAMPLES[next % EXAMPLES.length] as string);
    setNext(next + 1);
  };
  return (
    <section aria-label="Fill masks">
      <Textarea
        label="A text with [MASK] where a word is missing"
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className={training.under}>
        <Button variant="default" size="xs" onClick={example}>
          Another example
        </Button>
        <Button variant="default" size="xs" onClick={() => setText(`${text.trimEnd()} [MASK] `)}>
          Add [MASK]
        </Button>
      </p>
      <Guesses run={run} text={text} />
    </section>
  );
}
