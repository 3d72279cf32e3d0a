import { exercise as wordpiece } from '../../exercises/bert/wordpiece/exercise.ts';
import WordpieceTask from '../../exercises/bert/wordpiece/task.mdx';
import { exercise as greedy } from '../../exercises/bert/greedy/exercise.ts';
import GreedyTask from '../../exercises/bert/greedy/task.mdx';
import { exercise as orderItem } from '../../exercises/bert/order-item/exercise.ts';
import OrderItemTask from '../../exercises/bert/order-item/task.mdx';
import { exercise as masking } from '../../exercises/bert/masking/exercise.ts';
import MaskingTask from '../../exercises/bert/masking/task.mdx';
import { exercise as truncatedNormal } from '../../exercises/bert/truncated-normal/exercise.ts';
import TruncatedNormalTask from '../../exercises/bert/truncated-normal/task.mdx';
import { exercise as embeddings } from '../../exercises/bert/embeddings/exercise.ts';
import EmbeddingsTask from '../../exercises/bert/embeddings/task.mdx';
import { exercise as selfAttention } from '../../exercises/bert/self-attention/exercise.ts';
import SelfAttentionTask from '../../exercises/bert/self-attention/task.mdx';
import { exercise as feedForward } from '../../exercises/bert/feed-forward/exercise.ts';
import FeedForwardTask from '../../exercises/bert/feed-forward/task.mdx';
import { exercise as layer } from '../../exercises/bert/layer/exercise.ts';
import LayerTask from '../../exercises/bert/layer/task.mdx';
import { exercise as encoder } from '../../exercises/bert/encoder/exercise.ts';
import EncoderTask from '../../exercises/bert/encoder/task.mdx';
import { exercise as tiedHead } from '../../exercises/bert/tied-head/exercise.ts';
import TiedHeadTask from '../../exercises/bert/tied-head/task.mdx';
import { exercise as classifierHead } from '../../exercises/bert/classifier-head/exercise.ts';
import ClassifierHeadTask from '../../exercises/bert/classifier-head/task.mdx';
import { exercise as groups } from '../../exercises/bert/groups/exercise.ts';
import GroupsTask from '../../exercises/bert/groups/task.mdx';
import { exercise as schedule } from '../../exercises/bert/schedule/exercise.ts';
import ScheduleTask from '../../exercises/bert/schedule/task.mdx';
import { exercise as accumulation } from '../../exercises/bert/accumulation/exercise.ts';
import AccumulationTask from '../../exercises/bert/accumulation/task.mdx';
import { exercise as step } from '../../exercises/bert/step/exercise.ts';
import StepTask from '../../exercises/bert/step/task.mdx';
import { exercise as weightedF1 } from '../../exercises/bert/weighted-f1/exercise.ts';
import WeightedF1Task from '../../exercises/bert/weighted-f1/task.mdx';
import type { CellDefinition } from '../../notebook/cell.ts';
import { exerciseCell } from '../../notebook/exercise/cells.ts';

/** The exercises of the lesson as cells, by where they stand. */

/** Behind the tokenizer. */
export const tokenizerExercises: readonly CellDefinition[] = [
  exerciseCell(wordpiece, WordpieceTask),
  exerciseCell(greedy, GreedyTask),
];

/** What pretraining asks. */
export const dataExercises: readonly CellDefinition[] = [
  exerciseCell(orderItem, OrderItemTask),
  exerciseCell(masking, MaskingTask),
];

/** The model, from its first weights to its heads. */
export const modelExercises: readonly CellDefinition[] = [
  exerciseCell(truncatedNormal, TruncatedNormalTask),
  exerciseCell(embeddings, EmbeddingsTask),
  exerciseCell(selfAttention, SelfAttentionTask),
  exerciseCell(feedForward, FeedForwardTask),
  exerciseCell(layer, LayerTask),
  exerciseCell(encoder, EncoderTask),
  exerciseCell(tiedHead, TiedHeadTask),
  exerciseCell(classifierHead, ClassifierHeadTask),
];

/** What a step of training is made of. */
export const trainingExercises: readonly CellDefinition[] = [
  exerciseCell(groups, GroupsTask),
  exerciseCell(schedule, ScheduleTask),
  exerciseCell(accumulation, AccumulationTask),
  exerciseCell(step, StepTask),
];

/** How answers are scored. */
export const scoresExercises: readonly CellDefinition[] = [exerciseCell(weightedF1, WeightedF1Task)];
