import { create } from 'zustand';
import { z } from 'zod';
import { keepNote, keptNote } from '../storage/store.ts';
import { saving } from './saved.ts';
import { savingSoon } from './saving-soon.ts';

/** What the person wrote and set in the report of a lesson. Kept as it is typed. */
export interface ReportState {
  lesson: string | null;
  /** What is kept has been read; until then nothing can be changed, or it would be written over. */
  loaded: boolean;
  conclusions: string;
  /** Test accuracies in ascending order; null: those suggested. */
  thresholds: readonly number[] | null;
}

const keptSchema = z.object({ conclusions: z.string(), thresholds: z.array(z.number()).nullable() });

export const useReport = create<ReportState>(() => ({
  lesson: null,
  loaded: false,
  conclusions: '',
  thresholds: null,
}));

const SAVE_AFTER_MS = 400;
const keyOf = (lesson: string): string => `report/${lesson}`;
let opening = 0;
const later = savingSoon(write, SAVE_AFTER_MS);

/** Reads what is kept of a lesson's report. May be called again. */
export async function openReport(lesson: string): Promise<void> {
  if (useReport.getState().lesson === lesson) return;
  const mine = ++opening;
  const flushed = flushReport();
  useReport.setState({ lesson, loaded: false, conclusions: '', thresholds: null });
  await flushed;
  const kept = await keptNote(keyOf(lesson)).catch(() => undefined);
  const parsed = keptSchema.safeParse(kept);
  if (mine === opening) useReport.setState({ ...(parsed.success && parsed.data), loaded: true });
}

/** Writes now what was to be written shortly. */
export const flushReport = (): Promise<void> => later.flush('report');

async function write(): Promise<boolean> {
  const { lesson, conclusions, thresholds } = useReport.getState();
  return lesson === null || saving('the report', () => keepNote(keyOf(lesson), { conclusions, thresholds }));
}

function change(values: Partial<Pick<ReportState, 'conclusions' | 'thresholds'>>): void {
  if (!useReport.getState().loaded) return;
  useReport.setState(values);
  later.soon('report');
}

export const setConclusions = (conclusions: string): void => change({ conclusions });

/** Null: back to those suggested. */
export const setThresholds = (thresholds: readonly number[] | null): void => change({ thresholds });
