import 'katex/dist/katex.min.css';
import { body, type LessonDefinition } from '../../notebook/cell.ts';
import { baselineCell, dataCell, reportCell, textCell } from '../../notebook/standard-cells.ts';
import { bertMaskQuestions } from '../../exercises/bert/mask-questions.ts';
import { bertModelQuestions } from '../../exercises/bert/model-questions.ts';
import { bertQuestions } from '../../exercises/bert/questions.ts';
import { questionsCell } from '../../notebook/exercise/cells.ts';
import {
  modelExercises,
  dataExercises,
  scoresExercises,
  tokenizerExercises,
  trainingExercises,
} from './exercises.ts';
import Data from './prose/data.mdx';
import Fill from './prose/fill.mdx';
import Finetune from './prose/finetune.mdx';
import Heads from './prose/heads.mdx';
import Masks from './prose/masks.mdx';
import Model from './prose/model.mdx';
import Pretraining from './prose/pretraining.mdx';
import Read from './prose/read.mdx';
import Report from './prose/report.mdx';
import Text from './prose/text.mdx';
import { bertPretrain } from './recipes.ts';

/** Lesson 5: BERT, from the tokenizer to the classifier. */
export const bertLesson: LessonDefinition = {
  id: 'bert',
  number: 5,
  name: 'BERT',
  title: 'Learning from text without labels',
  summary:
    'All of BERT in this page: a tokenizer is trained, a model guesses hidden words, and then a few labels show what it has learnt. Every head can be looked at.',
  promise: 'Pretraining takes a while: the model that the lab brings lets you begin with what follows it.',
  recipe: bertPretrain,
  cells: [
    { id: 'read', title: 'Guess what is hidden', dependsOn: [], prose: Read },
    dataCell({ prose: Data, height: 1010 }),
    textCell({ prose: Text, height: 1250, title: 'WordPiece', runLabel: 'Train the tokenizer' }),
    ...tokenizerExercises,
    {
      id: 'masks',
      title: 'What the model is asked',
      dependsOn: ['text'],
      prose: Masks,
      body: body(() => import('../../notebook/bert/MaskedTextCell.tsx')),
      runLabel: 'Show',
      height: 470,
    },
    questionsCell('mask-questions', 'Questions on what is asked', bertMaskQuestions),
    ...dataExercises,
    {
      id: 'model',
      title: 'The model and what it takes',
      dependsOn: ['text'],
      prose: Model,
      body: body(() => import('../../notebook/bert/ModelCell.tsx')),
      runLabel: 'Estimate',
      height: 640,
    },
    ...modelExercises,
    questionsCell('model-questions', 'Questions on the model', bertModelQuestions),
    ...trainingExercises,
    baselineCell({ prose: Pretraining, height: 980, title: 'Pretraining', runLabel: 'Pretrain' }),
    {
      id: 'fill',
      title: 'Fill the mask',
      dependsOn: [],
      prose: Fill,
      body: body(() => import('../../notebook/bert/FillMaskCell.tsx')),
      noRun: true,
      height: 420,
    },
    ...scoresExercises,
    {
      id: 'finetune',
      title: 'Fine-tuning',
      dependsOn: ['data'],
      prose: Finetune,
      body: body(() => import('./finetune.tsx')),
      runLabel: 'Run the set',
      byHand: true,
      height: 960,
    },
    {
      id: 'heads',
      title: 'What the heads look at',
      dependsOn: ['data'],
      prose: Heads,
      body: body(() => import('../../notebook/bert/HeadsCell.tsx')),
      runLabel: 'Describe the heads',
      height: 900,
    },
    questionsCell('questions', 'Questions on the training', bertQuestions),
    reportCell({ prose: Report, height: 700, dependsOn: [], runLabel: 'Compose', byHand: true }),
  ],
};
