import { type LabErrorData, toErrorData } from '../base/errors.ts';
import { onLeaving } from '../base/leaving.ts';
import { isUnfinished, recordOf, revived, summaryOf } from '../runs/record.ts';
import type { RunRecord } from '../runs/types.ts';
import {
  dropRun,
  keepNote,
  keepRun,
  keptCheckpoint,
  keptEpochsOf,
  keptNote,
  keptRun,
  keptRuns,
} from '../storage/store.ts';
import { endLab } from '../worker/client.ts';
import { changeRun, forgetRun, historyOf, putRuns, runOf, setElsewhere, showRun, useRuns } from './runs.ts';
import { saving } from './saved.ts';

/**
 * Runs as this browser keeps them, and the peace between its tabs: a run belongs to the tab that holds its lock; the
 * others watch. A run that nobody holds and that is not finished was interrupted.
 */

const KEEP_AFTER_MS = 1000;
/** While steps go on and nothing else happens: the curves are kept up to the newest checkpoint at any rate. */
const KEEP_CURVES_AFTER_MS = 5000;
/** Writing long curves must not become the main work: rest so many times as long as the last write took … */
const REST = 10;
/** … but not for longer than this. */
const MOST_REST_MS = 10_000;

const CUT_OFF = 'run/interrupted';
/** The same, where the page still had the time to write it down. */
const PAGE_CLOSED = 'worker/page-closed';
const CLOSED = 'The page was closed or reloaded while this run was under way.';

/** Whether a run was under way, or waited, when the page was closed, and did not go on since. */
export const wasCutOff = ({ status, error }: Pick<RunRecord, 'status' | 'error'>): boolean =>
  status === 'interrupted' && (error?.code === CUT_OFF || error?.code === PAGE_CLOSED);

const timers = new Map<string, { timer: ReturnType<typeof setTimeout>; due: number }>();
const tookMs = new Map<string, number>();
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('seqlab/runs');

interface News {
  kept?: string;
  dropped?: string;
}

const nameOf = (id: string): string => `run ${runOf(id).number}`;

/** Writes a run now. How it went shows in the saved sign. */
export async function keepNow(id: string): Promise<void> {
  clearTimeout(timers.get(id)?.timer);
  timers.delete(id);
  const start = performance.now();
  await saving(nameOf(id), async () => {
    await keepRun(recordOf(runOf(id), historyOf(id)));
    channel?.postMessage({ kept: id } satisfies News);
  });
  tookMs.set(id, performance.now() - start);
}

/** Writes a run shortly: soon after something worth keeping, at leisure when only its curves grew. */
export function keepSoon(id: string, curvesOnly = false): void {
  const rest = Math.min(MOST_REST_MS, (tookMs.get(id) ?? 0) * REST);
  const after = curvesOnly ? Math.max(rest, KEEP_CURVES_AFTER_MS) : KEEP_AFTER_MS;
  const due = performance.now() + after;
  const waiting = timers.get(id);
  if (waiting && waiting.due <= due) return;
  clearTimeout(waiting?.timer);
  timers.set(id, { timer: setTimeout(() => void keepNow(id), after), due });
}

/** Forgets a run for good, with its checkpoints. */
export async function dropForGood(id: string): Promise<void> {
  clearTimeout(timers.get(id)?.timer);
  timers.delete(id);
  await saving(nameOf(id), () => dropRun(id));
  forgetRun(id);
  channel?.postMessage({ dropped: id } satisfies News);
}

/**
 * The next number of a run, never given twice. One tab at a time asks.
 * @param many so many in a row are given; the first is returned
 */
export async function nextNumber(many = 1): Promise<number> {
  return exclusively('seqlab/run-number', async () => {
    const { runs } = useRuns.getState();
    let last = Math.max(0, ...Object.values(runs).map(({ number }) => number));
    // Without storage the numbers of this visit are all there is; the saved sign says so.
    await saving('the number of runs', async () => {
      const kept = await keptNote('runs/last-number');
      if (typeof kept === 'number') last = Math.max(last, kept);
      await keepNote('runs/last-number', last + many);
    });
    return last + 1;
  });
}

const lockName = (id: string): string => `seqlab/run/${id}`;

/** Absent on a page that is not served securely, and in Node: then there is nobody to share with. */
const locks: LockManager | undefined = globalThis.navigator?.locks;

async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  return locks ? locks.request(name, work) : work();
}

