import { transfer } from 'comlink';
import type { LabErrorData } from '../base/errors.ts';
import { buffersOf, type PreparedData } from '../data/types.ts';
import type { DeviceKind } from '../runs/types.ts';
import { type Client, Connection } from './connection.ts';
import type { DataApi, LabApi } from './protocol.ts';

/**
 * The page's way to the workers: the only module of the page that knows them, and only by their address, so that
 * TensorFlow.js stays on their side. Workers start at the first call; every method throws LabError.
 */

/** The longest a single step may take: a worker silent for longer hangs. */
const SILENT_SECONDS = 60;

export type DataClient = Client<DataApi>;
export type LabClient = Client<LabApi>;

let data: Connection<DataApi> | null = null;
let lab: Connection<LabApi> | null = null;
/** The device a person chose: a new lab worker is told again. `undefined`: never asked. */
let wantedDevice: DeviceKind | null | undefined;

export function dataClient(): DataClient {
  data ??= new Connection<DataApi>({
    name: 'The data worker',
    spawn: () => new Worker(new URL('./data.worker.ts', import.meta.url), { type: 'module', name: 'data' }),
  });
  return data.client;
}

function labConnection(): Connection<LabApi> {
  lab ??= new Connection<LabApi>({
    name: 'The training worker',
    spawn: () => new Worker(new URL('./lab.worker.ts', import.meta.url), { type: 'module', name: 'lab' }),
    watch: { ping: (client: LabClient) => client.ping(), silentSeconds: SILENT_SECONDS },
    // How a run ended is told by its last events.
    heardLate: ['run'],
  });
  return lab;
}

const buffers = (data: PreparedData): ArrayBuffer[] => Object.values(data.splits).flatMap(buffersOf);

/** The lab worker. `run` takes the arrays of `request.data` with it: they are empty here afterwards. */
export function labClient(): LabClient {
  const connection = labConnection();
  const { client } = connection;
  return {
    ...boundTo(connection),
    async device(wanted) {
      const report = await client.device(wanted);
      wantedDevice = wanted;
      return report;
    },
    async run(request, onEvents) {
      await restoreDevice(connection);
      return client.run(transfer(request, buffers(request.data)), onEvents);
    },
  };
}

/** A worker that was started anew has forgotten which device the person chose. */
async function restoreDevice(connection: Connection<LabApi>): Promise<void> {
  if (!connection.alive && wantedDevice !== undefined) await connection.client.device(wantedDevice);
}

function boundTo(connection: Connection<LabApi>): Omit<LabClient, 'device' | 'run'> {
  const { client } = connection;
  return {
    pause: () => client.pause(),
    resume: () => client.resume(),
    stop: () => client.stop(),
    finishEpoch: () => client.finishEpoch(),
    ping: () => client.ping(),
    memory: () => client.memory(),
    importBundle: (zip) => client.importBundle(zip),
    async predict(runId, texts) {
      await restoreDevice(connection);
      return client.predict(runId, texts);
    },
    async translate(runId, text, options) {
      await restoreDevice(connection);
      return client.translate(runId, text, options);
    },
    async fillMasks(model, text) {
      await restoreDevice(connection);
      return client.fillMasks(model, text);
    },
    async lookAt(model, text) {
      await restoreDevice(connection);
      return client.lookAt(model, text);
    },
    async headProfiles(model, texts) {
      await restoreDevice(connection);
      return client.headProfiles(model, texts);
    },
    async lookWithAll(models, text) {
      await restoreDevice(connection);
      return client.lookWithAll(models, text);
    },
    async compareHeads(models, texts) {
      await restoreDevice(connection);
      return client.compareHeads(models, texts);
    },
    async features(jobId, request, onProgress) {
      await restoreDevice(connection);
      return client.features(jobId, transfer(request, buffers(request.data)), onProgress);
    },
    cancelFeatures: (jobId) => client.cancelFeatures(jobId),
    async speed() {
      await restoreDevice(connection);
      return client.speed();
    },
    importBuiltIn: (id) => client.importBuiltIn(id),
    async exportRun(runId, testRows, epoch) {
      await restoreDevice(connection);
      return client.exportRun(runId, testRows, epoch);
    },
  };
}

/** Ends the training worker at once: for a run that must not go on whatever it is doing. The next call starts it anew. */
export function endLab(reason?: LabErrorData): void {
  lab?.end(reason);
}
