import type { ComponentType } from 'react';
import { gradedPoints, type Question } from '../../exercises/questions.ts';
import { type Exercise, pointsOf } from '../../exercises/types.ts';
import { body, type CellDefinition } from '../cell.ts';

/** Cells of a lesson that are worked on by the person: they are left out when the whole lesson runs. */

/** A code exercise: its task stands above the card as the prose. */
export function exerciseCell(exercise: Exercise, task: ComponentType): CellDefinition {
  return {
    id: exercise.id.split('/').at(-1) ?? exercise.id,
    title: exercise.title,
    dependsOn: [],
    prose: task,
    body: body(async () => (await import('./ExerciseCell.tsx')).exerciseModule(exercise)),
    runLabel: 'Check',
    byHand: true,
    again: true,
    beside: true,
    points: pointsOf(exercise),
    scored: [exercise.id],
    height: 560,
  };
}

/** Questions about what stands above. */
export function questionsCell(id: string, title: string, questions: readonly Question[]): CellDefinition {
  return {
    id,
    title,
    dependsOn: [],
    body: body(async () => (await import('./QuestionsCell.tsx')).questionsModule(questions)),
    byHand: true,
    noRun: true,
    points: gradedPoints(questions),
    scored: questions.map((question) => question.id),
    height: 130 * questions.length,
  };
}
