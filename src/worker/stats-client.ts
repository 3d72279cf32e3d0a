import { type Client, Connection } from './connection.ts';
import type { StatsApi } from './stats-protocol.ts';

let connection: Connection<StatsApi> | null = null;

/** The worker of statistics; it starts with the first call. */
export function statsClient(): Client<StatsApi> {
  connection ??= new Connection<StatsApi>({
    name: 'The worker of statistics',
    spawn: () => new Worker(new URL('./stats.worker.ts', import.meta.url), { type: 'module', name: 'stats' }),
  });
  return connection.client;
}
