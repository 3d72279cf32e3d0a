import { useEffect, useRef } from 'react';
import classes from './bert.module.css';

/** Cividis at its ends and middle: dark is little, bright is much. */
const STOPS = [
  [0, 34, 78],
  [124, 123, 120],
  [254, 232, 56],
] as const;

function colour(value: number): [number, number, number] {
  const at = Math.min(1, Math.max(0, value)) * 2;
  const i = Math.min(1, Math.floor(at));
  const [a, b] = [STOPS[i] as readonly number[], STOPS[i + 1] as readonly number[]];
  return [0, 1, 2].map((c) => (a[c] ?? 0) + (at - i) * ((b[c] ?? 0) - (a[c] ?? 0))) as [
    number,
    number,
    number,
  ];
}

/** One matrix as a small picture, a pixel a pair of tokens. */
function Picture({ weights }: { weights: readonly (readonly number[])[] }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const size = Math.max(1, weights.length);
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(size, size);
    weights.forEach((row, i) =>
      row.forEach((value, j) => image.data.set([...colour(Math.sqrt(value)), 255], 4 * (i * size + j))),
    );
    context.putImageData(image, 0, 0);
  }, [weights, size]);
  return <canvas ref={ref} className={classes.map} width={size} height={size} aria-hidden />;
}

interface HeadGridProps {
  /** layers[layer][head][query][key] */
  layers: readonly (readonly (readonly (readonly number[])[])[])[];
  chosen: { layer: number; head: number };
  onChoose: (chosen: { layer: number; head: number }) => void;
}

/** All heads side by side, small; one is chosen to be read. */
export function HeadGrid({ layers, chosen, onChoose }: HeadGridProps) {
  return (
    <>
      {layers.map((heads, layer) => (
        <ul key={layer} className={classes.grid} aria-label={`Heads of layer ${layer + 1}`}>
          {heads.map((weights, head) => (
            <li key={head}>
              <button
                type="button"
                className={classes.head}
                aria-pressed={chosen.layer === layer && chosen.head === head}
                onClick={() => onChoose({ layer, head })}
              >
                <Picture weights={weights} />
                layer {layer + 1}, head {head + 1}
              </button>
            </li>
          ))}
        </ul>
      ))}
    </>
  );
}
