import { useMemo } from 'react';
import { BarChart } from '../../charts/BarChart.tsx';
import { LineChart } from '../../charts/LineChart.tsx';
import { useRuns } from '../../store/runs.ts';
import { brief, score } from '../training/figures.ts';
import training from '../training/training.module.css';
import { type SteadyRun, useStable } from '../training/use-runs.ts';
import { comparable, compared, comparedByEpochs, pretrainingOf, type Scores } from './compare.ts';
import type { Question } from '../../store/finetune.ts';
import { bestEpochOf } from './finetune.ts';

interface FinetuneChartsProps {
  /** Fine-tunings by number. */
  runs: readonly SteadyRun[];
  /** The id of the pretraining that is chosen. */
  pretraining: string | null;
  question: Question;
}

/** The answers to the two questions: what the way to begin brings, and what each epoch of pretraining. */
export function FinetuneCharts({ runs, pretraining, question }: FinetuneChartsProps) {
  const found = comparable(runs, pretraining);
  const [first] = found;
  const from = first ? pretrainingOf(first.recipe) : null;
  const number = useRuns((state) => (from === null ? undefined : state.runs[from]?.number));
  const leftOut = runs.filter(({ result }) => result !== null).length - found.length;
  return (
    <>
      {question !== 'epochs' && <Ways runs={found} />}
      {question !== 'ways' && <Epochs runs={found} from={from} />}
      {first && (from !== pretraining || leftOut > 0) && (
        <p className={training.hint}>
          {from !== pretraining &&
            `No run that begins with the chosen model has come to its end: these begin with ${number === undefined ? 'a model that is deleted' : `run ${number}`}. `}
          {leftOut > 0 &&
            `${leftOut} finished run${leftOut === 1 ? ' is' : 's are'} not counted here: begun with another model, or trained with other settings.`}
        </p>
      )}
    </>
  );
}

function Ways({ runs }: { runs: readonly SteadyRun[] }) {
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
      <Spread rows={found.map(({ title, ...scores }) => ({ name: title, ...scores }))} />
    </>
  );
}

function Epochs({ runs, from }: { runs: readonly SteadyRun[]; from: string | null }) {
  const bestEpoch = useRuns((state) => {
    const run = from === null ? undefined : state.runs[from];
    return run ? bestEpochOf(run) : null;
  });
  const found = useStable(comparedByEpochs(runs, bestEpoch));
  const series = useMemo(
    () => [
      {
        name: 'weighted F1',
        x: found.map(({ epoch }) => epoch),
        y: found.map(({ mean }) => mean),
        ...(found.some(({ deviation }) => deviation !== null) && {
          spread: found.map(({ deviation }) => deviation ?? 0),
        }),
        markers: true,
      },
    ],
    [found],
  );
  return (
    <>
      <LineChart
        title="What each epoch brings: weighted F1 on test"
        xTitle="epochs of pretraining, 0: from scratch"
        yTitle="weighted F1, mean over the seeds"
        series={series}
        xRange={[0, Math.max(1, ...found.map(({ epoch }) => epoch))]}
        height={240}
        empty="When a run has come to its end, its score on test stands here over the epochs before it."
      />
      <Spread rows={found.map(({ epoch, ...scores }) => ({ name: epochsText(epoch), ...scores }))} />
    </>
  );
}

/** 0, 1, 2; 1.74 where the best weights are inside of an epoch. */
const epochsText = (epoch: number): string =>
  `${Number.isInteger(epoch) ? epoch : brief(epoch)} epoch${epoch === 1 ? '' : 's'}`;

/** How far apart runs lie that differ in nothing but chance; nothing where there is one of each. */
function Spread({ rows }: { rows: readonly (Scores & { name: string })[] }) {
  if (rows.every(({ deviation }) => deviation === null)) return null;
  return (
    <p className={training.hint}>
      {rows
        .map(
          ({ name, scores, mean, deviation }) =>
            `${name}: ${score(mean)}${deviation === null ? '' : ` ± ${score(deviation)}`} of ${scores.length} run${scores.length === 1 ? '' : 's'}`,
        )
        .join(' · ')}
    </p>
  );
}
