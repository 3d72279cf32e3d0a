import { LabError } from '../base/errors.ts';
import type { Job } from './job.ts';

/** Chunks are handed to the browser in blobs of this size, so that a large file does not fill the worker. */
const BLOB_SIZE = 16 << 20;

/**
 * The address of the file itself: pages of Hugging Face (`/blob/`) and GitHub that show a file become the address
 * that gives it.
 */
export function fileUrl(address: string): string {
  const url = new URL(address);
  if (url.hostname === 'huggingface.co' || url.hostname === 'hf.co')
    url.pathname = url.pathname.replace(/^((?:\/datasets)?\/[^/]+\/[^/]+)\/(?:blob|raw)\//, '$1/resolve/');
  if (url.hostname === 'github.com' && /^\/[^/]+\/[^/]+\/(blob|raw)\//.test(url.pathname)) {
    url.hostname = 'raw.githubusercontent.com';
    url.pathname = url.pathname.replace(/^(\/[^/]+\/[^/]+)\/(?:blob|raw)\//, '$1/');
  }
  return url.href;
}

/** What to call the file of an address. */
export function nameOfUrl(address: string): string {
  const { pathname, hostname } = new URL(address);
  return decodeURIComponent(pathname.split('/').filter(Boolean).at(-1) ?? hostname);
}

/**
 * Fetches a file with progress in bytes.
 * @throws LabError `download/http`, `download/unreachable`, `cancelled`
 */
export async function download(address: string, job: Job, phase = 'downloading'): Promise<Blob> {
  const url = fileUrl(address);
  const { host } = new URL(url);
  const response = await reach(url, host, job);
  if (!response.ok || !response.body) throw refused(response.status, url, host);
  // The length is that of the packed body where the server packs it, so it says nothing about what arrives.
  const packed = response.headers.has('content-encoding');
  const length = Number(response.headers.get('content-length'));
  const total = packed || !length ? null : length;
  const blobs: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let waiting = 0;
  let done = 0;
  const hand = () => {
    blobs.push(new Blob(chunks));
    chunks = [];
    waiting = 0;
  };
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done: ended, value } = await reader.read();
      if (ended) break;
      chunks.push(value);
      waiting += value.length;
      done += value.length;
      if (waiting >= BLOB_SIZE) hand();
      job.report({ phase, done, total: total !== null && done <= total ? total : null });
    }
  } catch (error) {
    job.check();
    if (error instanceof LabError) throw error;
    throw new LabError(
      'download/unreachable',
      `The connection to ${host} broke off after ${Math.round(done / 1024).toLocaleString('en')} KB.`,
      'Try again.',
    );
  } finally {
    // A download that ended has nothing to cancel; one that failed is of no more use.
    reader.cancel().catch(() => undefined);
  }
  hand();
  return new Blob(blobs);
}

/** @throws LabError `download/unreachable`, `cancelled` */
export async function reach(url: string, host: string, job: Job, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: job.abort ?? null });
  } catch {
    job.check();
    const offline = typeof navigator !== 'undefined' && navigator.onLine === false;
    throw offline
      ? new LabError(
          'download/unreachable',
          `${host} cannot be reached: this machine is offline.`,
          'Built-in sets and those opened before work offline; or choose a file.',
        )
      : new LabError(
          'download/unreachable',
          `${host} did not answer, or does not let pages of other sites read its files (CORS).`,
          `Open ${url} in a tab of its own: if it gives you the file, drop that file here; if not, check the address.`,
        );
  }
}

export function refused(status: number, url: string, host: string): LabError {
  const why: Record<number, [string, string]> = {
    401: ['wants you to sign in for it', 'Download the file yourself and drop it here.'],
    403: ['does not give it to everyone', 'Download the file yourself and drop it here.'],
    404: ['has no such file', 'Check the address.'],
    429: ['is asked too often just now', 'Try again in a minute.'],
  };
  const [reason, hint] = why[status] ?? [
    status >= 500 ? 'has trouble of its own' : 'refused',
    'Try again later.',
  ];
  return new LabError('download/http', `${url} cannot be had: ${host} ${reason} (HTTP ${status}).`, hint);
}
