import type { ShownToken } from '../../charts/attention/maps.ts';
import { SingleMap } from '../../charts/attention/SingleMap.tsx';

interface AlignmentMapProps {
  title?: string;
  source: readonly ShownToken[];
  target: readonly ShownToken[];
  /** target × source; each row adds up to 1. */
  weights: readonly (readonly number[])[];
}

/** Where the decoder looked for each word: a row a word of the target, a column a word of the source. */
export function AlignmentMap({ title = 'Alignment', source, target, weights }: AlignmentMapProps) {
  return <SingleMap title={title} queries={target} keys={source} rows={weights} />;
}
