import { useEffect, useRef } from 'react';
import chart from '../charts.module.css';
import { pixels, type Scale } from './colours.ts';
import { inTurn } from './in-turn.ts';
import { greatest, shrunk, type WeightMap } from './maps.ts';

/** Pixels a side, of which a map with fewer tokens uses one each. */
const SIZE = 96;

/** Drawn a little before they are seen. */
const AHEAD = '300px';

interface ThumbnailProps {
  map: WeightMap;
  scale?: Scale;
}

/** A map as a small picture, drawn once it comes into sight; what it shows is told beside it. */
export function Thumbnail({ map, scale = 'weight' }: ThumbnailProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    let drop: (() => void) | null = null;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        drop = inTurn(() => draw(canvas, map, scale));
      },
      { rootMargin: AHEAD },
    );
    observer.observe(canvas);
    return () => {
      observer.disconnect();
      drop?.();
    };
  }, [map, scale]);
  return <canvas ref={ref} className={chart.picture} width={1} height={1} aria-hidden />;
}

function draw(canvas: HTMLCanvasElement, map: WeightMap, scale: Scale): void {
  const { rows, columns, values } = shrunk(map, SIZE);
  if (rows === 0 || columns === 0) return;
  canvas.width = columns;
  canvas.height = rows;
  const most = scale === 'weight' ? 1 : greatest(map);
  canvas.getContext('2d')?.putImageData(new ImageData(pixels(values, scale, most), columns, rows), 0, 0);
}
