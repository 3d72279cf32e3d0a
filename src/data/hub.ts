import { LabError } from '../base/errors.ts';
import { readConfig } from '../formats/published/config.ts';
import { CONFIG, shardsOf, TOKENIZER_FILES, WEIGHT_FILES } from '../formats/published/files.ts';
import { download, reach, refused } from './download.ts';
import type { Job } from './job.ts';

/** Models on the Hugging Face hub: what they consist of, before their weights are fetched. */

export interface HubFile {
  name: string;
  url: string;
  /** Null where the server does not tell. */
  bytes: number | null;
}

export interface HubModel {
  /** "distilbert/distilbert-base-uncased" */
  id: string;
  config: Blob;
  tokenizer: HubFile[];
  /** One file, or several with the index that tells what is in which. */
  weights: HubFile[];
  index: { name: string; blob: Blob } | null;
}

const HOST = 'https://huggingface.co';

/**
 * The id of a model, from what a person typed or pasted: "owner/name", or the address of its page.
 * @throws LabError `hub/id`
 */
export function hubId(typed: string): string {
  const text = typed.trim();
  const path = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/(.+)$/i.exec(text)?.[1] ?? text;
  const [owner = '', name] = path.split(/[?#]/)[0]?.split('/') ?? [];
  const id = name === undefined || name === '' ? owner : `${owner}/${name}`;
  // Dots alone would lead out of the folder of models.
  if (/^(?:[\w.-]{1,96}\/)?[\w.-]{1,96}$/.test(id) && !/(^|\/)\.+(\/|$)/.test(id) && owner !== 'datasets')
    return id;
  throw new LabError(
    'hub/id',
    `${JSON.stringify(text.slice(0, 80))} is no name of a model on the hub.`,
    'It looks like cointegrated/rubert-tiny2, as it stands above the page of the model.',
  );
}

export const hubUrl = (id: string, file: string): string => `${HOST}/${id}/resolve/main/${file}`;

/** The size of a file, and that it is there; null where it is not. @throws LabError */
async function head(id: string, name: string, job: Job): Promise<HubFile | null> {
  const url = hubUrl(id, name);
  const { host } = new URL(url);
  let response = await reach(url, host, job, { method: 'HEAD' }).catch((error: unknown) => {
    job.check();
    return error as LabError;
  });
  // Large files lie on other hosts, some of which answer GET only: then the first byte is asked for.
  if (!(response instanceof Response) || [400, 403, 405].includes(response.status)) {
    response = await reach(url, host, job, { headers: { range: 'bytes=0-0' } });
    response.body?.cancel().catch(() => undefined);
    const size = /^bytes 0-0\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
    if (response.status === 206) return { name, url, bytes: size === undefined ? null : Number(size) };
  }
  if (response.status === 404) return null;
  if (!response.ok) throw refused(response.status, url, host);
  const packed = response.headers.has('content-encoding');
  // Large files lie on another host: the first answer tells their size by a header of its own.
  const length = Number(
    response.headers.get('x-linked-size') ?? (packed ? null : response.headers.get('content-length')),
  );
  return { name, url, bytes: Number.isSafeInteger(length) && length > 0 ? length : null };
}

async function weightsOf(id: string, job: Job): Promise<Pick<HubModel, 'weights' | 'index'>> {
  for (const name of WEIGHT_FILES) {
    const found = await head(id, name, job);
    if (!found) continue;
    if (!name.endsWith('.index.json')) return { weights: [found], index: null };
    const blob = await download(found.url, job, 'reading the list of weights');
    const { shards } = shardsOf(await blob.text(), name);
    const weights = await Promise.all(shards.map((shard) => head(id, shard, job)));
    const missing = shards.filter((_, i) => !weights[i]);
    if (missing.length > 0)
      throw new LabError(
        'hub/incomplete',
        `${id} names ${missing[0] as string} and does not have it.`,
        'Choose another model.',
      );
    return { weights: weights as HubFile[], index: { name, blob } };
  }
  throw new LabError(
    'hub/no-weights',
    `${id} has no weights that the lab reads: neither model.safetensors nor pytorch_model.bin.`,
    'Choose another model.',
  );
}

/**
 * What a model on the hub consists of. Its config.json is fetched, of all else the size.
 * @throws LabError where it cannot be had, or holds nothing the lab reads
 */
export async function lookUp(id: string, job: Job): Promise<HubModel> {
  job.report({ phase: 'asking the hub', done: 0, total: null });
  const config = await download(hubUrl(id, CONFIG), job, 'reading config.json').catch((error: unknown) => {
    if (error instanceof LabError && error.code === 'download/unreachable')
      throw new LabError(
        'download/unreachable',
        'The hub does not answer: this machine is offline, or something on the way keeps huggingface.co from it.',
        'The models at hand work offline, and so does the whole folder of a model, chosen or dropped below.',
      );
    if (!(error instanceof LabError) || !/HTTP 40[134]/.test(error.message)) throw error;
    throw new LabError(
      'hub/unknown',
      `The hub gives no config.json of ${id}: there is no such model, or it is not open to everyone.`,
      `Look at ${HOST}/${id} in a tab of its own.`,
    );
  });
  // What it is comes first: another model's files would be missed one by one.
  readConfig(await config.text());
  const tokenizer = await Promise.all(TOKENIZER_FILES.map((name) => head(id, name, job)));
  return {
    id,
    config,
    tokenizer: tokenizer.filter((file) => file !== null),
    ...(await weightsOf(id, job)),
  };
}
