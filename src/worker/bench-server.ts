import { LabError, toErrorData } from '../base/errors.ts';
import { installMeter } from '../bench/meter.ts';
import { COMPARED_STEPS } from '../bench/report.ts';
import type { Device, MakeSubject, Measured, StepReading, Subject } from '../bench/subject.ts';
import type { Library } from '../bench/variants.ts';
import type { Work } from '../bench/workloads.ts';
import type { Result } from './protocol.ts';

/** One worker runs one library with one workload: kernels, heaps and counts of others are not in its realm. */
export interface BenchApi {
  load(
    library: Library,
    device: Device,
    work: Work,
  ): Promise<Result<{ able: boolean; differs: string | null }>>;
  run(steps: number): Promise<Result<Measured>>;
}

/** Calls on a lost GPU fail with words of their own before the loss itself is told: so long it is waited for. */
const LOSS_MS = 500;

const lost = (): LabError =>
  new LabError('device/lost', 'The graphics device was lost while it was measured.');
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The loaders bring a library only where it is measured. */
export function benchApi(loaders: Partial<Record<Library, () => Promise<MakeSubject>>>): BenchApi {
  const meter = installMeter();
  let subject: Subject | null = null;
  let done = 0;
  let onGpu = false;

  const isLost = (): boolean => onGpu && meter.device?.isLost === true;

  /** Whatever happens on a GPU that is lost, the loss is what is told. */
  async function attempt<T>(work: () => Promise<T>): Promise<Result<T>> {
    try {
      const value = await work();
      // A lost GPU has nothing left to do: waiting for it ends at once, and the loss is told right behind.
      await after(0);
      if (isLost()) throw lost();
      return { ok: true, value };
    } catch (error) {
      if (onGpu) await Promise.race([meter.device?.lost, after(LOSS_MS)]);
      return { ok: false, error: toErrorData(isLost() ? lost() : error) };
    }
  }

  async function step(running: Subject): Promise<StepReading> {
    const before = { dispatches: meter.dispatches, submits: meter.submits, submitMs: meter.submitMs };
    const start = performance.now();
    const finished = running.step();
    const recordMs = running.recordsLater ? NaN : performance.now() - start;
    // Now: whoever submits again while waiting is not recording.
    const submitMs = running.recordsLater ? NaN : meter.submitMs - before.submitMs;
    const loss = await finished;
    const ms = performance.now() - start;
    const dispatches = meter.dispatches - before.dispatches;
    const submits = meter.submits - before.submits;
    const told = done++ < COMPARED_STEPS && running.probe ? await running.probe() : loss;
    return { ms, recordMs, submitMs, loss: told, dispatches, submits };
  }

  return {
    load: (library, device, work) =>
      attempt(async () => {
        onGpu = device === 'webgpu';
        const make = await loaders[library]?.();
        subject = (await make?.(work, device)) ?? null;
        done = 0;
        return { able: subject !== null, differs: subject?.differs ?? null };
      }),
    run: (steps) =>
      attempt(async () => {
        if (!subject) throw new Error('nothing is loaded in this worker');
        const readings: StepReading[] = [];
        for (let i = 0; i < steps; i++) readings.push(await step(subject));
        return {
          steps: readings,
          memory: { ...meter.memory(), ...(subject.tensorPeak && { tensors: subject.tensorPeak() }) },
        };
      }),
  };
}
