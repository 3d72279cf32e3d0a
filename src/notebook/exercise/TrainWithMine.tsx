import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type LabErrorData, toErrorData } from '../../base/errors.ts';
import { keepCalm } from '../../charts/calm.ts';
import { LineChart, type LineSeries } from '../../charts/LineChart.tsx';
import { sizesInWords, trainingRecipe } from '../../exercises/training-recipe.ts';
import type { Exercise } from '../../exercises/types.ts';
import { describeChange, diffRecipes } from '../../recipe/diff.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { progressOf, useProgress } from '../../store/progress.ts';
import { useRecipe } from '../../store/recipe.ts';
import { keepTrained, keptTrained, nameOfCode, partingOf, type Trained } from '../../store/trained.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import classes from './exercise.module.css';
import { Output } from './Output.tsx';
import { gathered, NOTHING_WRITTEN, type Written } from './gathered.ts';
import { trainPair } from './train-pair.ts';

/** The recipe of this training from that of the lesson as it stands, or why there is none. */
function useTrainingRecipe({ trains }: Exercise): { recipe: Recipe; sizes: string } | LabErrorData {
  const lesson = useRecipe((state) => state.recipe);
  return useMemo(() => {
    try {
      const recipe = trainingRecipe(lesson, trains?.recipe ?? {});
      return { recipe, sizes: sizesInWords(lesson, recipe) };
    } catch (error) {
      return toErrorData(error);
    }
  }, [lesson, trains]);
}

const errorOf = (thrown: unknown): LabErrorData =>
  thrown && typeof thrown === 'object' && 'code' in thrown ? (thrown as LabErrorData) : toErrorData(thrown);

/** Trains by the lesson's recipe twice, on the same data and seed: with the student's piece, and with ours. */
export default function TrainWithMine({ exercise }: { exercise: Exercise }) {
  const given = useTrainingRecipe(exercise);
  const [trained, setTrained] = useState<Trained | null>(null);
  const [phase, setPhase] = useState<string | null>(null);
  const [error, setError] = useState<LabErrorData | null>(null);
  const [output, setOutput] = useState<Written>(NOTHING_WRITTEN);
  const aborter = useRef<AbortController | null>(null);
  useEffect(() => () => aborter.current?.abort(), []);
  const training = phase !== null;
  useEffect(() => (training ? keepCalm() : undefined), [training]);
  useEffect(() => {
    let mounted = true;
    void keptTrained(exercise.id).then((kept) => mounted && setTrained((now) => now ?? kept));
    return () => void (mounted = false);
  }, [exercise.id]);

  const train = async (recipe: Recipe): Promise<void> => {
    const { signal } = (aborter.current = new AbortController());
    // What came of it: as it is set from inside of a call, its type does not narrow.
    const last: { now: Trained | null } = { now: null };
    setError(null);
    setPhase('beginning');
    const written = gathered(setOutput);
    try {
      const { code } = progressOf(exercise);
      await trainPair(
        { exercise, code, recipe, signal },
        {
          phase: setPhase,
          trained: (now) => setTrained((last.now = now)),
          line: (text) => written.add(text),
          dropped: (count) => written.leftOut(count),
        },
      );
    } catch (thrown) {
      const { code, message, hint } = errorOf(thrown);
      if (code !== 'cancelled') setError({ code, message, ...(hint !== undefined && { hint }) });
    } finally {
      setPhase(null);
      written.end();
      if (last.now && last.now.mine.step.length > 0) await keepTrained(exercise.id, last.now);
    }
  };

  if ('code' in given)
    return (
      <p className={classes.hint}>
        {given.message} {given.hint}
      </p>
    );
  const { recipe, sizes } = given;
  return (
    <div className={classes.training}>
      <div className={classes.reference}>
        {training ? (
          <Button variant="outline" color="var(--lab-warn)" onClick={() => aborter.current?.abort()}>
            Stop training
          </Button>
        ) : (
          <Button variant="default" onClick={() => void train(recipe)}>
            Train with my code
          </Button>
        )}
        <span className={classes.hint} role="status">
          {phase ??
            `Trains ${exercise.trains?.title} by this lesson's recipe, and ours on the same data with the same seed (${recipe.seed}). So that it takes a minute, with ${sizes}.`}
        </span>
      </div>
      {error && <ErrorBox error={error} onRetry={() => void train(recipe)} />}
      <Output {...output} atLeast={error !== null} />
      {trained && <Outcome exercise={exercise} trained={trained} recipe={recipe} training={training} />}
    </div>
  );
}

interface OutcomeProps {
  exercise: Exercise;
  trained: Trained;
  /** By which it would be trained now. */
  recipe: Recipe;
  training: boolean;
}

function Outcome({ exercise, trained, recipe, training }: OutcomeProps) {
  const code = useProgress((state) => progressOf(exercise, state).code);
  const { mine, ours, unpassed } = trained;
  const older = useMemo(() => nameOfCode(code) !== trained.code, [code, trained.code]);
  const changes = diffRecipes(trained.recipe, recipe);
  const series: LineSeries[] = [
    { name: 'with your code', x: mine.step, y: mine.loss, raw: true, look: 0 },
    { name: 'with ours', x: ours.step, y: ours.loss, raw: true, look: 1 },
  ];
  return (
    <>
      {unpassed.length > 0 && (
        <p className={classes.problem}>
          {older ? 'The code that was trained had' : 'Your code has'} not passed:{' '}
          {unpassed.map((title) => `“${title}”`).join(', ')}.{training && ' It is trained nevertheless.'}
          {!training && mine.step.length > 0 && ' It was trained nevertheless.'}
        </p>
      )}
      {!training && older && mine.step.length > 0 && (
        <p className={classes.hint}>These curves are of other code than stands above: train again.</p>
      )}
      {!training && changes.length > 0 && mine.step.length > 0 && (
        <p className={classes.hint}>
          Since then the recipe of the lesson has changed: {changes.map(describeChange).join(', ')}.
        </p>
      )}
      {mine.step.length > 0 && (
        <LineChart
          title="Training loss, your code and ours"
          xTitle="step"
          yTitle={`loss (${trained.recipe.task === 'multilabel' ? 'binary cross-entropy' : 'cross-entropy'})`}
          series={series}
          smoothing={0.8}
          live={training}
        />
      )}
      {!training && ours.step.length > 0 && <p className={classes.hint}>{inWords(trained)}</p>}
      {!training && ours.step.length > 0 && hides(trained) && (
        <p className={classes.hint}>
          That the curves agree does not make the code right: what the checks found does not come into this
          training. The lab sets the states of padding to 0 and pools over the words of each text, so that,
          say, a mask that is not applied changes nothing unless the last state is pooled.
        </p>
      )}
    </>
  );
}

const score = (value: number | null): string => (value === null ? 'none' : value.toFixed(3));

/** Whether code with a mistake was trained just as ours. */
const hides = ({ mine, ours, unpassed }: Trained): boolean =>
  unpassed.length > 0 && mine.step.length === ours.step.length && partingOf(mine, ours).at === null;

/** Whether the two are one training, and how good it became. */
function inWords({ mine, ours }: Trained): string {
  const { largest, at } = partingOf(mine, ours);
  const parting =
    at === null
      ? `The two losses are nowhere more than ${largest.toExponential(0)} apart: rounding.`
      : `The two losses part at step ${at}; at most they are ${largest.toPrecision(2)} apart.`;
  return `${parting} Macro F1 on validation: ${score(mine.macroF1)} with your code, ${score(ours.macroF1)} with ours. So few texts and steps say whether it learns, not how well it could.`;
}
