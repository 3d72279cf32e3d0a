import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

interface Lock {
  packages: Record<string, { version?: string; license?: string; dev?: boolean }>;
}

/** Name, version, licence and the licence's text of every package that ships (all but those for development). */
export function shippedLicences(root: string): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && !dev && existsSync(join(root, path)))
    .map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const file = readdirSync(join(root, path)).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file ? readFileSync(join(root, path, file), 'utf8').trim() : '';
      return [`${name} ${version} (${license ?? 'see its text'})`, text].filter(Boolean).join('\n\n');
    });
}

/** Puts `licences.txt` beside the built page: the lab's own licence, the notice, and those of all it is built with. */
export function licences(): Plugin {
  let root = '';
  return {
    name: 'seqlab:licences',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    generateBundle() {
      const own = ['LICENSE', 'NOTICE'].map((name) => readFileSync(join(root, name), 'utf8').trim());
      const line = `\n\n${'-'.repeat(80)}\n\n`;
      this.emitFile({
        type: 'asset',
        fileName: 'licences.txt',
        source: `${[...own, ...shippedLicences(root)].join(line)}\n`,
      });
    },
  };
}
