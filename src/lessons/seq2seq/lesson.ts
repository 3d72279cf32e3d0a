import 'katex/dist/katex.min.css';
import { body, type LessonDefinition } from '../../notebook/cell.ts';
import Baseline from './prose/baseline.mdx';
import Data from './prose/data.mdx';
import Experiments from './prose/experiments.mdx';
import Read from './prose/read.mdx';
import Text from './prose/text.mdx';
import Results from './prose/results.mdx';
import { seq2seqBaseline } from './recipes.ts';

/** Lesson 3: an encoder and a decoder, and the narrow way between them. */
export const seq2seqLesson: LessonDefinition = {
  id: 'seq2seq',
  number: 3,
  name: 'Seq2Seq',
  title: 'Translation through one vector',
  summary:
    'One LSTM reads a German caption, another writes it in English, and all that passes between them is one vector. Train it here, watch its sentences, and see how far that carries.',
  promise: 'One button, no decisions. It trains on this machine and sends nothing anywhere.',
  recipe: seq2seqBaseline,
  cells: [
    { id: 'read', title: 'A sentence in one vector', dependsOn: [], prose: Read },
    {
      id: 'data',
      title: 'Data',
      dependsOn: [],
      reads: ['data', 'seed'],
      prose: Data,
      body: body(() => import('../../notebook/data/DataCell.tsx')),
      runLabel: 'Load',
      height: 1010,
    },
    {
      id: 'text',
      title: 'Text',
      dependsOn: ['data'],
      reads: ['text'],
      prose: Text,
      body: body(() => import('../../notebook/data/TextCell.tsx')),
      runLabel: 'Build',
      height: 1180,
    },
    {
      id: 'baseline',
      title: 'Training',
      dependsOn: ['text'],
      reads: ['model', 'training', 'seed'],
      prose: Baseline,
      body: body(() => import('../../notebook/training/BaselineCell.tsx')),
      runLabel: 'Train',
      height: 980,
    },
    {
      id: 'experiments',
      title: 'Experiments',
      dependsOn: ['baseline'],

      prose: Experiments,
      body: body(() => import('./experiments.tsx')),
      runLabel: 'Run all variants',
      height: 640,
    },
    {
      id: 'results',
      title: 'Translate',
      dependsOn: ['baseline'],

      prose: Results,
      body: body(() => import('../../notebook/translation/TranslationCell.tsx')),
      runLabel: 'Show',
      height: 900,
    },
  ],
};
