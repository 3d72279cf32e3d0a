import { expose, releaseProxy, transfer } from 'comlink';
import type { RunEvent } from '../runs/types.ts';
import { Lab } from './lab.ts';
import type { HeadMaps, LabApi } from './protocol.ts';

/** The lab worker: every tensor of the lab lives here. */

const lab = new Lab();

const api: LabApi = {
  device: (wanted) => lab.device(wanted),
  async run(request, onEvents) {
    try {
      return await lab.run(request, onEvents);
    } finally {
      // Comlink keeps a port open for every callback until it is let go.
      (onEvents as ((events: RunEvent[]) => void) & { [releaseProxy]?: () => void })[releaseProxy]?.();
    }
  },
  pause: () => lab.pause(),
  resume: () => lab.resume(),
  stop: () => lab.stop(),
  finishEpoch: () => lab.finishEpoch(),
  ping: () => lab.ping(),
  predict: (runId, texts) => lab.predict(runId, texts),
  translate: (runId, text, options) => lab.translate(runId, text, options),
  fillMasks: (runId, text) => lab.fillMasks(runId, text),
  lookAt: async (runId, text) => {
    const found = await lab.lookAt(runId, text);
    return 'value' in found ? transfer(found, buffersOf(found.value)) : found;
  },
  headProfiles: (runId, texts) => lab.headProfiles(runId, texts),
  lookWithAll: async (models, text) => {
    const found = await lab.lookWithAll(models, text);
    return 'value' in found ? transfer(found, found.value.flatMap(buffersOf)) : found;
  },
  compareHeads: (models, texts) => lab.compareHeads(models, texts),
  async features(jobId, request, onProgress) {
    try {
      return await lab.features(jobId, request, onProgress);
    } finally {
      (onProgress as { [releaseProxy]?: () => void })[releaseProxy]?.();
    }
  },
  cancelFeatures: (jobId) => lab.cancelFeatures(jobId),
  speed: () => lab.speed(),
  importBuiltIn: (id) => lab.importBuiltIn(id),
  exportRun: (runId, testRows, epoch) => lab.exportRun(runId, testRows, epoch),
  importBundle: (zip) => lab.importBundle(zip),
  memory: () => lab.memory(),
};

function buffersOf({ layers }: HeadMaps): ArrayBuffer[] {
  return layers.map(({ buffer }) => buffer as ArrayBuffer);
}

expose(api);
