import 'katex/dist/katex.min.css';
import { body, type LessonDefinition } from '../../notebook/cell.ts';
import { dataCell, reportCell } from '../../notebook/standard-cells.ts';
import { featureExercise, headExercises, questions, rocExercise, tuningExercises } from './exercises.ts';
import Attention from './prose/attention.mdx';
import Classifier from './prose/classifier.mdx';
import Data from './prose/data.mdx';
import Features from './prose/features.mdx';
import Finetune from './prose/finetune.mdx';
import Interpretation from './prose/interpretation.mdx';
import Model from './prose/model.mdx';
import Read from './prose/read.mdx';
import Report from './prose/report.mdx';
import Text from './prose/text.mdx';
import { transferBase } from './recipes.ts';

/** Lesson 6, which goes on from lesson 5: what a pretrained model is worth, and what fine-tuning does to its attention. */
export const transferLesson: LessonDefinition = {
  id: 'transfer',
  number: 6,
  name: 'Transfer',
  title: 'A pretrained model at work',
  summary:
    'Take a model that has read much already, frozen or not, or as a source of features for logistic regression; then see what fine-tuning did to its attention.',
  promise: 'Takes some minutes: the backbone is read once for the features, then trained in three ways.',
  recipe: transferBase,
  cells: [
    { id: 'read', title: 'A model that somebody else has trained', dependsOn: [], prose: Read },
    dataCell({ prose: Data, height: 1010 }),
    // Sets `model` of the recipe, which all cells below read.
    {
      id: 'model',
      title: 'The model',
      dependsOn: [],
      prose: Model,
      body: body(() => import('../../notebook/transfer/OpenModelCell.tsx')),
      noRun: true,
      height: 560,
    },
    {
      id: 'text',
      title: 'Text',
      dependsOn: ['data'],
      reads: ['text', 'model'],
      prose: Text,
      body: body(() => import('../../notebook/transfer/TransferTextCell.tsx')),
      runLabel: 'Read',
      height: 760,
    },
    featureExercise,
    {
      id: 'features',
      title: 'Features',
      dependsOn: ['text'],
      reads: ['model'],
      prose: Features,
      body: body(() => import('../../notebook/transfer/FeaturesCell.tsx')),
      runLabel: 'Compute',
      height: 360,
    },
    {
      id: 'classifier',
      title: 'Logistic regression',
      dependsOn: ['features'],
      prose: Classifier,
      body: body(() => import('../../notebook/transfer/ClassifierCell.tsx')),
      runLabel: 'Fit',
      height: 1120,
    },
    rocExercise,
    ...tuningExercises,
    {
      id: 'finetune',
      title: 'Fine-tuning',
      dependsOn: ['text'],
      reads: ['model', 'training', 'seed'],
      prose: Finetune,
      body: body(() => import('../../notebook/transfer/FinetuneCell.tsx')),
      runLabel: 'Train',
      height: 760,
    },
    ...headExercises,
    {
      // Of runs that are there, whatever the recipe says by now: it trains none.
      id: 'attention',
      title: 'Attention before and after',
      dependsOn: ['data'],
      prose: Attention,
      body: body(() => import('../../notebook/transfer/AttentionCell.tsx')),
      runLabel: 'Compare',
      height: 1100,
    },
    {
      id: 'interpretation',
      title: 'Interpretation',
      dependsOn: [],
      prose: Interpretation,
      body: body(() => import('../../notebook/transfer/InterpretationCell.tsx')),
      noRun: true,
      height: 260,
    },
    questions,
    reportCell({ prose: Report, height: 700, dependsOn: [], runLabel: 'Compose', byHand: true }),
  ],
};
