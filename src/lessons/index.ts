import type { LessonDefinition } from '../notebook/cell.ts';

/** The lessons that are there: a few words for the header and the course page; the lesson itself comes when opened. */
export interface LessonEntry {
  id: string;
  number: number;
  name: string;
  title: string;
  summary: string;
  load: () => Promise<LessonDefinition>;
}

export const LESSONS: readonly LessonEntry[] = [
  {
    id: 'rnn',
    number: 1,
    name: 'RNN',
    title: 'Topics of short texts',
    summary:
      'Train a recurrent network on dictionary definitions, watch it learn, and change one thing at a time: cell, depth, direction, pooling.',
    load: async () => (await import('./rnn/lesson.ts')).rnnLesson,
  },
];
