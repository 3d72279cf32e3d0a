import type { LabError } from '../base/errors.ts';

/**
 * Trouble with the device, which comes from outside of the loop: a lost GPU, memory it could not give. Promises that
 * such a device will never keep are rejected at once.
 */
export class Alarm {
  private raised: LabError | null = null;
  private readonly waiting = new Set<(error: LabError) => void>();

  get error(): LabError | null {
    return this.raised;
  }

  raise(error: LabError): void {
    this.raised ??= error;
    for (const reject of this.waiting) reject(this.raised);
    this.waiting.clear();
  }

  /** @throws what was raised. */
  check(): void {
    if (this.raised) throw this.raised;
  }

  /** The promise, or what is raised while it is under way. */
  readonly guard = <T>(promise: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (this.raised) reject(this.raised);
      this.waiting.add(reject);
      const settled = () => this.waiting.delete(reject);
      promise.then(resolve, reject).then(settled, settled);
    });
}
