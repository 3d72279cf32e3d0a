import { applyEvents, emptyHistory, newRun, type RunSummary } from '../runs/record.ts';
import type { RunEvent, RunHistory } from '../runs/types.ts';
import { keptRun } from '../storage/store.ts';
import type { StartRequest } from './protocol.ts';

interface Heard {
  summary: RunSummary;
  history: RunHistory;
}

type Heardable = Pick<Heard, 'history'> & Pick<RunSummary, 'result' | 'createdAt'>;

/** What runs have said in this worker: their curves reach the zip even where the browser keeps nothing. */
export class HeardRuns {
  private readonly heard = new Map<string, Heard>();

  /** A run begins, or goes on with what is known of it. */
  async listen({ runId, recipe }: StartRequest, goesOn: boolean): Promise<void> {
    const known = goesOn ? await this.recordOf(runId) : null;
    const given = { id: runId, number: 0, lesson: '', recipe, parent: null, datasetId: null };
    const history = known ? structuredClone(known.history) : emptyHistory();
    this.heard.set(runId, { summary: newRun(given, known?.createdAt ?? Date.now()), history });
  }

  hear(runId: string, event: RunEvent): void {
    const heard = this.heard.get(runId);
    if (heard) heard.summary = applyEvents(heard.summary, heard.history, [event]);
  }

  errorOf(runId: string): RunSummary['error'] {
    return this.heard.get(runId)?.summary.error ?? null;
  }

  /** … or what the browser keeps of a run that was not heard here. */
  async recordOf(runId: string): Promise<Heardable> {
    const heard = this.heard.get(runId);
    if (heard) {
      const { result, createdAt } = heard.summary;
      return { history: heard.history, result, createdAt };
    }
    const record = await keptRun(runId);
    return {
      history: record?.history ?? emptyHistory(),
      result: record?.result ?? null,
      createdAt: record?.createdAt ?? Date.now(),
    };
  }
}
