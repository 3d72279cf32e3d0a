import { useEffect, useRef } from 'react';
import classes from './charts.module.css';

/** Cividis (Nuñez et al. 2018) at its ends and middle: dark is little, bright is much, with any kind of colour vision. */
const STOPS = [
  [0, 34, 78],
  [124, 123, 120],
  [254, 232, 56],
] as const;

function colour(value: number): [number, number, number] {
  const at = Math.min(1, Math.max(0, value)) * 2;
  const i = Math.min(1, Math.floor(at));
  const [a, b] = [STOPS[i] as readonly number[], STOPS[i + 1] as readonly number[]];
  const mixed = (c: number): number => (a[c] ?? 0) + (at - i) * ((b[c] ?? 0) - (a[c] ?? 0));
  return [mixed(0), mixed(1), mixed(2)];
}

interface MapPictureProps {
  /** values[row][column] in [0, 1]; coloured by their square roots, so that small weights show. */
  values: readonly (readonly number[])[];
}

/** A matrix as a small picture without axes, a pixel a value: what it shows is told beside it. */
export function MapPicture({ values }: MapPictureProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const [rows, columns] = [Math.max(1, values.length), Math.max(1, values[0]?.length ?? 0)];
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(columns, rows);
    values.forEach((row, i) =>
      row.forEach((value, j) => image.data.set([...colour(Math.sqrt(value)), 255], 4 * (i * columns + j))),
    );
    context.putImageData(image, 0, 0);
  }, [values, rows, columns]);
  return <canvas ref={ref} className={classes.picture} width={columns} height={rows} aria-hidden />;
}
