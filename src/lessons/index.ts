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
  {
    id: 'lstm',
    number: 2,
    name: 'LSTM',
    title: 'Several labels a text',
    summary:
      'Give dictionary definitions all of their labels, see why a plain network forgets the first words, and what gates and attention do about it.',
    load: async () => (await import('./lstm/lesson.ts')).lstmLesson,
  },
];
