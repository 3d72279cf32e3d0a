import { z } from 'zod';
import { create } from 'zustand';
import type { Freeze } from '../recipe/recipe.ts';
import { keepNote, keptNote } from '../storage/store.ts';
import type { FeatureReading } from '../worker/protocol.ts';
import { saving } from './saved.ts';

/** What a person chose for the next time the cells of the lesson Transfer run. Kept in this browser. */
export interface TransferChoices {
  /** What is read of a text. */
  reading: FeatureReading;
  /** Inverse strength of the penalty of logistic regression. */
  C: number;
  /** Parts for cross-validation; 0: none. */
  folds: number;
  /** How much of the backbone is frozen, a run each. */
  ways: readonly Freeze[];
  /** Models that are trained as well, beside that of the recipe: `published:NAME`, `builtin:NAME`. */
  alsoWith: readonly string[];
  /** A head alone learns at another rate than a whole model; null: at the one that suits its backbone. */
  headRate: number | null;
  /** Runs whose heads are compared with what they began with; null: the newest of each way. */
  compared: readonly string[] | null;
  /** What was given up for a model that lacks it, until another model has it again; null: nothing. */
  givenUp: GivenUp | null;
}

/** Settings that a model forced, and what the person had there before. */
export interface GivenUp {
  wanted: ForcedSettings;
  got: ForcedSettings;
}

export interface ForcedSettings {
  pooling: 'pooler' | 'mean';
  /** Pieces of a text at most; null: not a fixed number. */
  maxLength: number | null;
}

const forced = z.object({ pooling: z.enum(['pooler', 'mean']), maxLength: z.number().int().nullable() });

/** Each by itself: one that this version cannot read takes none of the others with it. */
const KEPT = {
  reading: z.enum(['cls', 'mean']),
  C: z.number().positive(),
  folds: z.number().int().min(0),
  ways: z.array(z.union([z.enum(['all', 'none']), z.number().int().min(0)])),
  alsoWith: z.array(z.string()),
  headRate: z.number().positive(),
  compared: z.array(z.string()).nullable(),
  givenUp: z.object({ wanted: forced, got: forced }).nullable(),
} satisfies Record<keyof TransferChoices, z.ZodType>;

const NOTE = 'choices/transfer';

export const useTransfer = create<TransferChoices>(() => ({
  reading: 'cls',
  C: 1,
  folds: 5,
  ways: ['all', 1, 'none'],
  alsoWith: [],
  headRate: null,
  compared: null,
  givenUp: null,
}));

/** What can be read of a kept note. */
export function readChoices(note: unknown): Partial<TransferChoices> {
  if (typeof note !== 'object' || note === null) return {};
  const entries = Object.entries(KEPT).flatMap(([key, schema]) => {
    const parsed = schema.safeParse((note as Record<string, unknown>)[key]);
    return parsed.success ? [[key, parsed.data]] : [];
  });
  return Object.fromEntries(entries) as Partial<TransferChoices>;
}

let opened: Promise<void> | null = null;

/** Takes up what this browser keeps, and keeps every change from then on. May be called again. */
export const openTransfer = (): Promise<void> => (opened ??= open());

async function open(): Promise<void> {
  const first = useTransfer.getState();
  // Without storage the choices last as long as the page; a change that cannot be kept says so in the saved sign.
  const kept = readChoices(await keptNote(NOTE).catch(() => null));
  const now = useTransfer.getState();
  const keys = Object.keys(kept) as (keyof TransferChoices)[];
  // What was changed while it was being read wins.
  const own = keys.filter((key) => now[key] === first[key]).map((key) => [key, kept[key]]);
  const changed = now !== first;
  useTransfer.setState(Object.fromEntries(own) as Partial<TransferChoices>);
  const keep = (choices: TransferChoices): void =>
    void saving('the choices of the lesson', () => keepNote(NOTE, choices));
  if (changed) keep(useTransfer.getState());
  useTransfer.subscribe(keep);
}
