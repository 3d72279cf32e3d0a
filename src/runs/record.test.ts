import { describe, expect, test } from 'vitest';
import { recipeSchema } from '../recipe/recipe.ts';
import { applyEvents, emptyHistory, newRun, recordOf, revived, summaryOf } from './record.ts';
import type { DeviceReport, EvaluationPoint, PointEvent, RecentCurves, RunEvent } from './types.ts';

const device: DeviceReport = {
  kind: 'wasm',
  adapter: 'SIMD',
  software: false,
  threads: 1,
  crossOriginIsolated: true,
  reason: 'There is no graphics card.',
  choices: [],
};
const recipe = recipeSchema.parse({});
const begin = () => newRun({ id: 'a', number: 1, lesson: 'rnn', recipe, parent: null, datasetId: 'd' }, 1000);
const steps = (from: number, to: number): RunEvent => {
  const step = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return { type: 'steps', step, loss: step.map((s) => 1 / s), lr: step.map(() => 0.1), gradNorm: step };
};
const at = (step: number, accuracy: number, split: 'validation' | 'test' = 'validation'): RunEvent => {
  const point: EvaluationPoint = {
    step,
    epoch: 1,
    split,
    accuracy,
    loss: 1 - accuracy,
    macroF1: accuracy,
    microF1: accuracy,
    weightedF1: accuracy,
  };
  return { type: 'evaluation', point, best: false };
};
const started = (fromStep: number): RunEvent => ({
  type: 'started',
  device,
  parameters: 10,
  weights: [],
  vocabularySize: 5,
  labels: ['x', 'y'],
  trainRows: 3,
  totalSteps: 100,
  fromStep,
});

test('curves grow, the best of validation is kept, the test split does not choose', () => {
  const history = emptyHistory();
  const run = applyEvents(begin(), history, [
    { type: 'status', status: 'running' },
    started(0),
    steps(1, 10),
    at(10, 0.5),
    at(10, 0.99, 'test'),
    steps(11, 20),
    at(15, 0.7),
    at(20, 0.7),
  ]);
  expect(run.status).toBe('running');
  expect(history.step).toHaveLength(20);
  expect(run.best?.step).toBe(15);
  expect(run.last?.step).toBe(20);
});

test('a monitored loss is best where it is lowest', () => {
  const byLoss = { ...begin(), recipe: recipeSchema.parse({ training: { monitor: 'loss' } }) };
  expect(applyEvents(byLoss, emptyHistory(), [at(1, 0.9), at(2, 0.2)]).best?.step).toBe(1);
});

test('a run that goes on from a checkpoint writes what came after it anew', () => {
  const history = emptyHistory();
  let run = applyEvents(begin(), history, [started(0), steps(1, 30), at(10, 0.5), at(25, 0.9)]);
  run = applyEvents(run, history, [started(20), steps(21, 22)]);
  expect(history.step).toEqual(Array.from({ length: 22 }, (_, i) => i + 1));
  expect(history.loss).toHaveLength(22);
  expect(run.best?.step).toBe(10);
  run = applyEvents(run, history, [started(0), steps(1, 2)]);
  expect(history.step).toEqual([1, 2]);
  expect(run.best).toBeNull();
});

