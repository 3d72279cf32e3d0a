import { checkCode, type CheckListener } from '../../worker/sandbox.ts';
import { counted, sumOf } from '../../exercises/counted.ts';
import type { CheckOutcome, Exercise } from '../../exercises/types.ts';
import type { CellRunner } from '../../store/cells.ts';
import { openProgress, progressOf, recordTry, setReport } from '../../store/progress.ts';
import { pointsOf } from '../../exercises/types.ts';

const DRAW_MS = 100;

/** Running an exercise's cell checks the code that stands in its editor. */
export function exerciseRunner(exercise: Exercise): CellRunner {
  return {
    async run({ signal, report }) {
      await openProgress();
      const { code } = progressOf(exercise);
      const total = exercise.checks.length;
      const outcomes = new Map<string, CheckOutcome>();
      const lines: string[] = [];
      let dropped = 0;
      const show = (): void => {
        const all = counted(exercise, [...outcomes.values()]);
        setReport(exercise, code, {
          outcomes: all,
          points: sumOf(all),
          of: pointsOf(exercise),
          console: [...lines],
          dropped,
          problem: null,
        });
      };
      // Lines come in hundreds: drawn together, while the code still runs.
      let drawing: ReturnType<typeof setTimeout> | undefined;
      const showSoon = (): void => {
        drawing ??= setTimeout(() => {
          drawing = undefined;
          show();
        }, DRAW_MS);
      };
      show();
      report({ phase: 'preparing the sandbox', done: 0, total });
      const listener: CheckListener = {
        onCheck: (id) => {
          const title = exercise.checks.find((check) => check.id === id)?.title ?? id;
          report({ phase: title, done: outcomes.size, total });
        },
        onOutcome: (outcome) => {
          outcomes.set(outcome.id, outcome);
          show();
        },
        onLine: (line) => {
          lines.push(line);
          showSoon();
        },
        onDropped: (count) => {
          dropped = count;
          showSoon();
        },
      };
      const result = await checkCode(exercise, code, signal, listener).finally(() => clearTimeout(drawing));
      recordTry(exercise, code, result);
      return { points: result.points, of: result.of };
    },
  };
}
