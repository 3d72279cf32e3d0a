import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { toErrorData, type LabErrorData } from '../../base/errors.ts';
import { keepCalm } from '../../charts/calm.ts';
import { LineChart, type LineSeries } from '../../charts/LineChart.tsx';
import type { Exercise } from '../../exercises/types.ts';
import { recipeSchema } from '../../recipe/recipe.ts';
import type { RunEvent } from '../../runs/types.ts';
import { progressOf } from '../../store/progress.ts';
import { dataClient } from '../../worker/client.ts';
import { trainInSandbox } from '../../worker/sandbox.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import classes from './exercise.module.css';

interface Curve {
  step: number[];
  loss: number[];
}

const EMPTY: Curve = { step: [], loss: [] };

/** Small enough for a piece made of ordinary operations: two epochs of 600 definitions. */
function recipeOf({ trains }: Exercise) {
  return recipeSchema.parse({
    name: 'With my code',
    data: { source: { kind: 'builtin', id: 'wordnet-tiny' } },
    model: {
      cell: trains?.recipe.cell,
      pooling: trains?.recipe.pooling,
      attention: trains?.recipe.attention,
      attentionSize: 32,
      embedding: 32,
      hidden: 32,
      head: { hidden: 32 },
    },
    training: { optimizer: { kind: 'adam', lr: 5e-3 }, batchSize: 32, epochs: 3 },
  });
}

/** Trains the lesson's classifier twice on the same data and seed: with the student's piece, and with ours. */
export default function TrainWithMine({ exercise }: { exercise: Exercise }) {
  const [curves, setCurves] = useState({ mine: EMPTY, ours: EMPTY });
  const [phase, setPhase] = useState<string | null>(null);
  const [error, setError] = useState<LabErrorData | null>(null);
  const aborter = useRef<AbortController | null>(null);
  useEffect(() => () => aborter.current?.abort(), []);
  const training = phase !== null;
  useEffect(() => (training ? keepCalm() : undefined), [training]);

  const train = async (): Promise<void> => {
    const { signal } = (aborter.current = new AbortController());
    setError(null);
    setCurves({ mine: EMPTY, ours: EMPTY });
    try {
      const recipe = recipeOf(exercise);
      const { code } = progressOf(exercise);
      for (const which of ['mine', 'ours'] as const) {
        setPhase('preparing the data');
        const job = `exercise/${exercise.id}`;
        const { id } = await dataClient().open(job, { source: recipe.data.source }, () => {});
        const data = await dataClient().prepare(job, id, recipe, () => {});
        let failure: LabErrorData | null = null;
        const hear = (events: RunEvent[]): void => {
          for (const event of events) {
            if (event.type === 'status' && event.status === 'failed') failure = event.error ?? null;
            if (event.type === 'progress')
              setPhase(
                `${which === 'mine' ? 'with your code' : 'with ours'}: step ${event.progress.step} of ${event.progress.totalSteps}`,
              );
            if (event.type === 'steps')
              setCurves((now) => ({
                ...now,
                [which]: {
                  step: [...now[which].step, ...event.step],
                  loss: [...now[which].loss, ...event.loss],
                },
              }));
          }
        };
        await trainInSandbox({ exercise, code, recipe, data, own: which === 'mine' }, signal, hear);
        if (failure) throw failure;
      }
    } catch (thrown) {
      const data =
        thrown && typeof thrown === 'object' && 'code' in thrown
          ? (thrown as LabErrorData)
          : toErrorData(thrown);
      if (data.code !== 'cancelled') setError({ code: data.code, message: data.message });
    } finally {
      setPhase(null);
    }
  };

  const series: LineSeries[] = [
    { name: 'with your code', x: curves.mine.step, y: curves.mine.loss, raw: true, look: 0 },
    { name: 'with ours', x: curves.ours.step, y: curves.ours.loss, raw: true, look: 1 },
  ];
  return (
    <div>
      <div className={classes.reference}>
        {phase === null ? (
          <Button variant="default" onClick={() => void train()}>
            Train with my code
          </Button>
        ) : (
          <Button variant="outline" color="var(--lab-warn)" onClick={() => aborter.current?.abort()}>
            Stop training
          </Button>
        )}
        <span className={classes.hint} role="status">
          {phase ??
            `Trains ${exercise.trains?.title} on 600 definitions, and ours on the same, with the same seed.`}
        </span>
      </div>
      {error && <ErrorBox error={error} onRetry={() => void train()} />}
      {curves.mine.step.length > 0 && (
        <LineChart
          title="Training loss, your code and ours"
          xTitle="step"
          yTitle="loss (cross-entropy)"
          series={series}
          smoothing={0.8}
        />
      )}
    </div>
  );
}
