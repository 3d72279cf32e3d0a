import { LabError } from '../src/base/errors.ts';
import { fits, type Library, PAGE_VARIANTS, variant, type Variant } from '../src/bench/variants.ts';
import { chosenWorkloads, type Work, type Workload } from '../src/bench/workloads.ts';
import type { BenchArguments } from './arguments.ts';

/** Which library runs which workload on which device. */

const ALL: readonly Variant[] = [
  ...PAGE_VARIANTS,
  ...(['layers', 'jax'] as const).flatMap((library) => [
    variant(library, 'webgpu'),
    variant(library, 'wasm'),
  ]),
  variant('torch', 'cpu'),
];

/** Whether there is a variant for it; `fits` alone puts a library that cannot do it at the end of the table, with the reason. */
function runs({ kind }: Work, one: Variant): boolean {
  if (one.library === 'layers' && kind !== 'classifier') return false;
  return fits(kind, one);
}

export interface Plan {
  workloads: Workload[];
  variants: Variant[];
  /** Devices of the lab's engine whose growth is looked at. */
  growth: ('webgpu' | 'wasm')[];
  /** What was asked for and cannot be had, in sentences. */
  left: string[];
}

/** `seqlab (webgpu, wasm), torch (cpu)`. */
function told(variants: readonly Variant[]): string {
  const libraries = [...new Set(variants.map(({ library }) => library))];
  return libraries
    .map((library) => {
      const devices = variants.filter((one) => one.library === library).map(({ device }) => device);
      return `${library} (${devices.join(', ')})`;
    })
    .join(', ');
}

/**
 * @param torch whether there is a PyTorch to ask
 * @throws LabError `cli/arguments` where nothing is left to measure; it names what there is
 */
export function planOf(args: BenchArguments, torch: boolean): Plan {
  const { libraries, devices } = args;
  const asked = <T>(list: readonly T[], one: T): boolean => list.length === 0 || list.includes(one);
  const here = ALL.filter(({ library }) => torch || library !== 'torch');
  const variants = here.filter((one) => asked(libraries, one.library) && asked(devices, one.device));
  const wanted = chosenWorkloads(args.names);
  const workloads = wanted.filter(({ work }) => variants.some((one) => runs(work, one)));
  // Where all workloads are meant, those that the options rule out are not missed.
  const missed = args.names === null ? [] : wanted.filter((one) => !workloads.includes(one));
  const options = [
    ...(libraries.length > 0 ? [`--libraries ${libraries.join(',')}`] : []),
    ...(devices.length > 0 ? [`--devices ${devices.join(',')}`] : []),
  ].join(' ');
  const left = missed.map(
    ({ name, work }) =>
      `With ${options} nothing runs ${name}; it runs on ${told(here.filter((one) => runs(work, one)))}.`,
  );
  const growth = !args.growth
    ? []
    : (['webgpu', 'wasm'] as const).filter(
        (device) => asked<Library>(libraries, 'seqlab') && asked(devices, device),
      );
  if (args.growth && args.names !== null && growth.length === 0)
    left.push(`With ${options} memory is not looked at; it is that of seqlab (webgpu, wasm).`);
  if (workloads.length === 0 && growth.length === 0)
    throw new LabError(
      'cli/arguments',
      left.join(' ') || `With ${options} nothing is left to measure; there is ${told(here)}.`,
      !torch && libraries.includes('torch') ? 'python3 with torch is not here.' : undefined,
    );
  return { workloads, variants, growth, left };
}
