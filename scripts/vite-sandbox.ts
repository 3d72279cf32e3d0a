import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { assemblyScript } from './vite-assemblyscript.ts';
import { wasmThreads } from './vite-workers.ts';

const ID = 'virtual:sandbox';
const ENTRY = fileURLToPath(new URL('../src/exercises/sandbox/sandbox.ts', import.meta.url));

/** The sandbox has one thread and wants SIMD: of the three binaries of TensorFlow.js it carries one. */
function oneBinary(): Plugin {
  return {
    name: 'seqlab:one-binary',
    enforce: 'pre',
    resolveId: (id) => (/tfjs-backend-wasm(-threaded-simd)?\.wasm\?url$/.test(id) ? '\0no-binary' : null),
    load: (id) => (id === '\0no-binary' ? 'export default "";' : null),
  };
}

let built: Promise<string> | null = null;

async function buildSandbox(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [oneBinary(), assemblyScript(), wasmThreads()],
    build: {
      write: false,
      target: 'es2022',
      // A library: all its assets are inlined, whatever their size.
      lib: { entry: ENTRY, formats: ['iife'], name: 'sandbox' },
      rollupOptions: { output: { codeSplitting: false } },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) =>
    'output' in one ? one.output : [],
  );
  const chunks = outputs.filter((output) => output.type === 'chunk');
  const [chunk] = chunks;
  if (!chunk || chunks.length !== 1) throw new Error(`The sandbox is ${chunks.length} files instead of one.`);
  return chunk.code;
}

/**
 * `import text from 'virtual:sandbox'`: the sandbox for students' code with all that it needs, as the text of one
 * classic script. It runs in a worker that may load nothing, so nothing may be left to load.
 */
export function sandbox(): Plugin {
  return {
    name: 'seqlab:sandbox',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    async load(id) {
      if (id !== `\0${ID}`) return null;
      built ??= buildSandbox();
      return `export default ${JSON.stringify(await built)};`;
    },
  };
}
