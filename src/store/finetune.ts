import { create } from 'zustand';
import { z } from 'zod';
import { keepNote, keptNote } from '../storage/store.ts';
import { saving } from './saved.ts';

/** What a person chose for the next time a set of fine-tunings runs. Kept in this browser, as the set may take several visits. */

const choicesSchema = z.object({
  /** The run it begins with; null: the newest. */
  pretraining: z.string().nullable(),
  question: z.enum(['both', 'ways', 'epochs']),
  seeds: z.int().min(1).max(10),
  /** Values that are other than the lesson's, by their path in the recipe. */
  settings: z.record(z.string(), z.union([z.number(), z.null()])),
});

/** One question of the course, or both. */
export type Question = FinetuneChoices['question'];
export type FinetuneChoices = z.output<typeof choicesSchema>;

const FIRST: FinetuneChoices = { pretraining: null, question: 'both', seeds: 1, settings: {} };

export const useFinetune = create<FinetuneChoices & { lesson: string | null }>(() => ({
  lesson: null,
  ...FIRST,
}));

const keyOf = (lesson: string): string => `finetune/${lesson}`;
let reading: Promise<void> | null = null;

/** Reads what is kept of a lesson. May be called again. */
export function openFinetune(lesson: string): Promise<void> {
  if (useFinetune.getState().lesson === lesson && reading) return reading;
  useFinetune.setState({ ...FIRST, lesson });
  reading = (async () => {
    const before = useFinetune.getState();
    const parsed = choicesSchema.safeParse(await keptNote(keyOf(lesson)).catch(() => undefined));
    // What was chosen while it was being read wins.
    if (parsed.success && useFinetune.getState() === before) useFinetune.setState(parsed.data);
  })();
  return reading;
}

export function chooseFinetune(values: Partial<FinetuneChoices>): void {
  useFinetune.setState(values);
  const { lesson, ...chosen } = useFinetune.getState();
  if (lesson !== null)
    void saving('the choices of the fine-tuning', () => keepNote(keyOf(lesson), choicesSchema.parse(chosen)));
}
