import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workers } from '../vite-workers.ts';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const CACHE = join(ROOT, 'node_modules', '.cache', 'seqlab');
/** Pages without the lab's page around them, each with the folders its sources lie in. */
const PAGES = {
  train: { html: 'train.html', folders: ['src'] },
  bench: { html: 'bench/bench.html', folders: ['src', 'bench'] },
};
const BUILDERS = ['scripts/vite-workers.ts', 'scripts/vite-assemblyscript.ts'];
/** Pages built from earlier sources that are kept. */
const KEPT = 2;

/** A name for all that the page is built from. */
function fingerprint({ html, folders }: (typeof PAGES)[keyof typeof PAGES]): string {
  const sources = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
      .map((name) => join(folder, name)),
  );
  const hash = createHash('sha256');
  for (const name of [html, 'package-lock.json', ...BUILDERS, ...sources.sort()])
    hash.update(`${name}\0`).update(readFileSync(join(ROOT, name)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * The folder with a built page of the command line: its HTML and its workers, nothing of the lab's page.
 * Built when its sources have changed, beside the old one and moved into place whole, so that several may start at
 * the same time.
 */
export async function builtPage(onBuild: () => void, name: keyof typeof PAGES = 'train'): Promise<string> {
  const { html } = PAGES[name];
  const folder = join(CACHE, `${name}-${fingerprint(PAGES[name])}`);
  if (existsSync(folder)) return folder;
  onBuild();
  const earlier = existsSync(CACHE)
    ? readdirSync(CACHE).filter((built) => new RegExp(`^${name}-[0-9a-f]{16}$`).test(built))
    : [];
  for (const old of earlier.slice(KEPT)) rmSync(join(CACHE, old), { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const { build } = await import('vite');
  const building = mkdtempSync(join(CACHE, 'building-'));
  await build({
    root: ROOT,
    configFile: false,
    base: './',
    logLevel: 'error',
    publicDir: false,
    worker: workers,
    build: {
      target: 'es2022',
      outDir: building,
      emptyOutDir: true,
      chunkSizeWarningLimit: 4000,
      rollupOptions: { input: join(ROOT, html) },
    },
  });
  try {
    renameSync(building, folder);
  } catch (error) {
    // Another run built the same page in the meantime.
    rmSync(building, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
