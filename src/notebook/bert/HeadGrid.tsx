import { MapPicture } from '../../charts/MapPicture.tsx';
import classes from './bert.module.css';

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
                <span className={classes.map}>
                  <MapPicture values={weights} />
                </span>
                layer {layer + 1}, head {head + 1}
              </button>
            </li>
          ))}
        </ul>
      ))}
    </>
  );
}
