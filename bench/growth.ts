import { growth as exponent } from '../src/bench/statistics.ts';
import { benchClient } from '../src/worker/bench-client.ts';
import { variant } from '../src/bench/variants.ts';
import { type ClassifierWork, type Work, WORKLOADS } from '../src/bench/workloads.ts';
import { rowOf } from '../src/bench/report.ts';

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
  /** Peak bytes after 50 and after 1,000 steps of mixed lengths. */
  memory: { device: string; after50: number; after1000: number; ratio: number }[];
  /** What must not be. */
  problems: string[];
}

const LENGTHS = [10, 20, 40, 80];
/** Memory after 1,000 steps, against that after 50. */
const MOST_MEMORY = 1.2;
/** A time that grows faster than this power of the length is not linear any more, whatever the noise. */
const MOST_EXPONENT = 1.2;

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

export async function checkGrowth(spawn: () => Worker, tell: (text: string) => void): Promise<GrowthReport> {
  const report: GrowthReport = { recurrent: [], memory: [], problems: [] };
  for (const device of ['webgpu', 'wasm'] as const) {
    const chosen = variant('seqlab', device);
    const measured = async (work: Work, steps: number) => {
      const client = benchClient(chosen, spawn);
      try {
        await client.load(work);
        const { steps: readings, memory } = await client.run(steps);
        return rowOf(chosen, WORKLOADS[0] as (typeof WORKLOADS)[number], readings, memory, null);
      } finally {
        client.end();
      }
    };
    const ms: number[] = [];
    const dispatches: (number | null)[] = [];
    for (const length of LENGTHS) {
      tell(`growth with length · ${chosen.name}: ${length} words`);
      const row = await measured({ ...(WORKLOADS[0]?.work as ClassifierWork), length }, 6);
      ms.push(row.ms);
      dispatches.push(row.dispatches);
    }
    const power = exponent(LENGTHS, ms);
    report.recurrent.push({ device, lengths: LENGTHS, ms, dispatches, exponent: power });
    if (power > MOST_EXPONENT)
      report.problems.push(`${chosen.name}: time grows with the power ${power.toFixed(2)} of the length.`);
    const client = benchClient(chosen, spawn);
    tell(`memory over steps · ${chosen.name}`);
    await client.load({ ...SMALL, mixed: true });
    const key = device === 'webgpu' ? 'gpu' : 'wasm';
    const after50 = (await client.run(50)).memory?.[key] ?? NaN;
    let after1000 = after50;
    for (let done = 50; done < 1000; done += 50) {
      tell(`memory over steps · ${chosen.name}: ${done} of 1000`);
      after1000 = (await client.run(50)).memory?.[key] ?? NaN;
    }
    client.end();
    const ratio = after1000 / after50;
    report.memory.push({ device, after50, after1000, ratio });
    if (ratio > MOST_MEMORY)
      report.problems.push(
        `${chosen.name}: memory after 1,000 steps is ${ratio.toFixed(2)} times that after 50.`,
      );
  }
  return report;
}
