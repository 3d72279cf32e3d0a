import 'katex/dist/katex.min.css';
import { body, type LessonDefinition } from '../../notebook/cell.ts';
import { baselineCell, dataCell, reportCell, textCell } from '../../notebook/standard-cells.ts';
import { exercise as labels } from '../../exercises/lstm/labels/exercise.ts';
import Labels from '../../exercises/lstm/labels/task.mdx';
import { exercise as clean } from '../../exercises/lstm/clean/exercise.ts';
import Clean from '../../exercises/lstm/clean/task.mdx';
import { exercise as indices } from '../../exercises/lstm/indices/exercise.ts';
import Indices from '../../exercises/lstm/indices/task.mdx';
import { exercise as bpe } from '../../exercises/lstm/bpe/exercise.ts';
import Bpe from '../../exercises/lstm/bpe/task.mdx';
import { exercise as rnnLayer } from '../../exercises/lstm/rnn-layer/exercise.ts';
import RnnLayer from '../../exercises/lstm/rnn-layer/task.mdx';
import { exercise as lstmStep } from '../../exercises/lstm/lstm-step/exercise.ts';
import LstmStep from '../../exercises/lstm/lstm-step/task.mdx';
import { exercise as attention } from '../../exercises/lstm/attention/exercise.ts';
import Attention from '../../exercises/lstm/attention/task.mdx';
import { exercise as layers } from '../../exercises/lstm/layers/exercise.ts';
import Layers from '../../exercises/lstm/layers/task.mdx';
import { exercise as posWeight } from '../../exercises/lstm/pos-weight/exercise.ts';
import PosWeight from '../../exercises/lstm/pos-weight/task.mdx';
import { exercise as macroF1 } from '../../exercises/lstm/macro-f1/exercise.ts';
import MacroF1 from '../../exercises/lstm/macro-f1/task.mdx';
import type { Question } from '../../exercises/questions.ts';
import { lstmQuestions } from '../../exercises/lstm/questions.ts';
import { exerciseCell, questionsCell } from '../../notebook/exercise/cells.ts';
import Baseline from './prose/baseline.mdx';
import Data from './prose/data.mdx';
import Evaluation from './prose/evaluation.mdx';
import Experiments from './prose/experiments.mdx';
import Read from './prose/read.mdx';
import Report from './prose/report.mdx';
import Text from './prose/text.mdx';
import { lstmBaseline } from './recipes.ts';

/** It is asked where the gates have just been written, before anything stands on top of them. */
const isParameters = ({ id }: Question): boolean => id === 'lstm/parameters';

/** Lesson 2: several labels a text, and a memory that reaches to its first word. */
export const lstmLesson: LessonDefinition = {
  id: 'lstm',
  number: 2,
  name: 'LSTM',
  title: 'Several labels a text',
  summary:
    'Most things are more than one thing. Give each definition all of its labels, see why a plain RNN forgets the first words, and what gates and attention do about it.',
  promise: 'One button, no decisions. It trains on this machine and sends nothing anywhere.',
  recipe: lstmBaseline,
  cells: [
    { id: 'read', title: 'What an LSTM keeps', dependsOn: [], prose: Read },
    exerciseCell(labels, Labels),
    exerciseCell(clean, Clean),
    exerciseCell(indices, Indices),
    exerciseCell(bpe, Bpe),
    exerciseCell(rnnLayer, RnnLayer),
    exerciseCell(lstmStep, LstmStep),
    questionsCell('parameters', 'Counting parameters', lstmQuestions.filter(isParameters)),
    exerciseCell(attention, Attention),
    exerciseCell(layers, Layers),
    exerciseCell(posWeight, PosWeight),
    questionsCell(
      'questions',
      'Questions',
      lstmQuestions.filter((question) => !isParameters(question)),
    ),
    dataCell({ prose: Data, height: 1240 }),
    textCell({ prose: Text, height: 900 }),
    baselineCell({ prose: Baseline, height: 640 }),
    {
      id: 'experiments',
      title: 'Experiments',
      dependsOn: ['baseline'],
      prose: Experiments,
      body: body(() => import('./experiments.tsx')),
      runLabel: 'Run all variants',
      height: 640,
    },
    exerciseCell(macroF1, MacroF1),
    {
      id: 'evaluation',
      title: 'Where it errs',
      dependsOn: ['baseline'],
      prose: Evaluation,
      body: body(() => import('../../notebook/training/EvaluationCell.tsx')),
      runLabel: 'Show',
      height: 200,
    },
    reportCell({ prose: Report, height: 770, dependsOn: ['evaluation'] }),
  ],
};
