import { MultiSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { LabError } from '../../base/errors.ts';
import type { RunContext, CellRunner } from '../../store/cells.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { useTransfer } from '../../store/transfer.ts';
import { dataClient, labClient } from '../../worker/client.ts';
import type { ComparedHeads } from '../../worker/protocol.ts';
import { HeadTable } from '../bert/HeadTable.tsx';
import { ErrorBox } from '../ErrorBox.tsx';
import { datasetIdOf } from '../training/baseline-runner.ts';
import { runTitle } from '../training/run-words.ts';
import training from '../training/training.module.css';
import { runsOfLesson, type SteadyRun, useLessonRuns } from '../training/use-runs.ts';
import { useAnswer } from '../use-answer.ts';
import { useCell } from '../use-cell.ts';
import { HeadComparison } from './HeadComparison.tsx';
import { MovesTable, Unmoved } from './Moves.tsx';
import { freezeOfRecipe, newestOfEach } from './ways.ts';

/** Runs that stand beside what they began with at most. */
const MOST_RUNS = 3;
/** Texts of validation that the heads are described over at most, and rows that are asked for at a time. */
const MOST_TEXTS = 100;
const ROWS = 1000;
const EXAMPLE = 'a large building where people watch plays';

/** What the cell leaves behind. */
export interface AttentionResult {
  texts: number;
  /** Of the models compared: what they began with, then these runs. */
  runs: string[];
  compared: ComparedHeads[];
}

const isResult = (result: unknown): result is AttentionResult =>
  typeof result === 'object' && result !== null && 'compared' in result;

/** The runs that were chosen, or the newest of each way. */
function chosenRuns<R extends Pick<SteadyRun, 'id' | 'recipe' | 'result'>>(
  runs: readonly R[],
  ids: readonly string[] | null,
): R[] {
  const chosen = runs.filter(({ id }) => ids?.includes(id));
  return (chosen.length > 0 ? chosen : newestOfEach(runs)).slice(0, MOST_RUNS);
}

async function validationTexts(context: RunContext): Promise<string[]> {
  const { recipe, result, signal, report } = context;
  const datasetId = datasetIdOf(result('data'));
  if (datasetId === null) throw new LabError('heads/no-data', 'No data is open.', 'Run the data cell first.');
  const { data, text, seed, task } = recipe;
  const texts: string[] = [];
  for (let offset = 0; texts.length < MOST_TEXTS; offset += ROWS) {
    report({ phase: 'taking texts of validation', done: texts.length, total: MOST_TEXTS });
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
  return texts.slice(0, MOST_TEXTS);
}

/** Compares the heads of the chosen runs with those of what they began with, over texts of validation. */
export const runner: CellRunner = {
  async run(context): Promise<AttentionResult> {
    await loadRuns();
    const runs = chosenRuns(runsOfLesson(context.lesson), useTransfer.getState().compared);
    const [first] = runs;
    if (!first)
      throw new LabError(
        'heads/no-run',
        'No fine-tuning has come to its end yet.',
        'Run the fine-tuning above first.',
      );
    const texts = await validationTexts(context);
    context.report({ phase: `looking at ${texts.length} texts`, done: 0, total: null });
    const models = [{ beginning: first.recipe }, ...runs.map(({ id }) => id)];
    const compared = await labClient().compareHeads(models, texts);
    return { texts: texts.length, runs: runs.map(({ id }) => id), compared };
  },
};

/** Attention before and after, on the same tokens; and over the validation texts in numbers. */
export default function AttentionCell() {
  const { lesson, result } = useCell();
  const all = useLessonRuns(lesson);
  const wanted = useTransfer((choices) => choices.compared);
  useEffect(() => void loadRuns(), []);
  const done = all.filter(({ recipe: { task, model }, result: ended }) => {
    return ended && task === 'classify' && model.kind === 'bert' && model.init.kind !== 'scratch';
  });
  const runs = chosenRuns(done, wanted);
  if (runs.length === 0)
    return (
      <p className={training.empty}>
        When a fine-tuning has come to its end, what its heads look at stands here beside what they looked at
        before.
      </p>
    );
  return (
    <>
      <div className={training.choices}>
        <MultiSelect
          size="xs"
          w={420}
          label={`Models after fine-tuning, up to ${MOST_RUNS}`}
          data={done.map((run) => ({ value: run.id, label: runTitle(run) }))}
          value={runs.map(({ id }) => id)}
          maxValues={MOST_RUNS}
          onChange={(ids) => useTransfer.setState({ compared: ids })}
        />
      </div>
      <Looks runs={runs} checked={!isResult(result)} />
      {isResult(result) ? (
        <Numbers result={result} runs={done} />
      ) : (
        <p className={training.hint}>
          Run this cell to have the heads described over up to {MOST_TEXTS} texts of validation, and to see
          how far each has moved.
        </p>
      )}
    </>
  );
}

/** One text, all heads of a layer, before and after. */
function Looks({ runs, checked }: { runs: readonly SteadyRun[]; checked: boolean }) {
  const [text, setText] = useState(EXAMPLE);
  const [first] = runs;
  const key = text.trim() === '' ? null : JSON.stringify([runs.map(({ id }) => id), text]);
  const answer = useAnswer(key, () =>
    labClient().lookWithAll(
      [...(first ? [{ beginning: first.recipe }] : []), ...runs.map(({ id }) => id)],
      text,
    ),
  );
  return (
    <section aria-label="One text before and after">
      <TextInput label="A text" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      {answer && 'error' in answer && <ErrorBox error={answer.error} />}
      {answer && 'value' in answer && answer.value.length === runs.length + 1 && (
        <HeadComparison
          maps={answer.value}
          titles={['before', ...runs.map(runTitle)]}
          frozen={runs.map(({ recipe }) => freezeOfRecipe(recipe))}
          text={text}
          checked={checked}
        />
      )}
    </section>
  );
}

/** Over the validation texts: what stayed, how far each head moved, what each tends to look at. */
function Numbers({ result, runs }: { result: AttentionResult; runs: readonly SteadyRun[] }) {
  const [at, setAt] = useState(0);
  const [before, ...after] = result.compared;
  const compared = result.runs.flatMap((id, i) => {
    const run = runs.find((each) => each.id === id);
    const heads = after[i];
    return run && heads ? [{ run, heads }] : [];
  });
  const shown = at === 0 ? null : (compared[at - 1] ?? null);
  if (!before) return null;
  return (
    <section aria-label="Heads over the validation texts">
      {compared.map(({ run, heads }) => (
        <Unmoved
          key={run.id}
          title={runTitle(run)}
          freeze={freezeOfRecipe(run.recipe)}
          moves={heads.moves}
          where={`${result.texts} texts of validation`}
        />
      ))}
      <MovesTable
        compared={compared.map(({ run, heads }) => ({ title: runTitle(run), moves: heads.moves }))}
        texts={result.texts}
      />
      <div className={training.choices}>
        <SegmentedControl
          size="xs"
          aria-label="Heads of"
          data={[
            { value: '0', label: 'before' },
            ...compared.map(({ run }, i) => ({ value: String(i + 1), label: runTitle(run) })),
          ]}
          value={String(shown ? at : 0)}
          onChange={(value) => setAt(Number(value))}
        />
      </div>
      <HeadTable
        profiles={(shown?.heads ?? before).profiles}
        other={shown ? before.profiles : null}
        texts={result.texts}
      />
    </section>
  );
}
