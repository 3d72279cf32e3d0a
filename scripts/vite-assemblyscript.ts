import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * `import kernels from './assembly/index.ts?asc&relaxed&shared'`: AssemblyScript compiled to WebAssembly, as base64.
 *
 * `relaxed` allows fused multiply-add (relaxed SIMD), `shared` is for a heap that threads share. What was compiled
 * is kept in node_modules/.cache, under a hash of all that it depends on.
 */
export function assemblyScript(): Plugin {
  return {
    name: 'assemblyscript',
    enforce: 'pre',
    async load(id) {
      const [file = '', query = ''] = id.split('?');
      const options = new URLSearchParams(query);
      if (!options.has('asc')) return null;
      const folder = dirname(file);
      const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
      for (const name of sources) this.addWatchFile(join(folder, name));
      const flags = flagsFor(options.has('relaxed'), options.has('shared'));
      const hash = createHash('sha256').update(flags.join(' '));
      for (const name of sources.sort()) hash.update(name).update(readFileSync(join(folder, name)));
      const kept = join(
        'node_modules',
        '.cache',
        'assemblyscript',
        `${hash.digest('hex').slice(0, 24)}.wasm`,
      );
      if (!existsSync(kept)) {
        mkdirSync(dirname(kept), { recursive: true });
        writeFileSync(kept, await compile(folder, basename(file), flags));
      }
      return `export default ${JSON.stringify(readFileSync(kept).toString('base64'))};`;
    },
  };
}

function flagsFor(relaxed: boolean, shared: boolean): string[] {
  return [
    ...['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
    ...['--importMemory', '--noExportMemory', '--initialMemory', '1'],
    // "v128 is not supported by all embeddings": those functions are inlined, none is called from outside.
    ...['--disableWarning', '112'],
    ...(relaxed ? ['--enable', 'relaxed-simd', '--use', 'RELAXED=1'] : []),
    ...(shared ? ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'] : []),
  ];
}

async function compile(folder: string, entry: string, flags: string[]): Promise<Uint8Array> {
  const { default: asc } = await import('assemblyscript/asc');
  let binary: Uint8Array | null = null;
  const { error, stderr } = await asc.main([entry, ...flags, '--outFile', 'kernels.wasm'], {
    readFile: (name) => {
      const path = join(folder, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : null;
    },
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') binary = contents;
    },
    listFiles: () => [],
  });
  if (error || !binary)
    throw new Error(`AssemblyScript: ${error?.message ?? 'no output'}\n${stderr.toString()}`);
  return binary;
}
