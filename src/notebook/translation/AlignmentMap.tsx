import type { TrueLink } from '../../charts/attention/draw.ts';
import type { ShownToken } from '../../charts/attention/maps.ts';
import { SingleMap } from '../../charts/attention/SingleMap.tsx';

interface AlignmentMapProps {
  title?: string;
  /** Which run it is of, and when: for pictures that are taken away. */
  detail: string;
  source: readonly ShownToken[];
  target: readonly ShownToken[];
  /** target × source; each row adds up to 1. */
  weights: readonly (readonly number[])[];
  /** Cells of words that belong together, as far as that is known. */
  links?: readonly TrueLink[];
  /** Digits behind the point that the weights have. */
  decimals?: number;
}

const AXES = { rows: 'target', columns: 'source' };

/** Where the decoder looked for each word: a row a word of the target, a column a word of the source. */
export function AlignmentMap({ title = 'Alignment', source, target, weights, ...more }: AlignmentMapProps) {
  return <SingleMap title={title} axes={AXES} queries={target} keys={source} rows={weights} {...more} />;
}
