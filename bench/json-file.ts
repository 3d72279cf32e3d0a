import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LabError } from '../src/base/errors.ts';

const REASONS: Record<string, (path: string) => string> = {
  ENOENT: (path) => `there is no folder ${dirname(path)}`,
  ENOTDIR: (path) => `${dirname(path)} is no folder`,
  EACCES: (path) => `writing to ${dirname(path)} is not allowed`,
  EROFS: (path) => `${dirname(path)} is read-only`,
  ENOSPC: () => 'the disk is full',
};

/** Numbers that grow workload by workload: the file is whole at any moment, as it is written beside and moved into place. */
export class JsonFile {
  private readonly path: string;
  private readonly beside: string;

  /** @throws LabError `cli/write` where it could not be written later. */
  constructor(path: string) {
    this.path = path;
    this.beside = `${path}.${process.pid}.part`;
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw this.refusal('it is a folder');
    this.attempt(() => {
      writeFileSync(this.beside, '');
      rmSync(this.beside);
    });
  }

  /** @throws LabError `cli/write` */
  write(value: unknown): void {
    this.attempt(() => {
      writeFileSync(this.beside, `${JSON.stringify(value, null, 1)}\n`);
      renameSync(this.beside, this.path);
    });
  }

  private attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw this.refusal(REASONS[code ?? '']?.(this.path) ?? message);
    }
  }

  private refusal(why: string): LabError {
    return new LabError('cli/write', `${this.path} cannot be written: ${why}.`, 'Give --json another path.');
  }
}
