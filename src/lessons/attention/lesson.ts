import 'katex/dist/katex.min.css';
import { body, type LessonDefinition } from '../../notebook/cell.ts';
import { baselineCell, dataCell, reportCell, textCell } from '../../notebook/standard-cells.ts';
import { exercise as scores } from '../../exercises/attention/scores/exercise.ts';
import ScoresTask from '../../exercises/attention/scores/task.mdx';
import { exercise as maskedSoftmax } from '../../exercises/attention/masked-softmax/exercise.ts';
import MaskedSoftmaxTask from '../../exercises/attention/masked-softmax/task.mdx';
import { exercise as context } from '../../exercises/attention/context/exercise.ts';
import ContextTask from '../../exercises/attention/context/task.mdx';
import { exercise as scaledDot } from '../../exercises/attention/scaled-dot/exercise.ts';
import ScaledDotTask from '../../exercises/attention/scaled-dot/task.mdx';
import { exercise as variance } from '../../exercises/attention/variance/exercise.ts';
import VarianceTask from '../../exercises/attention/variance/task.mdx';
import { exercise as heads } from '../../exercises/attention/heads/exercise.ts';
import HeadsTask from '../../exercises/attention/heads/task.mdx';
import { exercise as causalMask } from '../../exercises/attention/causal-mask/exercise.ts';
import CausalMaskTask from '../../exercises/attention/causal-mask/task.mdx';
import { attentionQuestions } from '../../exercises/attention/questions.ts';
import { exerciseCell, questionsCell } from '../../notebook/exercise/cells.ts';
import { handWork } from '../../notebook/self-attention/by-hand.ts';
import Self from './prose/self.mdx';
import Baseline from './prose/baseline.mdx';
import Data from './prose/data.mdx';
import Experiments from './prose/experiments.mdx';
import Read from './prose/read.mdx';
import Report from './prose/report.mdx';
import Text from './prose/text.mdx';
import Alignment from './prose/alignment.mdx';
import Heads from './prose/heads.mdx';
import Cost from './prose/cost.mdx';
import Results from './prose/results.mdx';
import { attentionBaseline } from './recipes.ts';

/** Lesson 4: attention as a soft alignment of words. */
export const attentionLesson: LessonDefinition = {
  id: 'attention',
  number: 4,
  name: 'Attention',
  title: 'Looking back at the source',
  summary:
    'The decoder is given the whole source at every word and learns by itself where to look. Watch the two languages being aligned, and compare three ways to score a look.',
  promise: 'One button, no decisions. It trains on this machine and sends nothing anywhere.',
  recipe: attentionBaseline,
  cells: [
    { id: 'read', title: 'Where to look', dependsOn: [], prose: Read },
    exerciseCell(scores, ScoresTask),
    exerciseCell(maskedSoftmax, MaskedSoftmaxTask),
    exerciseCell(context, ContextTask),
    dataCell({ prose: Data, height: 1010 }),
    textCell({ prose: Text, height: 1180 }),
    baselineCell({ prose: Baseline, height: 980, title: 'Training' }),
    {
      id: 'alignment',
      title: 'How the alignment came about',
      dependsOn: ['baseline'],

      prose: Alignment,
      body: body(() => import('../../notebook/translation/AlignmentCell.tsx')),
      runLabel: 'Show',
      height: 760,
    },
    {
      id: 'experiments',
      title: 'Three scores compared',
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
    { id: 'self', title: 'Looking within one text', dependsOn: [], prose: Self },
    {
      id: 'by-hand',
      title: 'Self-attention by hand',
      dependsOn: [],
      body: body(() => import('../../notebook/self-attention/SelfAttentionCell.tsx')),
      noRun: true,
      ...handWork,
      height: 1600,
    },
    exerciseCell(scaledDot, ScaledDotTask),
    exerciseCell(variance, VarianceTask),
    exerciseCell(heads, HeadsTask),
    exerciseCell(causalMask, CausalMaskTask),
    {
      id: 'heads-at-work',
      title: 'Heads at work',
      dependsOn: [],
      prose: Heads,
      body: body(() => import('../../notebook/heads/HeadsCell.tsx')),
      runLabel: 'Train',
      height: 1500,
    },
    {
      id: 'cost',
      title: 'What attention costs here',
      dependsOn: [],
      prose: Cost,
      body: body(() => import('../../notebook/heads/CostCell.tsx')),
      runLabel: 'Measure',
      height: 760,
    },
    questionsCell('questions', 'Questions', attentionQuestions),
    reportCell({ prose: Report, height: 770, dependsOn: ['baseline'] }),
  ],
};
