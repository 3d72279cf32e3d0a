import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  attentionTarget,
  bertBatch,
  classifierBatch,
  type NamedValues,
  optimizerGradients,
  seq2seqBatch,
  weightsOf,
} from '../src/bench/inputs.ts';
import type { Work } from '../src/bench/workloads.ts';

const SCRIPT = join(dirname(fileURLToPath(import.meta.url)), 'torch_steps.py');
/** Debian keeps its PyTorch with its own Python. */
const PYTHONS = ['python3', '/usr/bin/python3'];

type Request = { load: Work } | { run: number } | { end: true };

/** All that a workload needs, as arrays of a file: floats, or integers. */
function arraysOf(work: Work): (Omit<NamedValues, 'data'> & { data: Float32Array | Int32Array })[] {
  const all = (batch: Record<string, Int32Array>) =>
    Object.entries(batch).map(([name, data]) => ({ name, shape: [data.length], data }));
  switch (work.kind) {
    case 'classifier':
      return [...weightsOf(work), ...all(classifierBatch(work))];
    case 'bert':
      return [...weightsOf(work), ...all(bertBatch(work))];
    case 'seq2seq':
      return [...weightsOf(work), ...all(seq2seqBatch(work))];
    case 'optimizer':
      return [...weightsOf(work), ...optimizerGradients(work)];
    case 'attention':
      return [...weightsOf(work), attentionTarget(work)];
    case 'encode':
      return [];
  }
}

/** PyTorch on one thread, in a Python of its own that is asked line by line. */
export class Torch {
  private readonly python = PYTHONS.find(
    (name) => spawnSync(name, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
  );
  private child: ChildProcessWithoutNullStreams | null = null;
  private answers: AsyncIterator<string> | null = null;
  private folder: string | null = null;

  available(): boolean {
    return this.python !== undefined;
  }

  /** What the page asks for. */
  readonly handle = async (request: Request): Promise<unknown> => {
    if ('end' in request) return this.end();
    if ('run' in request) return this.ask({ run: request.run });
    const work = request.load;
    if (work.kind === 'encode') return { able: false, differs: null };
    this.end();
    this.folder = mkdtempSync(join(tmpdir(), 'seqlab-bench-'));
    const arrays = arraysOf(work).map(({ name, shape, data }, i) => {
      const file = join(this.folder as string, `${i}.bin`);
      writeFileSync(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      return { name, shape, file, type: data instanceof Int32Array ? 'int32' : 'float32' };
    });
    this.child = spawn(this.python as string, [SCRIPT]);
    this.child.stderr.resume();
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    await this.ask({ load: work, arrays });
    return { able: true, differs: null };
  };

  end(): void {
    this.child?.kill();
    this.child = null;
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
    this.folder = null;
  }

  private async ask(request: unknown): Promise<unknown> {
    this.child?.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await this.answers?.next();
    if (!line || line.done) throw new Error('Python ended without an answer');
    const answer = JSON.parse(line.value as string) as { error?: string };
    if (answer.error) throw new Error(answer.error);
    return answer;
  }
}
