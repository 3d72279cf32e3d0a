import type { HeadProfile, HeadTask } from '../../data/head-tasks.ts';

export const TASK_NAMES: Record<HeadTask, string> = {
  previous: 'Which character stands before?',
  bracket: 'Where is the bracket that this one closes?',
  count: 'How many a’s are there?',
};

export const TASK_SHORT: Record<HeadTask, string> = {
  previous: 'the place before',
  bracket: 'the bracket it closes',
  count: 'all a’s, from the start',
};

export const headName = (index: number, heads: number): string =>
  `Layer ${Math.floor(index / heads) + 1}, head ${(index % heads) + 1}`;

/** Weight from which on a head is said to look somewhere. */
const MOSTLY = 0.6;

/** What a head looks at most, if it is one of the three; else null. */
export function mainLook(profile: HeadProfile): HeadTask | null {
  const tasks = Object.entries(profile) as [HeadTask, number][];
  const [best] = tasks.sort(([, a], [, b]) => b - a);
  return best && best[1] >= MOSTLY ? best[0] : null;
}
