import type { Plugin, UserConfig } from 'vite';
import { assemblyScript } from './vite-assemblyscript.ts';

/**
 * The threads of TensorFlow.js's WASM backend run the source text of one of its functions (`toString()`), which asks
 * `typeof _scriptDir` of a variable around it. A minifier knows that variable, drops the `typeof`, and the text fails
 * where it is run without its surroundings. Declared inside, it is `undefined` there as in any module worker.
 */
export function wasmThreads(): Plugin {
  const start = /function\s*\(WasmBackendModuleThreadedSimd\)\s*\{/;
  return {
    name: 'seqlab:wasm-threads',
    transform(code, id) {
      if (!id.endsWith('/wasm-out/tfjs-backend-wasm-threaded-simd.js')) return null;
      if (!start.test(code))
        this.error(`${id} does not look as expected: the threads of WASM need a new look.`);
      return { code: code.replace(start, (head) => `${head} var _scriptDir;`), map: null };
    },
  };
}

/** How the lab's workers are built, for the page and for the command line. */
export const workers: NonNullable<UserConfig['worker']> = {
  format: 'es',
  plugins: () => [assemblyScript(), wasmThreads()],
};
