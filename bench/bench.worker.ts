import { expose } from 'comlink';
import { benchApi } from '../src/worker/bench-server.ts';

/** All libraries, those that only developers have included. */
expose(
  benchApi({
    seqlab: async () => (await import('../src/bench/variants/seqlab.ts')).seqlab,
    stock: async () => (await import('../src/bench/variants/stock.ts')).stock,
    layers: async () => (await import('./variants/layers.ts')).layers,
    jax: async () => (await import('./variants/jax.ts')).jax,
    split: async () => {
      const { encodeSubject } = await import('../src/bench/variants/encode.ts');
      return async (work) => (work.kind === 'encode' ? encodeSubject(work, false) : null);
    },
  }),
);
