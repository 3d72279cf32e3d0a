import { exercise as classificationModel } from '../../exercises/transfer/classification-model/exercise.ts';
import ClassificationModelTask from '../../exercises/transfer/classification-model/task.mdx';
import { exercise as frozenCopy } from '../../exercises/transfer/frozen-copy/exercise.ts';
import FrozenCopyTask from '../../exercises/transfer/frozen-copy/task.mdx';
import { exercise as trainFunction } from '../../exercises/transfer/train-function/exercise.ts';
import TrainFunctionTask from '../../exercises/transfer/train-function/task.mdx';
import { exercise as chosenHeads } from '../../exercises/transfer/chosen-heads/exercise.ts';
import ChosenHeadsTask from '../../exercises/transfer/chosen-heads/task.mdx';
import { exercise as headProfile } from '../../exercises/transfer/head-profile/exercise.ts';
import HeadProfileTask from '../../exercises/transfer/head-profile/task.mdx';
import { exercise as scores } from '../../exercises/rnn/scores/exercise.ts';
import ScoresTask from '../../exercises/rnn/scores/task.mdx';
import { exercise as textFeatures } from '../../exercises/transfer/text-features/exercise.ts';
import TextFeaturesTask from '../../exercises/transfer/text-features/task.mdx';
import { exercise as rocPoints } from '../../exercises/transfer/roc-points/exercise.ts';
import RocPointsTask from '../../exercises/transfer/roc-points/task.mdx';
import type { CellDefinition } from '../../notebook/cell.ts';
import { transferQuestions } from '../../exercises/transfer/questions.ts';
import { exerciseCell, questionsCell } from '../../notebook/exercise/cells.ts';

/** The exercises of the lesson as cells, by where they stand. */
export const tuningExercises: readonly CellDefinition[] = [
  exerciseCell(classificationModel, ClassificationModelTask),
  exerciseCell(frozenCopy, FrozenCopyTask),
  // That of lesson 1: what was solved there is solved here.
  exerciseCell(scores, ScoresTask),
  exerciseCell(trainFunction, TrainFunctionTask),
];
export const headExercises: readonly CellDefinition[] = [
  exerciseCell(chosenHeads, ChosenHeadsTask),
  exerciseCell(headProfile, HeadProfileTask),
];
export const featureExercise: CellDefinition = exerciseCell(textFeatures, TextFeaturesTask);
export const rocExercise: CellDefinition = exerciseCell(rocPoints, RocPointsTask);
export const questions: CellDefinition = questionsCell('transfer-questions', 'Questions', transferQuestions);
