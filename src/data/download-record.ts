/** A download that may go on where it was cut off. */
export interface DownloadRecord {
  url: string;
  /** What it is for: the id of a model. */
  owner: string;
  /** Names the version of the file, where the server tells: it goes on only with the same. */
  etag: string;
  /** In bytes; null where the server did not tell. */
  total: number | null;
  /** Bytes that are kept, in so many parts. */
  done: number;
  parts: number;
  at: number;
}
