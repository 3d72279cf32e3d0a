import { LabError } from '../base/errors.ts';
import type { DownloadRecord } from './download-record.ts';
import { reach, refused } from './download.ts';
import type { Job } from './job.ts';

/** Downloads that outlive a cut connection, a cancel and a reload: what has arrived is kept and asked for only once. */

/** Where parts are kept; `src/storage/models.ts` in the browser. */
export interface PartStore {
  keptDownload(url: string): Promise<DownloadRecord | undefined>;
  /** One more part; `record` counts it already. */
  keepPart(record: DownloadRecord, part: Blob): Promise<void>;
  arrived(record: DownloadRecord): Promise<Blob>;
  dropDownload(url: string): Promise<void>;
}

export interface ResumableOptions {
  /** What it is for, so that it can be named when it is listed. */
  owner: string;
  store: PartStore;
  /** Bytes that are there of this file. */
  onProgress: (done: number, total: number | null) => void;
  /** How long to wait before the first new attempt, in milliseconds; each further one waits twice as long. */
  waitMs?: number;
}

/** What arrives is kept in parts of this size. */
const PART_BYTES = 8 << 20;
/** A connection that broke off so often without bringing anything is given up. */
const MOST_ATTEMPTS = 4;

/** `bytes 100-199/200` */
function rangeOf(response: Response): { from: number; total: number } | null {
  const found = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  return found ? { from: Number(found[1]), total: Number(found[2]) } : null;
}

const lengthOf = (response: Response): number | null =>
  response.headers.has('content-encoding') ? null : Number(response.headers.get('content-length')) || null;

const versionOf = (response: Response): string => response.headers.get('etag') ?? '';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** One attempt after the other, each from where the last one ended. */
class Resumable {
  private record: DownloadRecord;
  private readonly url: string;
  private readonly job: Job;
  private readonly options: ResumableOptions;

  constructor(url: string, job: Job, options: ResumableOptions, kept: DownloadRecord | undefined) {
    this.url = url;
    this.job = job;
    this.options = options;
    this.record = kept ?? this.empty();
  }

  async file(): Promise<Blob> {
    const { waitMs = 1000 } = this.options;
    let failures = 0;
    for (;;) {
      const before = this.record.done;
      if (this.record.total === null || before < this.record.total) {
        const ended = await this.attempt();
        if (!ended) {
          failures = this.record.done > before ? 0 : failures + 1;
          if (failures >= MOST_ATTEMPTS) throw this.brokenOff();
          await this.wait(waitMs * 2 ** failures);
          continue;
        }
      }
      const blob = await this.options.store.arrived(this.record);
      if (blob.size === this.record.done && blob.size > 0) return blob;
      // Parts are gone from the storage: from the beginning.
      await this.restart();
      if (++failures >= MOST_ATTEMPTS) throw this.brokenOff();
    }
  }

  /** Whether it came to its end; false where the connection broke off. @throws LabError where going on is of no use */
  private async attempt(): Promise<boolean> {
    const { url, job } = this;
    const { host } = new URL(url);
    const { done } = this.record;
    let response: Response;
    try {
      response = await reach(url, host, job, done > 0 ? { headers: { range: `bytes=${done}-` } } : {});
    } catch (error) {
      // The first time it may be that the host does not let pages read it; later it did already.
      if (done === 0 || (error instanceof LabError && error.code === 'cancelled')) throw error;
      return false;
    }
    if (response.status === 416) {
      await this.restart();
      return false;
    }
    if (!response.ok || !response.body) throw refused(response.status, url, host);
    const range = response.status === 206 ? rangeOf(response) : null;
    const version = versionOf(response);
    const goesOn =
      response.status === 206 &&
      (range === null || range.from === done) &&
      (version === '' || this.record.etag === '' || version === this.record.etag) &&
      (range === null || this.record.total === null || range.total === this.record.total);
    if (done > 0 && !goesOn) {
      await this.restart();
      // The whole file has come in the place of its end: it is taken from here. A part of another version is not.
      if (response.status !== 200) {
        await response.body.cancel();
        return false;
      }
    }
    const total = range?.total ?? (response.status === 200 ? lengthOf(response) : this.record.total);
    this.record = { ...this.record, etag: version, total };
    return this.take(response.body);
  }

  private async take(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<boolean> {
    const reader = body.getReader();
    let chunks: Uint8Array<ArrayBuffer>[] = [];
    let waiting = 0;
    const keep = async (): Promise<void> => {
      if (waiting === 0) return;
      const { done, parts } = this.record;
      this.record = { ...this.record, done: done + waiting, parts: parts + 1, at: Date.now() };
      const part = new Blob(chunks);
      chunks = [];
      waiting = 0;
      await this.options.store.keepPart(this.record, part);
    };
    try {
      for (;;) {
        const { done: ended, value } = await reader.read().catch(() => ({ done: true, value: null }));
        if (value === null) {
          // Broken off, or cancelled: what has come is kept either way.
          await keep();
          this.job.check();
          return false;
        }
        if (ended || value === undefined) break;
        chunks.push(value);
        waiting += value.length;
        if (waiting >= PART_BYTES) await keep();
        try {
          this.options.onProgress(this.record.done + waiting, this.record.total);
        } catch (error) {
          await keep();
          throw error;
        }
      }
      await keep();
    } finally {
      reader.cancel().catch(() => undefined);
    }
    const { done, total } = this.record;
    if (total === null) this.record = { ...this.record, total: done };
    return total === null || done >= total;
  }

  private async restart(): Promise<void> {
    await this.options.store.dropDownload(this.url);
    this.record = this.empty();
  }

  private async wait(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.job.check();
  }

  private empty(): DownloadRecord {
    const { url, options } = this;
    return { url, owner: options.owner, etag: '', total: null, done: 0, parts: 0, at: Date.now() };
  }

  private brokenOff(): LabError {
    const { done, total } = this.record;
    return new LabError(
      'download/unreachable',
      `The connection to ${new URL(this.url).host} keeps breaking off: ${megabytes(done)}${total === null ? '' : ` of ${megabytes(total)}`} have arrived.`,
      'They are kept: try again, and it goes on from there.',
    );
  }
}

/**
 * A file, wherever it was left off: parts that are kept are not asked for again, and a connection that breaks off is
 * taken up again. What has arrived stays kept until the caller drops it.
 * @throws LabError `download/http`, `download/unreachable`, `cancelled`, `storage/full`
 */
export async function downloadResumable(url: string, job: Job, options: ResumableOptions): Promise<Blob> {
  return new Resumable(url, job, options, await options.store.keptDownload(url)).file();
}
