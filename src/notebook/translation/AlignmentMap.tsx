import { useCallback } from 'react';
import { HeatMap } from '../../charts/HeatMap.tsx';

interface AlignmentMapProps {
  title?: string;
  source: readonly string[];
  target: readonly string[];
  /** target × source; each row adds up to 1. */
  weights: readonly (readonly number[])[];
  /** It is being replayed. */
  live?: boolean;
}

const weight = (value: number): string => value.toFixed(2);

/** Where the decoder looked for each word: a row a word of the target, a column a word of the source. */
export function AlignmentMap({
  title = 'Alignment',
  source,
  target,
  weights,
  live = false,
}: AlignmentMapProps) {
  const describe = useCallback(() => {
    const looks = weights.map((row, t) => {
      const at = row.indexOf(Math.max(...row));
      return `${target[t] ?? ''} at ${source[at] ?? ''} (${weight(row[at] ?? 0)})`;
    });
    return `${title}. Each word of the target looks most: ${looks.join(', ')}.`;
  }, [title, source, target, weights]);
  return (
    <HeatMap
      title={title}
      yTitle="target"
      xTitle="source"
      valueTitle="weight"
      yLabels={target}
      xLabels={source}
      values={weights}
      format={weight}
      describe={describe}
      live={live}
    />
  );
}
