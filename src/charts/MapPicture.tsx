import { memo } from 'react';
import { SCALES } from './LightMatrix.tsx';

interface MapPictureProps {
  /** values[row][column] in [0, 1]. */
  values: readonly (readonly number[])[];
  colours?: keyof typeof SCALES;
}

/** A small square picture of a matrix without axes; what it shows is told beside it. Cells of one colour are one path. */
export const MapPicture = memo(function MapPicture({ values, colours = 'cividis' }: MapPictureProps) {
  const scale = SCALES[colours].split(' ');
  const paths = scale.map(() => '');
  values.forEach((row, y) =>
    row.forEach((value, x) => {
      const step = Math.min(scale.length - 1, Math.max(0, Math.round(value * (scale.length - 1)))) || 0;
      paths[step] += `M${x} ${y}h1v1h-1z`;
    }),
  );
  const [rows, columns] = [values.length, values[0]?.length ?? 1];
  return (
    <svg
      viewBox={`0 0 ${columns} ${rows}`}
      preserveAspectRatio="none"
      width="100%"
      height="100%"
      aria-hidden
      shapeRendering="crispEdges"
    >
      <rect width={columns} height={rows} fill={scale[0]} />
      {paths.map((d, i) => i > 0 && d && <path key={i} d={d} fill={scale[i]} />)}
    </svg>
  );
});
