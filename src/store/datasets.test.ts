import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../base/errors.ts';
import type { DataReport, DatasetInfo } from '../data/types.ts';
import { recipeSchema, type Source } from '../recipe/recipe.ts';
import type { JobProgress, OpenRequest } from '../worker/protocol.ts';

vi.mock('../storage/store.ts', () => ({
  keepNote: async () => undefined,
  keptNote: async () => undefined,
}));

function infoOf(source: Source, columns = ['text', 'label']): DatasetInfo {
  return {
    id: JSON.stringify(source),
    source,
    title: 'a set',
    table: {
      name: 'a.csv',
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ',',
      header: true,
      rows: 4,
      bytes: 40,
      columns: columns.map((name, index) => ({
        name,
        index,
        examples: [],
        distinct: 2,
        meanWords: 1,
        emptyShare: 0,
      })),
      badRows: 0,
      badRowExamples: [],
      guess: { text: ['text'], label: 'label', split: null, certain: true, reason: '' },
    },
    testTable: null,
    about: null,
    addedAt: 1,
    notKept: null,
  };
}

const cancelled = new Map<string, () => void>();
const client = {
  open: vi.fn(async (_id: string, { source }: OpenRequest, _tell: (p: JobProgress) => void) =>
    infoOf(source),
  ),
  report: vi.fn(async () => ({ rows: 4 }) as DataReport),
  cancel: vi.fn(async (id: string) => cancelled.get(id)?.()),
  list: vi.fn(async () => [] as DatasetInfo[]),
  remove: vi.fn(async () => undefined),
};
vi.mock('../worker/client.ts', () => ({ dataClient: () => client }));

const forgetDataErrors = vi.fn();
vi.mock('./notebook.ts', () => ({
  forgetDataErrors: (lesson: string) => forgetDataErrors(lesson) as unknown,
}));

const { cancelChoice, chooseData, openDataset, removeDataset, reportOn, useDatasets } =
  await import('./datasets.ts');
const { useRecipe } = await import('./recipe.ts');

const file: Source = { kind: 'file', name: 'a.csv', testName: null };
const builtin: Source = { kind: 'builtin', id: 'wordnet-topics' };

/** A job that only ends when it is cancelled. */
function endless(id: string): Promise<never> {
  return new Promise((_, reject) => {
    cancelled.set(id, () => reject(new LabError('cancelled', 'Cancelled.')));
  });
}

beforeEach(() => {
  vi.clearAllMocks();
  useDatasets.setState({ opened: {}, read: {}, report: null, job: null, error: null, kept: null });
  useRecipe.setState({ lesson: 'rnn', recipe: recipeSchema.parse({}), past: [], future: [] });
});

describe('opening', () => {
  it('opens a source once, and again when there is a file', async () => {
    await openDataset({ source: builtin });
    await openDataset({ source: builtin });
    expect(client.open).toHaveBeenCalledTimes(1);
    await openDataset({ source: file, file: new Blob(['x']) });
    await openDataset({ source: file, file: new Blob(['y']) });
    expect(client.open).toHaveBeenCalledTimes(3);
  });

  it('is cancelled by its signal, in the worker as well', async () => {
    client.open.mockImplementationOnce((id) => endless(id));
    const aborter = new AbortController();
    const opening = openDataset({ source: builtin }, { signal: aborter.signal });
    aborter.abort();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    expect(client.cancel).toHaveBeenCalledTimes(1);
    expect(useDatasets.getState().opened).toEqual({});
  });
});

describe('a choice', () => {
  it('puts the source into the recipe and finds its columns anew', async () => {
    useRecipe.getState().update('data.columns.label', 'old');
    await chooseData('a.csv', { source: file, file: new Blob(['x']) });
    const { source, columns } = useRecipe.getState().recipe.data;
    expect(source).toEqual(file);
    expect(columns).toMatchObject({ text: 'auto', label: 'auto', split: null });
    expect(useDatasets.getState().job).toBeNull();
  });

  it('keeps the columns chosen where the same file comes with the same columns', async () => {
    await chooseData('a.csv', { source: file, file: new Blob(['x']) });
    useRecipe.getState().update('data.columns.label', 'label');
    await chooseData('a.csv', { source: file, file: new Blob(['y']) });
    expect(useRecipe.getState().recipe.data.columns.label).toBe('label');
    client.open.mockImplementationOnce(async () => infoOf(file, ['other', 'names']));
    await chooseData('a.csv', { source: file, file: new Blob(['z']) });
    expect(useRecipe.getState().recipe.data.columns.label).toBe('auto');
  });

  it('takes what the cells said of the data before with it', async () => {
    forgetDataErrors.mockClear();
    client.open.mockRejectedValueOnce(new LabError('data/empty-file', '“a.csv” is empty.'));
    await chooseData('a.csv', { source: file, file: new Blob([]) });
    expect(forgetDataErrors).not.toHaveBeenCalled();
    await chooseData('a.csv', { source: file, file: new Blob(['x']) });
    expect(forgetDataErrors).toHaveBeenCalledWith('rnn');
  });

  it('that fails leaves the recipe as it was and says why', async () => {
    client.open.mockRejectedValueOnce(new LabError('data/empty-file', '“a.csv” is empty.'));
    expect(await chooseData('a.csv', { source: file, file: new Blob([]) })).toBeNull();
    expect(useRecipe.getState().recipe.data.source).toEqual(builtin);
    expect(useDatasets.getState()).toMatchObject({ job: null, error: { message: '“a.csv” is empty.' } });
  });

  it('that is cancelled is no error', async () => {
    client.open.mockImplementationOnce((id) => endless(id));
    const choice = chooseData('a.csv', { source: file });
    cancelChoice();
    expect(await choice).toBeNull();
    expect(useDatasets.getState()).toMatchObject({ job: null, error: null });
  });

  it('gives way to the next one', async () => {
    client.open.mockImplementationOnce((id) => endless(id));
    const first = chooseData('slow', { source: { kind: 'catalogue', id: 'ag_news' } });
    const second = chooseData('a.csv', { source: file });
    expect(await first).toBeNull();
    expect(await second).not.toBeNull();
    expect(useRecipe.getState().recipe.data.source).toEqual(file);
  });
});

describe('a report', () => {
  const recipe = recipeSchema.parse({});

  it('is made once for the same settings, however many ask', async () => {
    await Promise.all([reportOn(recipe), reportOn(recipe)]);
    await reportOn(recipe);
    expect(client.report).toHaveBeenCalledTimes(1);
    await reportOn({ ...recipe, seed: 3 });
    expect(client.report).toHaveBeenCalledTimes(2);
  });

  it('does not care about the model', async () => {
    await reportOn(recipe);
    await reportOn({ ...recipe, model: { ...recipe.model, hidden: 8 } });
    expect(client.report).toHaveBeenCalledTimes(1);
  });
});

describe('removal', () => {
  it('refuses the data set in use', async () => {
    await expect(removeDataset(infoOf(builtin))).rejects.toMatchObject({ code: 'data/in-use' });
    expect(client.remove).not.toHaveBeenCalled();
  });

  it('forgets what was opened', async () => {
    await openDataset({ source: file });
    await removeDataset(infoOf(file));
    expect(useDatasets.getState().opened).toEqual({});
    expect(client.remove).toHaveBeenCalledWith(infoOf(file).id);
  });
});
