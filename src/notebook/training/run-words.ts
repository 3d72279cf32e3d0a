import { apart } from '../../runs/comparable.ts';
import { isActive, type RunSummary } from '../../runs/record.ts';
import type { RunProgress, RunStatus } from '../../runs/types.ts';
import type { Wish } from '../../store/runs.ts';
import { sourceTitle } from '../data/files.ts';
import { clock } from './figures.ts';

const STATUS_WORDS: Record<RunStatus, string> = {
  queued: 'waiting',
  preparing: 'preparing',
  running: 'running',
  paused: 'paused',
  finishing: 'to end of epoch',
  done: 'done',
  stopped: 'stopped',
  interrupted: 'interrupted',
  failed: 'failed',
};

const WISH_WORDS: Record<Wish, string> = {
  pause: 'pausing',
  resume: 'resuming',
  stop: 'stopping',
  finish: 'to end of epoch',
};

/** One or two words: what a run does, or what it was just asked to do. */
export function statusWord(status: RunStatus, wish?: Wish): string {
  return wish === undefined ? STATUS_WORDS[status] : WISH_WORDS[wish];
}

/** "texts of train read once: 32 of 64": what takes long and is no whole step. */
export function doingWords({ what, done, total }: NonNullable<RunProgress['doing']>): string {
  return `${what}: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
}

/** "Run 7 · GRU" */
export function runTitle({ number, recipe }: Pick<RunSummary, 'number' | 'recipe'>): string {
  return `Run ${number} · ${recipe.name}`;
}

/** "7 · GRU", where it is plain that runs are meant. */
export function shortTitle({ number, recipe }: Pick<RunSummary, 'number' | 'recipe'>): string {
  return `${number} · ${recipe.name}`;
}

/** A run keeps its colour and dash in every chart and list. */
export function lookOf({ number }: Pick<RunSummary, 'number'>): number {
  return number - 1;
}

type Judged = Pick<RunSummary, 'recipe' | 'datasetId'>;

/** "on other data: own.csv": why a run is not compared with one that is; null where it is. */
export function apartInWords(run: Judged, reference: Judged | undefined): string | null {
  const why = reference ? apart(run, reference) : null;
  if (why === null) return null;
  return `${why === 'direction' ? 'in the other direction' : 'on other data'}: ${sourceTitle(run.recipe.data.source)}`;
}

/** "3:20 left", "took 12:05"; behind the last step what is still done, as nothing tells how long that takes. */
export function timeInWords(
  status: RunStatus,
  {
    step,
    totalSteps,
    seconds,
    secondsLeft,
    doing,
  }: Pick<RunProgress, 'step' | 'totalSteps' | 'seconds' | 'secondsLeft' | 'doing'>,
): string {
  if (!isActive(status)) return `took ${clock(seconds)}`;
  return step >= totalSteps && !doing ? 'being tested' : `${clock(secondsLeft ?? doing?.secondsLeft)} left`;
}
