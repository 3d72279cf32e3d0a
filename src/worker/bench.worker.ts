import { expose } from 'comlink';
import { benchApi } from './bench-server.ts';

/** The bench of the lab's page: the lab's own engine and TensorFlow.js as it comes, each in a worker of its own. */
expose(
  benchApi({
    seqlab: async () => (await import('../bench/variants/seqlab.ts')).seqlab,
    stock: async () => (await import('../bench/variants/stock.ts')).stock,
    split: async () => {
      const { encodeSubject } = await import('../bench/variants/encode.ts');
      return async (work) => (work.kind === 'encode' ? encodeSubject(work, false) : null);
    },
  }),
);
