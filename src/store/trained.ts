import { z } from 'zod';
import { fingerprint } from '../base/fingerprint.ts';
import { recipeSchema } from '../recipe/recipe.ts';
import { keepNote, keptNote } from '../storage/store.ts';
import { saving } from './saved.ts';

/** What a training with the code of an exercise left: kept in this browser, one an exercise, the newest. */

const numbers = z.array(z.number()).max(20_000);

const outcomeSchema = z.object({
  step: numbers,
  loss: numbers,
  /** Of the best weights on validation; null: it did not come to its end. */
  macroF1: z.number().nullable(),
});

const trainedSchema = z.object({
  version: z.literal(1),
  /** Fingerprint of the code it was trained with. */
  code: z.string(),
  /** Titles of the checks that this code had not passed. */
  unpassed: z.array(z.string().max(500)).max(100),
  /** Both were trained by it. */
  recipe: recipeSchema,
  mine: outcomeSchema,
  ours: outcomeSchema,
});

export type TrainedOutcome = z.infer<typeof outcomeSchema>;
export type Trained = z.infer<typeof trainedSchema>;

export const nameOfCode = (code: string): string => fingerprint(code);

const keyOf = (exercise: string): string => `trained/${exercise}`;

/** Null where nothing is kept, or nothing that this version can read. */
export async function keptTrained(exercise: string): Promise<Trained | null> {
  try {
    const parsed = trainedSchema.safeParse(await keptNote(keyOf(exercise)));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    // Without storage there is nothing kept; the saved sign says so as soon as something is to be.
    console.warn(error);
    return null;
  }
}

export async function keepTrained(exercise: string, trained: Trained): Promise<void> {
  await saving(`the curves of ${exercise}`, () => keepNote(keyOf(exercise), trained));
}

/** How far two trainings that should be one are apart: the first step at which they are, if anywhere. */
export function partingOf(
  mine: TrainedOutcome,
  ours: TrainedOutcome,
): { largest: number; at: number | null } {
  const distances = mine.loss
    .slice(0, ours.loss.length)
    .map((loss, i) => Math.abs(loss - (ours.loss[i] ?? 0)));
  const first = distances.findIndex((distance, i) => distance > ROUNDING * Math.max(1, ours.loss[i] ?? 0));
  return {
    largest: distances.reduce((a, b) => Math.max(a, b), 0),
    at: first < 0 ? null : (mine.step[first] ?? null),
  };
}

/** Another order of the same operations in f32 grows apart by about so much in a hundred steps. */
const ROUNDING = 1e-3;
