import type { BenchClient } from '../bench/subject.ts';
import type { Variant } from '../bench/variants.ts';
import type { BenchApi } from './bench-server.ts';
import { Connection } from './connection.ts';

/** A worker of its own for a library and a workload; by default that of the lab's page. */
export function benchClient(
  { library, device }: Variant,
  spawn: () => Worker = () =>
    new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module', name: 'bench' }),
): BenchClient {
  const connection = new Connection<BenchApi>({ name: 'Its worker', spawn });
  return {
    load: (work) => connection.client.load(library, device, work),
    run: (steps) => connection.client.run(steps),
    end: () => connection.end(),
  };
}
