import { EXERCISES } from './exercises.ts';
import { allQuestions } from './free-questions.ts';
import type { Question } from './questions.ts';
import type { Exercise } from './types.ts';

/** All that has points in the course. */
export interface Course {
  exercises: readonly Exercise[];
  questions: readonly Question[];
}

export async function loadCourse(): Promise<Course> {
  return { exercises: EXERCISES, questions: await allQuestions() };
}
