import { LabError } from '../base/errors.ts';
import { chooseTunedDevice, resetDevice } from '../engine/device.ts';
import type { DeviceKind, DeviceReport } from '../runs/types.ts';

/** The device that all tensors of the worker are on. */
export class LabDevice {
  /** Null: none is in use. */
  report: DeviceReport | null = null;
  private wanted: DeviceKind | null = null;

  isFor(wanted: DeviceKind | null): boolean {
    return this.report !== null && this.wanted === wanted;
  }

  /** @throws LabError of engine/device.ts where the wanted one cannot be had */
  async choose(wanted: DeviceKind | null): Promise<DeviceReport> {
    const report = await chooseTunedDevice(wanted);
    this.report = report;
    this.wanted = wanted;
    return report;
  }

  async started(): Promise<DeviceReport> {
    this.report ??= await chooseTunedDevice(this.wanted);
    return this.report;
  }

  /** One in the place of a lost one: of the same kind if it can be had and was not lost before, else another. */
  async replaced(lost: DeviceReport, losses: number): Promise<DeviceReport> {
    this.abandon();
    if (losses === 0) {
      try {
        this.report = await chooseTunedDevice(lost.kind);
        return this.report;
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
      }
    }
    // From here on whoever asks for the lost kind tries it anew.
    this.wanted = null;
    this.report = await chooseTunedDevice(losses === 0 ? null : 'wasm');
    return this.report;
  }

  /** Its tensors go with it; the next that needs a device starts one. */
  abandon(): void {
    this.report = null;
    resetDevice();
  }
}
