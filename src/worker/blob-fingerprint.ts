/** Bytes looked at in the beginning, the middle and the end of a file. */
const LOOK = 1 << 16;

/** Tells files of the same name apart: size and FNV-1a over three parts. No proof against intent. */
export async function blobFingerprint(blob: Blob): Promise<string> {
  let hash = 0x811c9dc5;
  for (const start of [0, Math.floor(blob.size / 2), Math.max(0, blob.size - LOOK)]) {
    const bytes = new Uint8Array(await blob.slice(start, start + LOOK).arrayBuffer());
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return `${blob.size}-${(hash >>> 0).toString(16).padStart(8, '0')}`;
}
