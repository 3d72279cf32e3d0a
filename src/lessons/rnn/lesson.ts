import 'katex/dist/katex.min.css';
import { body, type LessonDefinition } from '../../notebook/cell.ts';
import { baselineCell, dataCell, reportCell, textCell } from '../../notebook/standard-cells.ts';
import { exercise as padBatch } from '../../exercises/rnn/pad-batch/exercise.ts';
import PadBatch from '../../exercises/rnn/pad-batch/task.mdx';
import { exercise as scores } from '../../exercises/rnn/scores/exercise.ts';
import Scores from '../../exercises/rnn/scores/task.mdx';
import { exercise as maxPool } from '../../exercises/rnn/max-pool/exercise.ts';
import MaxPool from '../../exercises/rnn/max-pool/task.mdx';
import { exercise as crossEntropy } from '../../exercises/rnn/cross-entropy/exercise.ts';
import CrossEntropy from '../../exercises/rnn/cross-entropy/task.mdx';
import { exercise as gruStep } from '../../exercises/rnn/gru-step/exercise.ts';
import GruStep from '../../exercises/rnn/gru-step/task.mdx';
import { exercise as rnnStep } from '../../exercises/rnn/rnn-step/exercise.ts';
import RnnStep from '../../exercises/rnn/rnn-step/task.mdx';
import { rnnQuestions } from '../../exercises/rnn/questions.ts';
import { exerciseCell, questionsCell } from '../../notebook/exercise/cells.ts';
import Baseline from './prose/baseline.mdx';
import Data from './prose/data.mdx';
import Evaluation from './prose/evaluation.mdx';
import Experiments from './prose/experiments.mdx';
import Read from './prose/read.mdx';
import Report from './prose/report.mdx';
import Text from './prose/text.mdx';
import { rnnBaseline } from './recipes.ts';

/** Lesson 1: a recurrent classifier of short texts, from the data to the report. */
export const rnnLesson: LessonDefinition = {
  id: 'rnn',
  number: 1,
  name: 'RNN',
  title: 'Topics of short texts',
  summary:
    'A recurrent network learns to tell what a dictionary definition is about. Read how it works, train it here, then change one thing at a time.',
  promise: 'One button, no decisions. It trains on this machine and sends nothing anywhere.',
  recipe: rnnBaseline,
  cells: [
    { id: 'read', title: 'What an RNN remembers', dependsOn: [], prose: Read },
    exerciseCell(padBatch, PadBatch),
    exerciseCell(rnnStep, RnnStep),
    exerciseCell(maxPool, MaxPool),
    exerciseCell(crossEntropy, CrossEntropy),
    questionsCell('questions', 'Questions', rnnQuestions),
    dataCell({ prose: Data, height: 940 }),
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
    exerciseCell(gruStep, GruStep),
    exerciseCell(scores, Scores),
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