describe('what the page had not heard of when it was closed', () => {
  const recent = (first: number, last: number, ...judged: number[]): RecentCurves => {
    const { type: _, ...numbers } = steps(first, last) as Extract<RunEvent, { type: 'steps' }>;
    return { steps: numbers, points: judged.map((step) => at(step, step / 100) as PointEvent) };
  };
  const resumed = (fromStep: number, curves: RecentCurves) =>
    ({ ...started(fromStep), recent: curves }) as RunEvent;

  test('is drawn when the run goes on, each step once', () => {
    const history = emptyHistory();
    let run = applyEvents(begin(), history, [started(0), steps(1, 20), at(10, 0.5)]);
    run = applyEvents(run, history, [resumed(30, recent(5, 30, 10, 25)), steps(31, 32)]);
    expect(history.step).toEqual(Array.from({ length: 32 }, (_, i) => i + 1));
    for (const name of ['loss', 'lr', 'gradNorm'] as const) expect(history[name]).toHaveLength(32);
    expect(history.evaluations.map(({ step }) => step)).toEqual([10, 25]);
    expect(run.best?.step).toBe(25);
    expect(run.notes).toEqual([]);
  });

  test('is not drawn beyond the step that the run goes on from', () => {
    const history = emptyHistory();
    const run = applyEvents(begin(), history, [started(0), steps(1, 20)]);
    applyEvents(run, history, [resumed(15, recent(1, 18, 18))]);
    expect(history.step.at(-1)).toBe(15);
    expect(history.evaluations).toEqual([]);
  });

  test('is said where the checkpoint does not know it either', () => {
    const history = emptyHistory();
    const run = applyEvents(begin(), history, [started(0), steps(1, 20)]);
    const on = applyEvents(run, history, [resumed(5000, recent(2953, 5000))]);
    expect(history.step.slice(19, 22)).toEqual([20, 2953, 2954]);
    expect(on.notes).toEqual([
      'The page was closed before the curves of steps 21 to 2952 were kept; the weights were.',
    ]);
    const older = applyEvents(run, emptyHistory(), [started(7)]);
    expect(older.notes).toEqual([expect.stringContaining('steps 1 to 7 ')]);
  });

  test('is more than losses: translations, gradients, alignments; each once, by its step', () => {
    const history = emptyHistory();
    const translations = (step: number): PointEvent => ({
      type: 'translations',
      step,
      epoch: 1,
      examples: [],
    });
    const flow = (step: number): PointEvent => ({ type: 'gradients', point: { step, mean: [], max: [] } });
    const through = (step: number): PointEvent => ({ type: 'timeGradient', point: { step, norm: [] } });
    const looks = (step: number): PointEvent => ({
      type: 'alignment',
      sentences: [],
      point: { step, aer: 0.5, weights: [] },
    });
    const kinds = [translations, flow, through, looks];
    const run = applyEvents(begin(), history, [
      ...[started(0), steps(1, 20), at(10, 0.5, 'test')],
      ...[4, 10, 20].flatMap((step) => kinds.map((kind) => kind(step))),
    ]);
    const points = [10, 12, 20, 30].flatMap((step) => kinds.map((kind) => kind(step)));
    const filled = { ...recent(5, 30), points: [...points, at(10, 0.6) as PointEvent] };
    const told = (): number[][] => [
      history.translations!.map(({ step }) => step),
      history.gradients.map(({ step }) => step),
      history.timeGradients!.map(({ step }) => step),
      history.alignments!.points.map(({ step }) => step),
    ];
    // What is looked at before a step is looked at again when the run goes on.
    const expected = [
      [4, 10, 12, 20, 30],
      [4, 10, 12, 20, 30],
      [4, 10, 12, 20],
      [4, 10, 12, 20],
    ];
    applyEvents(run, history, [resumed(30, filled)]);
    expect(told()).toEqual(expected);
    expect(history.evaluations.map(({ split }) => split)).toEqual(['test', 'validation']);
    applyEvents(run, history, [resumed(30, filled)]);
    expect(told()).toEqual(expected);
    applyEvents(run, history, [through(30), looks(30), at(10, 0.7)]);
    expect(told()[2]).toEqual([4, 10, 12, 20, 30]);
    expect(history.evaluations.map(({ accuracy }) => accuracy)).toEqual([0.5, 0.7]);
  });

  test('measures stay beside their steps', () => {
    const history = emptyHistory();
    const run = applyEvents(begin(), history, [started(0), steps(1, 2)]);
    const curves = recent(1, 4);
    applyEvents(run, history, [
      resumed(4, { ...curves, steps: { ...curves.steps, measures: { speed: [5, 6, 7, 8] } } }),
    ]);
    expect(history.measures).toEqual({ speed: [NaN, NaN, 7, 8] });
  });
});

test('many steps at once do not overflow the stack', () => {
  const history = emptyHistory();
  applyEvents(begin(), history, [steps(1, 300_000)]);
  expect(history.step).toHaveLength(300_000);
});

test('only the checkpoint to go on from counts as such', () => {
  const run = applyEvents(begin(), emptyHistory(), [
    { type: 'checkpoint', kind: 'last', step: 5, savedAt: 1 },
    { type: 'checkpoint', kind: 'best', step: 9, savedAt: 2 },
  ]);
  expect(run.checkpoint).toEqual({ step: 5, savedAt: 1 });
});

test('taken apart and put together again a run is the same', () => {
  const history = emptyHistory();
  const run = applyEvents(begin(), history, [started(0), steps(1, 3), at(3, 0.4)]);
  const record = recordOf(run, history);
  expect(record).not.toHaveProperty('best');
  expect(summaryOf(record)).toEqual(run);
});

test('a run of an older version is read with the defaults of what its recipe did not say yet', () => {
  const kept = recordOf(begin(), emptyHistory());
  const { tokenizer: _, ...text } = recipe.text;
  const old = { ...kept, recipe: { ...recipe, text } } as unknown as typeof kept;
  expect(revived(old)).toEqual(kept);
  const strange = { ...kept, recipe: { ...recipe, future: 1 } };
  expect(() => revived(strange)).toThrow(
    'Run 1 was kept by another version of the lab, and this one cannot read it: future is not a field of a recipe',
  );
});

test('kept epochs are listed once, and those after the step that a run goes on from are kept anew', () => {
  const kept = (epoch: number): RunEvent => ({
    ...{ type: 'checkpoint', step: 20 * epoch, savedAt: 5 },
    kind: `epoch-${epoch}`,
  });
  const history = emptyHistory();
  // 5 epochs of 20 steps.
  const run = applyEvents(begin(), history, [started(0), kept(2), kept(1), kept(2)]);
  expect(run.keptEpochs).toEqual([1, 2]);
  expect(run.checkpoint).toBeNull();
  expect(applyEvents(run, history, [started(40)]).keptEpochs).toEqual([1, 2]);
  expect(applyEvents(run, history, [started(39)]).keptEpochs).toEqual([1]);
  expect(applyEvents(run, history, [started(0)]).keptEpochs).toEqual([]);
  const { keptEpochs: _, ...older } = recordOf(run, history);
  expect(summaryOf(revived(older)).keptEpochs).toBeUndefined();
});

test('what was not measured so far has no value at the steps there are', () => {
  const history = emptyHistory();
  const measured = { ...steps(3, 4), measures: { speed: [7, 8] } } as RunEvent;
  applyEvents(begin(), history, [started(0), steps(1, 2), measured]);
  expect(history.measures).toEqual({ speed: [NaN, NaN, 7, 8] });
});
