import { z } from 'zod';
import { keepNote, keptNote } from '../storage/store.ts';
import type { Records } from './cells.ts';

const recordSchema = z.object({
  outcome: z.enum(['running', 'done', 'failed', 'interrupted']),
  ranWith: z.string(),
  finishedAt: z.number().nullable(),
  seconds: z.number().nullable(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).nullable(),
  result: z.unknown(),
});

const notebookSchema = z.object({
  version: z.literal(1),
  records: z.record(z.string(), recordSchema),
  details: z.record(z.string(), z.string()),
});

export interface KeptNotebook {
  records: Records;
  details: Record<string, string>;
}

const keyOf = (lesson: string) => `notebook/${lesson}`;

/** `unreadable`: something was kept, but of a shape that this version does not know. */
export type Loaded = { kind: 'none' } | { kind: 'unreadable' } | { kind: 'kept'; notebook: KeptNotebook };

/**
 * What this browser keeps of a lesson. A cell that was running when the page was closed comes back as interrupted.
 * @throws LabError `storage/closed`
 */
export async function loadNotebook(lesson: string): Promise<Loaded> {
  const kept = await keptNote(keyOf(lesson));
  if (kept === undefined) return { kind: 'none' };
  const parsed = notebookSchema.safeParse(kept);
  if (!parsed.success) return { kind: 'unreadable' };
  const { records, details } = parsed.data;
  const settled: Records = {};
  for (const [id, record] of Object.entries(records)) {
    const { error, ...rest } = record;
    settled[id] = {
      ...rest,
      outcome: rest.outcome === 'running' ? 'interrupted' : rest.outcome,
      error: error && {
        code: error.code,
        message: error.message,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      },
    };
  }
  return { kind: 'kept', notebook: { records: settled, details } };
}

/** @throws LabError `storage/closed` or `storage/full` */
export async function saveNotebook(lesson: string, notebook: KeptNotebook): Promise<void> {
  await keepNote(keyOf(lesson), { version: 1, ...notebook });
}
