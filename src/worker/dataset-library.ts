import { LabError, toErrorData } from '../base/errors.ts';
import { stableJson } from '../base/fingerprint.ts';
import { BUILT_IN, CATALOGUE } from '../data/catalogue.ts';
import { download, nameOfUrl } from '../data/download.ts';
import type { Job } from '../data/job.ts';
import { type AlignedFiles, joinFiles } from '../data/read/aligned.ts';
import { AUTO, readTable } from '../data/read/read-table.ts';
import type { DatasetInfo, ReadOptions } from '../data/types.ts';
import { Workbench } from '../data/workbench.ts';
import type { Source } from '../recipe/recipe.ts';
import type { DatasetRecord } from '../storage/types.ts';
import { blobFingerprint } from './blob-fingerprint.ts';
import type { OpenRequest } from './protocol.ts';

/** Where data sets outlive a reload; `src/storage/store.ts` in the browser. */
export interface DatasetStore {
  keepDataset(record: DatasetRecord): Promise<void>;
  keptDatasets(): Promise<DatasetInfo[]>;
  keptDataset(id: string): Promise<DatasetRecord | undefined>;
  dropDataset(id: string): Promise<void>;
}

/** Text held by tables that are open but not in use: beyond this the longest unused are read again when needed. */
const OPEN_BYTES = 300e6;

/** The files of a source before they are read. */
interface Files {
  file: Blob;
  testFile: Blob | null;
  name: string;
  testName: string;
  /** What `file` was joined of, so that it can be joined again in another encoding; and the one that was found. */
  aligned?: AlignedFiles[] | undefined;
  encoding?: string;
}

/** As the joined file of aligned texts is read, whatever these were in. */
const JOINED: Partial<ReadOptions> = { encoding: 'utf-8' };

/**
 * The data sets of this browser: opens sources, keeps their files, and reads them again when their rows are needed.
 * A store that fails never loses an open data set: it goes on without, and `notKept` says why.
 */
export class DatasetLibrary {
  private readonly store: DatasetStore;
  private readonly baseUrl: string;
  /** Opened in this session, kept or not. */
  private readonly records = new Map<string, DatasetRecord>();
  /** In the order of their last use. */
  private readonly benches = new Map<string, Promise<Workbench>>();

  /** `baseUrl`: the address of the page's folder, where `data/` with the built-in sets is. */
  constructor(store: DatasetStore, baseUrl: string) {
    this.store = store;
    this.baseUrl = baseUrl;
  }

  /** @throws LabError where the source cannot be had or read; `cancelled` */
  async open(request: OpenRequest, job: Job): Promise<DatasetInfo> {
    const { source } = request;
    const known = await this.known(request);
    if (known && !request.file && !request.aligned && sameReading(known, request)) return known.info;
    const read = request.read ?? known?.read ?? {};
    const testRead = request.testRead ?? known?.testRead ?? {};
    const files: Files = known
      ? { ...known, ...names(source), ...(known.aligned && (await joined(known.aligned, read, job))) }
      : await this.fetchFiles(request, job);
    const { aligned } = files;
    const table = await readTable(files.file, files.name, { ...read, ...(aligned && JOINED) }, job);
    if (files.encoding !== undefined) table.info.encoding = files.encoding;
    const test = files.testFile && (await readTable(files.testFile, files.testName, testRead, job));
    const id = known?.info.id ?? (await idOf(source, files));
    const info: DatasetInfo = {
      id,
      source,
      title: titleOf(source),
      table: table.info,
      testTable: test?.info ?? null,
      about: aboutOf(source),
      addedAt: Date.now(),
      notKept: null,
    };
    const { file, testFile } = files;
    await this.keep({ info, file, testFile, read, testRead, ...(aligned && { aligned }) });
    await this.use(id, Promise.resolve(new Workbench(table, test)));
    return info;
  }

  /** All that can be opened again without a file or the network, the newest first. */
  async list(): Promise<DatasetInfo[]> {
    const kept = await this.store.keptDatasets().catch(() => []);
    const all = new Map(kept.map((info) => [info.id, info]));
    for (const { info } of this.records.values()) if (info.source.kind !== 'builtin') all.set(info.id, info);
    return [...all.values()].sort((a, b) => b.addedAt - a.addedAt);
  }

  async remove(id: string): Promise<void> {
    this.records.delete(id);
    this.benches.delete(id);
    await this.store.dropDataset(id);
  }

  /** The rows of an opened or kept data set. @throws LabError `data/unknown-set` */
  async bench(id: string): Promise<Workbench> {
    const open = this.benches.get(id);
    if (open) return this.use(id, open);
    return this.use(id, this.readAgain(id));
  }

  private async readAgain(id: string): Promise<Workbench> {
    const record = await this.record(id);
    if (!record)
      throw new LabError(
        'data/unknown-set',
        'This data set is no longer kept in this browser.',
        'Open its file or address again.',
      );
    const { file, testFile, read, testRead, info, aligned } = record;
    const { name, testName } = names(info.source);
    const table = await readTable(file, name, { ...read, ...(aligned && JOINED) });
    return new Workbench(table, testFile && (await readTable(testFile, testName, testRead)));
  }

  /** Marks a bench as used last, and lets go of others beyond the limit. */
  private async use(id: string, bench: Promise<Workbench>): Promise<Workbench> {
    this.benches.delete(id);
    this.benches.set(id, bench);
    try {
      const opened = await bench;
      void this.letGo(id);
      return opened;
    } catch (error) {
      if (this.benches.get(id) === bench) this.benches.delete(id);
      throw error;
    }
  }

