import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type LabErrorData, toErrorData } from '../../base/errors.ts';
import type { Evaluation, WrongExample } from '../../runs/types.ts';
import { textsOfRun } from '../../store/run-data.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import classes from './training.module.css';
import type { SteadyRun } from './use-runs.ts';

const AT_FIRST = 10;

type Texts = { texts: string[] } | { error: LabErrorData } | null;

/** The texts of rows, read by the data worker when they are wanted. */
function useTexts(run: SteadyRun, wrong: readonly WrongExample[]): Texts {
  const [state, setState] = useState<Texts>(null);
  const { id, datasetId, recipe } = run;
  useEffect(() => {
    let current = true;
    if (datasetId === null) return;
    const rows = wrong.map(({ row }) => row);
    textsOfRun({ id, datasetId, recipe }, rows).then(
      (texts) => current && setState({ texts }),
      (error: unknown) => current && setState({ error: toErrorData(error) }),
    );
    return () => {
      current = false;
    };
  }, [id, datasetId, recipe, wrong]);
  return state;
}

/** The examples with the largest loss: errors of the model, or of the label. */
export function WrongExamples({ run, evaluation: { wrong } }: { run: SteadyRun; evaluation: Evaluation }) {
  const [all, setAll] = useState(false);
  const state = useTexts(run, wrong);
  if (wrong.length === 0) return <p className={classes.empty}>None: every text got its class.</p>;
  if (run.datasetId === null) {
    return (
      <p className={classes.empty}>
        This run was opened from a zip, which does not hold the texts it was trained on.
      </p>
    );
  }
  if (state && 'error' in state) return <ErrorBox error={state.error} />;
  const several = run.recipe.task === 'multilabel';
  const shown = all ? wrong : wrong.slice(0, AT_FIRST);
  const label = (index: number): string => run.labels[index] ?? String(index);
  return (
    <>
      <div className={classes.wide} tabIndex={0} role="region" aria-label="Texts that were got most wrong">
        <table className={`${classes.table} ${classes.stacked}`}>
          <thead>
            <tr>
              <th scope="col">text</th>
              <th scope="col">{several ? 'its labels' : 'its class'}</th>
              <th scope="col">predicted</th>
              <th scope="col" data-number>
                {several ? 'worst label' : 'sure of it'}
              </th>
              <th scope="col" data-number>
                loss
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((example, i) => (
              <tr key={example.row}>
                <td className={classes.text}>{state?.texts[i] ?? '…'}</td>
                <td data-label={several ? 'labels' : 'class'}>
                  {example.sets ? example.sets.labels.map(label).join(', ') || 'none' : label(example.label)}
                </td>
                <td data-label="predicted">
                  {example.sets
                    ? example.sets.predicted.map(label).join(', ') || 'none'
                    : label(example.predicted)}
                </td>
                <td data-number data-label={several ? 'worst label' : 'sure of it'}>
                  {several && `${label(example.label)} `}
                  {(example.probabilities[example.predicted] ?? 0).toFixed(3)}
                </td>
                <td data-number data-label="loss">
                  {example.loss.toFixed(2)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {wrong.length > AT_FIRST && (
        <Button variant="subtle" mt={6} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Only the first ${AT_FIRST}` : `All ${wrong.length}`}
        </Button>
      )}
    </>
  );
}
