import { type Client, Connection } from './connection.ts';
import type { HeadsApi } from './heads-protocol.ts';

let connection: Connection<HeadsApi> | null = null;

/** The worker of the heads to be watched; it starts with the first call. */
export function headsClient(): Client<HeadsApi> {
  connection ??= new Connection<HeadsApi>({
    name: 'The worker of the heads',
    spawn: () => new Worker(new URL('./heads.worker.ts', import.meta.url), { type: 'module', name: 'heads' }),
  });
  return connection.client;
}

/** Ends it at once; calls under way are rejected with `cancelled`. */
export function endHeads(): void {
  connection?.end({ code: 'cancelled', message: 'Stopped.' });
}

export const headsAlive = (): boolean => connection?.alive ?? false;
