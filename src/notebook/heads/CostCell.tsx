import { useMemo } from 'react';
import { LabError } from '../../base/errors.ts';
import { formatNumber, formatShare } from '../../charts/format.ts';
import { LineChart } from '../../charts/LineChart.tsx';
import type { CellRunner } from '../../store/cells.ts';
import {
  COST_LENGTHS,
  COST_SHAPE,
  fitOf,
  type CostLine,
  type CostPoint,
  type CostResult,
  measureAttentionCost,
  useAttentionCost,
} from '../../store/attention-cost.ts';
import { startDevice, useDevice } from '../../store/device.ts';
import { useCell } from '../use-cell.ts';
import classes from './heads.module.css';

export const runner: CellRunner = {
  async run({ signal, report }): Promise<CostResult> {
    await startDevice();
    const device = useDevice.getState().report?.kind;
    if (!device) throw new LabError('device/none', 'There is no device to measure.', 'Reload the page.');
    if (device === 'cpu')
      throw new LabError(
        'device/kind',
        'The plain CPU is not measured: it has none of the kernels that make the difference.',
        'Choose WASM or WebGPU in the header.',
      );
    return measureAttentionCost(device, signal, (done, total) =>
      report({ phase: `length ${COST_LENGTHS[done % COST_LENGTHS.length]}`, done, total }),
    );
  },
};

const milliseconds = ({ ms }: CostPoint): number => ms;
const megabytes = ({ bytes }: CostPoint): number => bytes / 1e6;

const DEVICES = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'the CPU' } as const;

/** What a layer of attention costs on the device at hand, against the length of the text. */
export default function CostCell() {
  const result = useCell().result as CostResult | null;
  const live = useAttentionCost((state) => state.live);
  const lines = live ?? result?.lines;
  // What older versions kept was the growth of the device's memory, which comes in blocks.
  const counted = live !== null || result?.counted === 'tensors';
  return (
    <div className={classes.cell}>
      <CostChart
        title="Time of a step: the fastest of a few"
        yTitle="milliseconds"
        lines={lines}
        of={milliseconds}
        live={live !== null}
      />
      <CostChart
        title="Memory of a step: the most that its tensors hold"
        yTitle="megabytes"
        lines={counted ? lines : undefined}
        of={megabytes}
        live={live !== null}
      />
      <p className={classes.what} role="status">
        {!live && result && (
          <>
            {COST_SHAPE.heads} heads of {COST_SHAPE.headWidth} numbers, one text, forward and backward, on{' '}
            {DEVICES[result.device]}.{' '}
            {result.lines.map((line) => (
              <span key={line.name}>{sentence(line, counted)} </span>
            ))}
            {counted
              ? 'Memory is counted by tensors: the processor’s heap grows in blocks and keeps what was freed. What a kernel takes for itself and gives back is not counted.'
              : 'This was measured by an earlier version, whose memory was that of the whole device: measure again.'}
          </>
        )}
      </p>
    </div>
  );
}

/** Growth of time, and the memory of the longest text, as far as they are known. */
function sentence(line: CostLine, counted: boolean): string {
  const { name, points, stopped } = line;
  const [time, memory] = [fitOf(line, milliseconds), fitOf(line, megabytes)];
  const power = ({ exponent, x, off }: NonNullable<typeof time>): string =>
    `like the length to the power of ${exponent.toFixed(2)} (${x.length} lengths, each within ${formatShare(off)} of that line)`;
  const longest = points.at(-1);
  const parts = [
    ...(time ? [`from 128 tokens on time grows ${power(time)}`] : []),
    ...(counted && memory ? [`memory ${power(memory)}`] : []),
    ...(longest
      ? [
          `${longest.length.toLocaleString('en')} tokens take ${formatNumber(longest.ms)} ms${counted ? ` and ${formatNumber(longest.bytes / 1e6)} MB` : ''}`,
        ]
      : []),
  ];
  return `${name}: ${parts.join('; ')}.${stopped ? ` It ends early: ${stopped}.` : ''}`;
}

interface CostChartProps {
  title: string;
  yTitle: string;
  lines: readonly CostLine[] | undefined;
  of: (point: CostPoint) => number;
  live: boolean;
}

function CostChart({ title, yTitle, lines, of, live }: CostChartProps) {
  const series = useMemo(
    () =>
      (lines ?? []).flatMap((line, look) => {
        const measured = {
          name: line.name,
          x: line.points.map(({ length }) => length),
          y: line.points.map(of),
          markers: true,
          look,
        };
        const fit = fitOf(line, of);
        const short = line.name.split(':')[0] ?? '';
        return fit
          ? [measured, { name: `${short}: like length^${fit.exponent.toFixed(2)}`, ...fit, look, fit: true }]
          : [measured];
      }),
    [lines, of],
  );
  return (
    <LineChart
      title={title}
      xTitle="length of the text, in tokens"
      yTitle={yTitle}
      yScale="log"
      xScale="log"
      xTicks={COST_LENGTHS}
      series={series}
      live={live}
      empty="Measure: seven lengths from 16 to 1,024 tokens, each with and without storing the weights."
    />
  );
}
