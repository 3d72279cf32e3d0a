import { create } from 'zustand';
import { type LabErrorData, toErrorData } from '../../base/errors.ts';
import { exportRun, importRun } from '../../store/run-actions.ts';

/** Zips on their way out and in: what goes on, and what went wrong. */
export interface DownloadsState {
  /** A short phrase, or null: nothing goes on. */
  busy: string | null;
  error: LabErrorData | null;
  /** What came of it: “Run 8 opened.” */
  done: string | null;
  /** The cell that asked: what came of it stands there alone. */
  place: string | null;
}

export const useDownloads = create<DownloadsState>(() => ({
  busy: null,
  error: null,
  done: null,
  place: null,
}));

/** Browsers read the address of a download a little later. */
const KEEP_URL_MS = 60_000;

/** Hands a file to the person, as the browser does with downloads. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_URL_MS);
}

async function doing(busy: string, place: string, work: () => Promise<string>): Promise<void> {
  useDownloads.setState({ busy, place, error: null, done: null });
  try {
    useDownloads.setState({ done: await work() });
  } catch (error) {
    useDownloads.setState({ error: toErrorData(error) });
  } finally {
    useDownloads.setState({ busy: null });
  }
}

/** The zip of a run, into the person's downloads. */
export function takeHome(id: string, place: string): Promise<void> {
  return doing('packing', place, async () => {
    const { blob, name } = await exportRun(id);
    download(blob, name);
    return `${name} is in your downloads.`;
  });
}

/** Opens a zip that the lab once gave. */
export function bringBack(zip: Blob, lesson: string, place: string): Promise<void> {
  return doing('opening', place, async () => {
    const { number, recipe } = await importRun(zip, lesson);
    return `“${recipe.name}” is opened as run ${number}.`;
  });
}
