import type { ModelPieces } from '../../models/pieces.ts';
import type { Kit } from './kit.ts';

/** What the student's code defined, by name. Called by checks as if of any type: what it gives is looked at with care. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Student = Record<string, (...args: any[]) => any>;

/** Throws what `Kit` throws where the code is wrong; anything else thrown is said to be an error in the student's code. */
export type Check = (student: Student, kit: Kit) => void | Promise<void>;

export interface ExerciseChecks {
  id: string;
  /** By the ids in `exercise.checks`. */
  checks: Record<string, Check>;
  /** Ids of checks whose inputs are not copied for the student's code: those that look whether it changes them. */
  onOriginals?: readonly string[];
  /** For exercises that train: the student's functions as a piece of the model. */
  piece?: (student: Student) => ModelPieces;
}
