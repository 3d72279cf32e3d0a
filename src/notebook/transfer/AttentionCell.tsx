import { Button, MultiSelect } from '@mantine/core';
import { useEffect } from 'react';
import { LabError } from '../../base/errors.ts';
import type { RunContext, CellRunner } from '../../store/cells.ts';
import { goStale } from '../../store/notebook.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { openTransfer, useTransfer } from '../../store/transfer.ts';
import { dataClient, labClient } from '../../worker/client.ts';
import { datasetIdOf } from '../training/baseline-runner.ts';
import training from '../training/training.module.css';
import { runsOfLesson, type SteadyRun, useLessonRuns } from '../training/use-runs.ts';
import { useCell } from '../use-cell.ts';
import { byBeginning, titleWithBackbone } from './before-after.ts';
import { type AttentionResult, isAttentionResult, Numbers } from './HeadNumbers.tsx';
import { Looks } from './Looks.tsx';
import { inRandomOrder, overTexts } from './over-texts.ts';
import { isFineTuned, newestOfEach } from './ways.ts';

/** Runs that stand beside what they began with at most. */
const MOST_RUNS = 8;
/** Rows that are asked for at a time. */
const ROWS = 1000;

/** The runs that were chosen; where nobody chose, or those are gone, the newest of each way. */
function chosenRuns<R extends Pick<SteadyRun, 'id' | 'recipe' | 'result'>>(
  done: readonly R[],
  ids: readonly string[] | null,
): R[] {
  const chosen = done.filter(({ id }) => ids?.includes(id));
  const own = chosen.length > 0 || ids?.length === 0;
  return (own ? chosen : newestOfEach(done)).slice(0, MOST_RUNS);
}

async function validationTexts({ recipe, result, signal, report }: RunContext): Promise<string[]> {
  const datasetId = datasetIdOf(result('data'));
  if (datasetId === null) throw new LabError('heads/no-data', 'No data is open.', 'Run the data cell first.');
  const { data, text, seed, task } = recipe;
  const texts: string[] = [];
  for (let offset = 0; ; offset += ROWS) {
    report({ phase: 'taking texts of validation', done: texts.length, total: null });
    const rows = await dataClient().rows(datasetId, data, text, offset, ROWS, seed, task);
    signal.throwIfAborted();
    texts.push(...rows.filter(({ split }) => split === 'validation').map((row) => row.text));
    if (rows.length < ROWS) break;
  }
  if (texts.length === 0)
    throw new LabError(
      'heads/no-texts',
      'There is no text of validation to describe the heads over.',
      'Give validation a share of the data.',
    );
  return inRandomOrder(texts, seed);
}

/** Maps of one text take so much at most, in bytes. */
function bytesPerText({ recipe: { model, text } }: Pick<SteadyRun, 'recipe'>): number {
  if (model.kind !== 'bert') return 0;
  const { maxLength } = text;
  const length =
    maxLength.kind === 'fixed' ? Math.min(maxLength.value + 2, model.positions) : model.positions;
  return 4 * model.layers * model.heads * length ** 2;
}

/** Compares the heads of the chosen runs, each with those of what it began with, over the texts of validation. */
export const runner: CellRunner = {
  async run(context): Promise<AttentionResult> {
    await Promise.all([loadRuns(), openTransfer()]);
    const all = runsOfLesson(context.lesson);
    const runs = chosenRuns(all.filter(isFineTuned), useTransfer.getState().compared);
    if (runs.length === 0)
      throw all.some(isFineTuned)
        ? new LabError('heads/no-choice', 'No run is chosen to be compared.', 'Choose one at least.')
        : new LabError(
            'heads/no-run',
            'No fine-tuning has come to its end yet.',
            'Run the fine-tuning above first.',
          );
    const texts = await validationTexts(context);
    const groups = byBeginning(runs, all);
    const { signal, report } = context;
    const found = await overTexts(
      groups.map((group) => ({
        models: [{ beginning: group.recipe }, ...group.runs.map(({ id }) => id)],
        bytesPerText: bytesPerText(group),
      })),
      texts,
      (models, some) => labClient().compareHeads(models, some),
      { signal, report, now: () => performance.now() },
    );
    return {
      ...found,
      groups: groups.map(({ name, runs: own }, g) => ({
        name,
        runs: own.map(({ id }) => id),
        compared: found.groups[g] ?? [],
      })),
    };
  },
};

/** Attention before and after, on the same tokens; and over the validation texts in numbers. */
export default function AttentionCell() {
  const { lesson, id, result, state } = useCell();
  const all = useLessonRuns(lesson);
  const wanted = useTransfer((choices) => choices.compared);
  useEffect(() => void loadRuns(), []);
  useEffect(() => void openTransfer(), []);
  const done = all.filter(isFineTuned);
  const runs = chosenRuns(done, wanted);
  if (done.length === 0)
    return (
      <p className={training.empty}>
        When a fine-tuning has come to its end, what its heads look at stands here beside what they looked at
        before.
      </p>
    );
  const choose = (compared: string[] | null): void => {
    useTransfer.setState({ compared });
    goStale(lesson, id);
  };
  const numbers = isAttentionResult(result) ? result : null;
  const described = numbers?.groups.flatMap((group) => group.runs) ?? [];
  const same = described.length === runs.length && runs.every((run) => described.includes(run.id));
  return (
    <>
      <div className={training.choices}>
        <MultiSelect
          size="xs"
          w={520}
          label={`Models after fine-tuning, up to ${MOST_RUNS}; each stands beside what it began with`}
          data={done.map((run) => ({ value: run.id, label: titleWithBackbone(run, all) }))}
          value={runs.map((run) => run.id)}
          maxValues={MOST_RUNS}
          onChange={choose}
        />
        {wanted !== null && (
          <Button size="compact-xs" variant="subtle" onClick={() => choose(null)}>
            The newest of each way
          </Button>
        )}
      </div>
      {runs.length === 0 ? (
        <p className={training.empty}>
          Choose a run: its heads stand here beside those of what it began with.
        </p>
      ) : (
        <Looks groups={byBeginning(runs, all)} all={all} checked={!numbers || !same} />
      )}
      {numbers && !same && state !== 'running' && (
        <p className={training.hint} role="status">
          The numbers below are of other runs than those chosen now: run this cell again for these.
        </p>
      )}
      {numbers ? (
        <Numbers result={numbers} runs={done} all={all} />
      ) : (
        <p className={training.hint}>
          Run this cell to have the heads described over the texts of validation, and to see how far each has
          moved.
        </p>
      )}
    </>
  );
}
