/**
 * An error a person can act on: what failed, why, and what to try. Crosses the worker border as plain data.
 *
 * `message` is a whole sentence that names the thing and the reason; `hint` is the next step.
 */
export interface LabErrorData {
  /** Stable machine name, such as `data/no-rows` or `train/not-finite`. */
  code: string;
  message: string;
  hint?: string;
  /** All of what the message tells a part of, an item each. */
  details?: readonly string[];
}

export class LabError extends Error {
  readonly code: string;
  readonly hint?: string;
  readonly details?: readonly string[];

  constructor(code: string, message: string, hint?: string, details?: readonly string[]) {
    super(message);
    this.name = 'LabError';
    this.code = code;
    if (hint !== undefined) this.hint = hint;
    if (details !== undefined) this.details = details;
  }

  toData(): LabErrorData {
    const { code, message, hint, details } = this;
    return { code, message, ...(hint !== undefined && { hint }), ...(details && { details }) };
  }

  static fromData(data: LabErrorData): LabError {
    return new LabError(data.code, data.message, data.hint, data.details);
  }
}

/** Whatever was thrown, as plain data; an unknown error keeps its own message under the code `unexpected`. */
export function toErrorData(error: unknown): LabErrorData {
  if (error instanceof LabError) return error.toData();
  if (error instanceof DOMException && error.name === 'AbortError') {
    return { code: 'cancelled', message: 'Cancelled.' };
  }
  if (error instanceof Error) return { code: 'unexpected', message: error.message };
  return { code: 'unexpected', message: String(error) };
}
