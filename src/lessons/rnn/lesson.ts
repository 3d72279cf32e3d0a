import 'katex/dist/katex.min.css';
import type { LessonDefinition } from '../../notebook/cell.ts';
import Read from './prose/read.mdx';
import { rnnBaseline } from './recipes.ts';

/** Lesson 1: a recurrent classifier of short texts, from the data to the report. */
export const rnnLesson: LessonDefinition = {
  id: 'rnn',
  number: 1,
  name: 'RNN',
  title: 'Topics of short texts',
  summary:
    'A recurrent network learns to tell what a dictionary definition is about. Read how it works, train it here, then change one thing at a time.',
  promise: 'About two minutes. It trains on this machine and sends nothing anywhere.',
  recipe: rnnBaseline,
  cells: [{ id: 'read', title: 'What an RNN remembers', dependsOn: [], prose: Read }],
};