/** Does `work` while this tab holds the run; false where another tab holds it. */
export async function holding(id: string, work: () => Promise<void>): Promise<boolean> {
  if (!locks) {
    await work();
    return true;
  }
  return locks.request(lockName(id), { ifAvailable: true }, async (lock) => {
    if (!lock) return false;
    await work();
    return true;
  });
}

const watched = new Set<string>();

/** For a run that is not finished and not ours: interrupted if nobody holds it, else watched until its tab lets go. */
async function settle(id: string): Promise<void> {
  if (watched.has(id)) return;
  watched.add(id);
  const look = (): Promise<void> => reading(() => takeOver(id));
  if (!(await holding(id, look))) {
    setElsewhere(id, true);
    await exclusively(lockName(id), look);
    setElsewhere(id, false);
  }
  watched.delete(id);
}

/** Nobody holds this run: what is not finished was interrupted. */
async function takeOver(id: string): Promise<void> {
  const found = await keptRun(id);
  if (!found) return;
  const kept = revived(found);
  putRuns([{ run: summaryOf(kept), history: kept.history }]);
  if (!isUnfinished(kept.status)) return;
  // The worker keeps checkpoints by itself: the newest may be one that this record was never told of.
  const newest = await keptCheckpoint(id, 'last');
  const checkpoint = newest ? { step: newest.step, savedAt: newest.savedAt } : kept.checkpoint;
  const keptEpochs = await keptEpochsOf(id);
  changeRun(id, {
    status: 'interrupted',
    checkpoint,
    ...(keptEpochs.length > 0 && { keptEpochs }),
    error: {
      code: CUT_OFF,
      message: CLOSED,
      hint: checkpoint?.step
        ? `It can go on from step ${checkpoint.step}.`
        : 'It had no checkpoint yet, so it begins anew.',
    },
  });
  await keepNow(id);
}

/** What could not be read is said where the runs are listed. */
async function reading(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    useRuns.setState({ notice: toErrorData(error) });
  }
}

async function hear({ kept, dropped }: News): Promise<void> {
  if (dropped !== undefined && useRuns.getState().runs[dropped]) forgetRun(dropped);
  if (kept === undefined) return;
  const found = await keptRun(kept);
  if (!found) return;
  const record = revived(found);
  putRuns([{ run: summaryOf(record), history: record.history }]);
  if (isUnfinished(record.status)) await settle(kept);
}

/** The runs that this version can read; the others stay where they are kept, and a sentence says so. */
function readable(records: readonly RunRecord[]): RunRecord[] {
  const problems: LabErrorData[] = [];
  const runs = records.flatMap((record) => {
    try {
      return [revived(record)];
    } catch (error) {
      problems.push(toErrorData(error));
      return [];
    }
  });
  const [first] = problems;
  if (first)
    useRuns.setState({ notice: { ...first, message: problems.map(({ message }) => message).join(' ') } });
  return runs;
}

/** As many curves as there are colours to tell them apart. */
const SHOWN_AT_FIRST = 7;

/** A worker lives on for a moment when its page is gone: what it trained then would be in its checkpoint, but in no curve. */
function endAtOnce(): void {
  const { active, runs } = useRuns.getState();
  if (active === null) return;
  const step = runs[active]?.checkpoint?.step;
  endLab({
    code: PAGE_CLOSED,
    message: CLOSED,
    hint: step ? `It can go on from step ${step}.` : 'It had no checkpoint yet, so it begins anew.',
  });
}

let loading: Promise<void> | null = null;

/** Reads the runs of this browser into the list. May be called again. */
export function loadRuns(): Promise<void> {
  loading ??= (async () => {
    await reading(async () => {
      const kept = readable(await keptRuns());
      putRuns(kept.map((record) => ({ run: summaryOf(record), history: record.history })));
      for (const { id } of kept.slice(-SHOWN_AT_FIRST)) showRun(id, true);
      const unfinished = kept.filter(({ status }) => isUnfinished(status));
      // A run of another tab is watched for as long as that tab lives: nobody waits for that.
      for (const { id } of unfinished) void settle(id);
    });
    useRuns.setState({ loaded: true });
    channel?.addEventListener('message', ({ data }) => {
      void reading(() => hear(data as News));
    });
    onLeaving(() => {
      for (const id of [...timers.keys()]) void keepNow(id);
    });
    // Absent in Node.
    globalThis.addEventListener?.('pagehide', (event: Event) => {
      if (!(event as PageTransitionEvent).persisted) endAtOnce();
    });
  })();
  return loading;
}
