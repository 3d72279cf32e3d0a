import 'katex/dist/katex.min.css';
import { body, type LessonDefinition } from '../../notebook/cell.ts';
import { baselineCell, dataCell, reportCell, textCell } from '../../notebook/standard-cells.ts';
import { exercise as collate } from '../../exercises/seq2seq/collate/exercise.ts';
import CollateTask from '../../exercises/seq2seq/collate/task.mdx';
import { exercise as encoder } from '../../exercises/seq2seq/encoder/exercise.ts';
import EncoderTask from '../../exercises/seq2seq/encoder/task.mdx';
import { exercise as decoderStep } from '../../exercises/seq2seq/decoder-step/exercise.ts';
import DecoderStepTask from '../../exercises/seq2seq/decoder-step/task.mdx';
import { exercise as teacherForcing } from '../../exercises/seq2seq/teacher-forcing/exercise.ts';
import TeacherForcingTask from '../../exercises/seq2seq/teacher-forcing/task.mdx';
import { exercise as loss } from '../../exercises/seq2seq/loss/exercise.ts';
import LossTask from '../../exercises/seq2seq/loss/task.mdx';
import { exercise as greedy } from '../../exercises/seq2seq/greedy/exercise.ts';
import GreedyTask from '../../exercises/seq2seq/greedy/task.mdx';
import { exercise as beam } from '../../exercises/seq2seq/beam/exercise.ts';
import BeamTask from '../../exercises/seq2seq/beam/task.mdx';
import { exercise as bleu } from '../../exercises/seq2seq/bleu/exercise.ts';
import BleuTask from '../../exercises/seq2seq/bleu/task.mdx';
import { seq2seqQuestions } from '../../exercises/seq2seq/questions.ts';
import { exerciseCell, questionsCell } from '../../notebook/exercise/cells.ts';
import Baseline from './prose/baseline.mdx';
import Data from './prose/data.mdx';
import Experiments from './prose/experiments.mdx';
import Read from './prose/read.mdx';
import Report from './prose/report.mdx';
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
    exerciseCell(collate, CollateTask),
    exerciseCell(encoder, EncoderTask),
    exerciseCell(decoderStep, DecoderStepTask),
    exerciseCell(teacherForcing, TeacherForcingTask),
    exerciseCell(loss, LossTask),
    dataCell({ prose: Data, height: 1010 }),
    textCell({ prose: Text, height: 1180 }),
    baselineCell({ prose: Baseline, height: 980, title: 'Training' }),
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
    exerciseCell(greedy, GreedyTask),
    exerciseCell(beam, BeamTask),
    exerciseCell(bleu, BleuTask),
    questionsCell('questions', 'Questions', seq2seqQuestions),
    reportCell({ prose: Report, height: 770, dependsOn: ['baseline'] }),
  ],
};
