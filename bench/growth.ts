import { growth as exponent, median } from '../src/bench/statistics.ts';
import type { BenchClient, Measured, StepReading } from '../src/bench/subject.ts';
import { variant } from '../src/bench/variants.ts';
import { type ClassifierWork, type Work, WORKLOADS } from '../src/bench/workloads.ts';
import { benchClient } from '../src/worker/bench-client.ts';

/** How time and memory of the lab's engine grow: with the length of texts, and with the number of steps. */
export interface GrowthReport {
  /** Milliseconds a step of the LSTM at several lengths, and the exponent of the growth: 1 is linear. */
  recurrent: {
    device: string;
    lengths: number[];
    ms: number[];
    dispatches: (number | null)[];
    exponent: number;
  }[];
  /** Peak bytes of attention alone, forward and backward, by length; the exponent is that of the growth. */
  attention: { device: string; lengths: number[]; bytes: number[]; exponent: number }[];
  /** Peak bytes after 50 and after 1,000 steps of mixed lengths. */
  memory: { device: string; after50: number; after1000: number; ratio: number }[];
  /** What must not be. */
  problems: string[];
}

const LENGTHS = [10, 20, 40, 80];
/** How often each length has its turn. */
const ROUNDS = 3;
/** Q, K, V, the result and their gradients grow with the length; scores of all pairs would grow with its square. */
const MOST_ATTENTION_EXPONENT = 1.1;
/** Memory after 1,000 steps, against that after 50. */
const MOST_MEMORY = 1.2;
/** A time that grows faster than this power of the length is not linear any more, whatever the noise. */
const MOST_EXPONENT = 1.2;

/** Workload L. */
const L = WORKLOADS.find(({ name }) => name === 'L')?.work as ClassifierWork;

const SMALL: ClassifierWork = {
  kind: 'classifier',
  cell: 'lstm',
  vocabulary: 500,
  embedding: 32,
  hidden: 32,
  layers: 1,
  bidirectional: false,
  classes: 4,
  rows: 8,
  length: 64,
};

type Device = 'webgpu' | 'wasm';

/** Peak bytes so far, of the device's own memory. */
const peak = (device: Device, { memory }: Measured): number =>
  memory?.[device === 'webgpu' ? 'gpu' : 'wasm'] ?? NaN;

export async function checkGrowth(
  devices: readonly Device[],
  spawn: () => Worker,
  tell: (text: string) => void,
): Promise<GrowthReport> {
  const report: GrowthReport = { recurrent: [], attention: [], memory: [], problems: [] };
  for (const device of devices) {
    const { name } = variant('seqlab', device);
    const start = async (work: Work): Promise<BenchClient> => {
      const client = benchClient(variant('seqlab', device), spawn);
      await client.load(work);
      return client;
    };
    tell(`growth with length · ${name}`);
    const recurrent = await recurrentGrowth(start, device);
    report.recurrent.push(recurrent);
    if (recurrent.exponent > MOST_EXPONENT)
      report.problems.push(
        `${name}: time grows with the power ${recurrent.exponent.toFixed(2)} of the length.`,
      );
    tell(`memory of attention · ${name}`);
    const attention = await attentionGrowth(start, device);
    report.attention.push(attention);
    if (attention.exponent > MOST_ATTENTION_EXPONENT)
      report.problems.push(
        `${name}: memory of attention grows with the power ${attention.exponent.toFixed(2)} of the length.`,
      );
    const memory = await stepsGrowth(start, device, (done) =>
      tell(`memory over steps · ${name}: ${done} of 1000`),
    );
    report.memory.push(memory);
    if (memory.ratio > MOST_MEMORY)
      report.problems.push(
        `${name}: memory after 1,000 steps is ${memory.ratio.toFixed(2)} times that after 50.`,
      );
  }
  return report;
}

type Start = (work: Work) => Promise<BenchClient>;

/** The lengths take turns, so that a busy moment of the machine does not fall on one of them alone. */
async function recurrentGrowth(start: Start, device: Device): Promise<GrowthReport['recurrent'][number]> {
  const clients: BenchClient[] = [];
  try {
    for (const length of LENGTHS) clients.push(await start({ ...L, length }));
    const steps: StepReading[][] = LENGTHS.map(() => []);
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, client] of clients.entries()) {
        const { steps: readings } = await client.run(2);
        // The first step of all compiles.
        steps[i]?.push(...(round === 0 ? readings.slice(1) : readings));
      }
    const ms = steps.map((readings) => median(readings.map((reading) => reading.ms)));
    const dispatches = steps.map((readings) =>
      device === 'webgpu' ? median(readings.map((reading) => reading.dispatches)) : null,
    );
    return { device, lengths: LENGTHS, ms, dispatches, exponent: exponent(LENGTHS, ms) };
  } finally {
    for (const client of clients) client.end();
  }
}

/** Two steps tell: buffers are pooled, and a heap never shrinks. */
async function attentionGrowth(start: Start, device: Device): Promise<GrowthReport['attention'][number]> {
  const works = WORKLOADS.map(({ work }) => work).filter((work) => work.kind === 'attention');
  const bytes: number[] = [];
  for (const work of works) {
    const client = await start(work);
    try {
      bytes.push(peak(device, await client.run(2)));
    } finally {
      client.end();
    }
  }
  const lengths = works.map(({ length }) => length);
  return { device, lengths, bytes, exponent: exponent(lengths, bytes) };
}

async function stepsGrowth(
  start: Start,
  device: Device,
  tell: (done: number) => void,
): Promise<GrowthReport['memory'][number]> {
  const client = await start({ ...SMALL, mixed: true });
  try {
    const after50 = peak(device, await client.run(50));
    let after1000 = after50;
    for (let done = 50; done < 1000; done += 50) {
      tell(done);
      after1000 = peak(device, await client.run(50));
    }
    return { device, after50, after1000, ratio: after1000 / after50 };
  } finally {
    client.end();
  }
}