  private async letGo(except: string): Promise<void> {
    const open = [...this.benches].reverse();
    let bytes = 0;
    for (const [id, bench] of open) {
      const size = await bench.then(
        ({ bytes: held }) => held,
        () => 0,
      );
      bytes += size;
      if (bytes > OPEN_BYTES && id !== except) this.benches.delete(id);
    }
  }

  private async keep(record: DatasetRecord): Promise<void> {
    const { info } = record;
    this.records.set(info.id, record);
    // Built-in sets come with the page.
    if (info.source.kind === 'builtin') return;
    try {
      await this.store.keepDataset(record);
    } catch (error) {
      const { message, hint } = toErrorData(error);
      info.notKept = hint ? `${message} ${hint}` : message;
    }
  }

  private async record(id: string): Promise<DatasetRecord | undefined> {
    const open = this.records.get(id);
    if (open) return open;
    // A store that cannot be read holds nothing for us; what is open in this session was found above.
    const kept = await this.store.keptDataset(id).catch(() => undefined);
    if (kept) this.records.set(id, kept);
    return kept;
  }

  /** What was opened before under this source. A file goes by its name; of several the newest is meant. */
  private async known({ source, file, aligned }: OpenRequest): Promise<DatasetRecord | undefined> {
    if (source.kind !== 'file') return this.record(await idOf(source, null));
    if (file || aligned) return undefined;
    const found = (await this.list()).find(
      (info) =>
        info.source.kind === 'file' &&
        info.source.name === source.name &&
        info.source.testName === source.testName,
    );
    if (found) return this.record(found.id);
    throw new LabError(
      'data/file-missing',
      `The file “${source.name}” is not kept in this browser.`,
      'Choose it again.',
    );
  }

  private async fetchFiles(request: OpenRequest, job: Job): Promise<Files> {
    const { source, testFile, aligned } = request;
    if (source.kind === 'file') {
      if (aligned)
        return { testFile: null, ...names(source), ...(await joined(aligned, request.read ?? {}, job)) };
      const { file } = request;
      if (!file) throw new LabError('data/file-missing', `The file “${source.name}” was not given.`);
      return { file, testFile: testFile ?? null, ...names(source) };
    }
    const [url, testUrl] = this.addresses(source);
    return {
      file: await download(url, job),
      testFile: testUrl === null ? null : await download(testUrl, job, 'downloading the test file'),
      ...names(source),
    };
  }

  private addresses(source: Exclude<Source, { kind: 'file' }>): [string, string | null] {
    if (source.kind === 'url') return [source.url, source.testUrl];
    if (source.kind === 'catalogue') {
      const entry = catalogued(source.id);
      return [entry.url, entry.testUrl];
    }
    return [new URL(builtIn(source.id).file, this.baseUrl).href, null];
  }
}

async function joined(
  aligned: AlignedFiles[],
  { encoding = 'auto' }: Partial<ReadOptions>,
  job: Job,
): Promise<Pick<Files, 'file' | 'encoding' | 'aligned'>> {
  return { aligned, ...(await joinFiles(aligned, job, encoding)) };
}

/** Whether the files would be read in the same way again; what is not asked for stays as it was. */
function sameReading(known: DatasetRecord, { read, testRead }: OpenRequest): boolean {
  const same = (a: Partial<ReadOptions>, b: Partial<ReadOptions> = a) =>
    stableJson({ ...AUTO, ...a }) === stableJson({ ...AUTO, ...b });
  return same(known.read, read) && same(known.testRead, testRead);
}

function builtIn(id: string): (typeof BUILT_IN)[string] {
  const found = BUILT_IN[id];
  if (found) return found;
  throw new LabError(
    'data/unknown-source',
    `There is no built-in data set “${id}”.`,
    `There are: ${Object.keys(BUILT_IN).join(', ')}.`,
  );
}

function catalogued(id: string): (typeof CATALOGUE)[number] {
  const found = CATALOGUE.find((entry) => entry.id === id);
  if (found) return found;
  throw new LabError(
    'data/unknown-source',
    `There is no data set “${id}” in the catalogue.`,
    `There are: ${CATALOGUE.map((entry) => entry.id).join(', ')}.`,
  );
}

/** What messages call the files of a source. */
function names(source: Source): { name: string; testName: string } {
  if (source.kind === 'file') return { name: source.name, testName: source.testName ?? 'the test file' };
  if (source.kind === 'builtin') return { name: nameOfPath(builtIn(source.id).file), testName: '' };
  const { url, testUrl } = source.kind === 'url' ? source : catalogued(source.id);
  return { name: nameOfUrl(url), testName: testUrl === null ? '' : nameOfUrl(testUrl) };
}

const nameOfPath = (path: string) => path.split('/').at(-1) ?? path;

function titleOf(source: Source): string {
  if (source.kind === 'builtin') return builtIn(source.id).title;
  if (source.kind === 'catalogue') return catalogued(source.id).title;
  return names(source).name;
}

function aboutOf(source: Source): string | null {
  if (source.kind === 'builtin') return builtIn(source.id).about;
  if (source.kind === 'url') return `From ${source.url}`;
  if (source.kind === 'file') return null;
  const { description, licence, homepage } = catalogued(source.id);
  return `${description} Licence: ${licence}. ${homepage}`;
}

/** The same source has the same id in every session; of files of the same name each has its own. */
async function idOf(source: Source, files: Files | null): Promise<string> {
  if (source.kind === 'url') return `url:${source.url}${source.testUrl === null ? '' : ` ${source.testUrl}`}`;
  if (source.kind !== 'file') return `${source.kind}:${source.id}`;
  const prints = [];
  for (const blob of [files?.file, files?.testFile]) if (blob) prints.push(await blobFingerprint(blob));
  return `file:${source.name}:${prints.join('+')}`;
}
