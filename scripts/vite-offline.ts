import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';

/** What the service worker keeps: each file of the build, by its path from the page, with the SHA-256 of its bytes. */
export interface FileList {
  version: string;
  files: Record<string, string>;
}

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** All files below a folder except the service worker itself and what is only for tools (`.vite/`, maps). */
export function listFiles(folder: string): FileList {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    if (!entry.isFile() || name === 'sw.js' || name.startsWith('.') || name.endsWith('.map')) continue;
    files[name] = sha256(readFileSync(path));
  }
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { version: sha256(JSON.stringify(sorted)).slice(0, 12), files: sorted };
}

/** The code of the service worker under this list, in place of the one it had. */
export function headed(code: string, list: FileList): string {
  return `self.SEQLAB_BUILD = ${JSON.stringify(list)};\n${code.replace(/^self\.SEQLAB_BUILD = .*\n/, '')}`;
}

/** Builds `src/app/offline/service-worker.ts` to `sw.js` beside index.html, headed by the list of what was built. */
export function offline(): Plugin {
  let outDir = '';
  return {
    name: 'seqlab:offline',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    buildStart() {
      this.emitFile({ type: 'chunk', id: 'src/app/offline/service-worker.ts', fileName: 'sw.js' });
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      handler(_options, bundle) {
        const chunk = bundle['sw.js'];
        if (chunk?.type !== 'chunk') return;
        if (chunk.imports.length > 0) this.error('The service worker must be one file.');
        writeFileSync(join(outDir, 'sw.js'), headed(chunk.code, listFiles(outDir)));
      },
    },
  };
}
