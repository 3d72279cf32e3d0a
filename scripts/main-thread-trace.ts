import type { CDPSession } from 'playwright';

/** What the main thread of a page did between two marks that the page sets (`performance.mark`). */
export const BEGUN = 'seqlab/begun';
export const ENDED = 'seqlab/ended';

/** Tasks that are told, and the largest parts of each. */
const TASKS = 12;
const PARTS = 5;

export interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args: { name?: string; data?: { functionName?: string; url?: string; type?: string } };
}

/** What the browser traces while `work` goes on. */
export async function trace(session: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const categories = [
    'toplevel',
    'devtools.timeline',
    'disabled-by-default-devtools.timeline',
    'v8',
    'blink.user_timing',
  ];
  await session.send('Tracing.start', { categories: categories.join(','), transferMode: 'ReportEvents' });
  await work();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  return events;
}

/**
 * Prints the longest tasks of the page's main thread between the two marks, and what they did.
 * @param span what lies between the marks, in words
 * @returns milliseconds of processor time of the longest
 * @throws where the trace does not hold the marks
 */
export function tellTasks(events: readonly TraceEvent[], span: string): number {
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  if (threads.size === 0) throw new Error('The trace names no main thread.');
  const ours = events.filter(({ pid, tid }) => threads.has(`${pid} ${tid}`));
  const markAt = (mark: string): number => {
    const found = ours.find(({ name }) => name === mark);
    if (!found) throw new Error(`The trace does not hold the mark ${mark}.`);
    return found.ts;
  };
  const [begun, ended] = [markAt(BEGUN), markAt(ENDED)];
  const tasks = ours
    .filter(({ name, ts, tdur }) => name === 'RunTask' && tdur !== undefined && ts >= begun && ts <= ended)
    .sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0));
  console.log(
    `${tasks.length} tasks on the main thread in the ${((ended - begun) / 1e6).toFixed(1)} s ${span}; the longest, in ms of processor time:`,
  );
  for (const task of tasks.slice(0, TASKS)) {
    const end = task.ts + (task.dur ?? 0);
    const parts = ours
      .filter(
        (one) =>
          one !== task &&
          one.pid === task.pid &&
          one.tid === task.tid &&
          one.ts >= task.ts &&
          one.ts < end &&
          (one.tdur ?? 0) > 1000,
      )
      .filter(({ name }) => !/RunTask$/.test(name))
      .sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))
      .slice(0, PARTS)
      .map(({ name, tdur = 0, args: { data } }) => {
        const what = [data?.type, data?.functionName, data?.url?.split('/').at(-1)].filter(Boolean).join(' ');
        return `${name}${what && ` (${what})`} ${(tdur / 1000).toFixed(1)}`;
      });
    console.log(
      `${((task.tdur ?? 0) / 1000).toFixed(1).padStart(7)}  at ${((task.ts - begun) / 1e6).toFixed(1)} s: ${parts.join(', ')}`,
    );
  }
  return (tasks[0]?.tdur ?? 0) / 1000;
}
