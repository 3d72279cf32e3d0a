import { useComputedColorScheme, useMantineTheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { chartStyle } from '../palette.ts';
import classes from './attention.module.css';
import { cellAt, type Drawing, drawMap, layoutOf, MapImage } from './draw.ts';
import type { MapView } from './use-map-view.ts';

interface BigMapProps {
  /** What it is: the name for those who do not see it. */
  name: string;
  drawing: Drawing;
  view: MapView;
  /** One sentence on the cell that is read. */
  tell: (row: number, column: number) => string;
  /** What it shows, in words. */
  describe: () => string;
}

const ZOOM = 1.25;
const KEYS: Readonly<Record<string, [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

/** A matrix to be read: words at its sides, a part of it in sight, the cell under the pointer or the keyboard told below. */
export function BigMap({ name, drawing, view, tell, describe }: BigMapProps) {
  const { ref: box, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const { fontFamily } = useMantineTheme();
  const image = useMemo(() => new MapImage(drawing), [drawing]);
  const layout = useMemo(() => layoutOf(Math.max(160, width), drawing.map, drawing), [width, drawing]);
  const words = useMemo(() => describe(), [describe]);
  const { window, cell } = view;
  useEffect(() => {
    const own = canvas.current;
    if (!own || width === 0) return;
    // Several changes within a frame are one drawing.
    const frame = requestAnimationFrame(() => {
      const scale = devicePixelRatio;
      own.width = Math.round(layout.width * scale);
      own.height = Math.round(layout.height * scale);
      const context = own.getContext('2d');
      if (!context) return;
      context.setTransform(scale, 0, 0, scale, 0, 0);
      drawMap(context, drawing, image, window, layout, chartStyle(scheme, fontFamily));
    });
    return () => cancelAnimationFrame(frame);
  }, [drawing, image, window, layout, width, scheme, fontFamily]);
  useWheel(canvas, (x, y, factor) => view.zoom(factor, cellAt(drawing, window, layout, x, y) ?? undefined));
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const cells = { x: window.width / layout.across, y: window.height / layout.down };

  const onMove = (event: PointerEvent<HTMLCanvasElement>): void => {
    const { offsetX, offsetY } = event.nativeEvent;
    const from = drag.current;
    if (from) {
      const [right, down] = [from.x - offsetX, from.y - offsetY];
      if (!from.moved && Math.hypot(right, down) < 4) return;
      drag.current = { x: offsetX, y: offsetY, moved: true };
      view.pan(down * cells.y, right * cells.x);
    } else {
      view.point(cellAt(drawing, window, layout, offsetX, offsetY));
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = KEYS[event.key];
    if (step) view.step(...step);
    else if (event.key === '+' || event.key === '=') view.zoom(1 / ZOOM);
    else if (event.key === '-') view.zoom(ZOOM);
    else if (event.key === '0') view.reset();
    else return;
    event.preventDefault();
  };
  const told = cell && cell.row < drawing.map.rows && cell.column < drawing.map.columns;
  return (
    <div ref={box} className={classes.big}>
      <div
        role="application"
        aria-roledescription="heat map"
        aria-label={`${name}. Arrow keys read it cell by cell, plus and minus zoom, 0 shows all.`}
        aria-description={words}
        tabIndex={0}
        className={classes.canvasBox}
        style={{ height: layout.height }}
        onKeyDown={onKey}
      >
        <canvas
          ref={canvas}
          aria-hidden
          className={classes.canvas}
          data-moves={view.isWhole ? undefined : true}
          style={{ width: layout.width, height: layout.height }}
          onPointerDown={(event) => {
            if (view.isWhole || event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            drag.current = { x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY, moved: false };
          }}
          onPointerUp={() => (drag.current = null)}
          onPointerCancel={() => (drag.current = null)}
          onPointerMove={onMove}
          onPointerLeave={() => !drag.current && view.point(null)}
        />
        {told && (
          <span
            className={classes.cursor}
            aria-hidden
            style={{
              left: layout.left + (cell.column - window.left) / cells.x,
              top: layout.top + (cell.row - window.top) / cells.y,
              width: 1 / cells.x,
              height: 1 / cells.y,
            }}
          />
        )}
      </div>
      <p className={classes.told} aria-live="polite">
        {told ? tell(cell.row, cell.column) : ' '}
      </p>
    </div>
  );
}

/** Ctrl or Cmd and the wheel, and two fingers on a pad, zoom; the wheel alone scrolls the page, as everywhere. */
function useWheel(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  zoom: (x: number, y: number, factor: number) => void,
): void {
  const latest = useRef(zoom);
  useEffect(() => {
    latest.current = zoom;
  });
  useEffect(() => {
    const own = canvas.current;
    if (!own) return;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      latest.current(event.offsetX, event.offsetY, Math.exp(event.deltaY / 240));
    };
    // React's own listener is passive: it could not keep the page from zooming.
    own.addEventListener('wheel', onWheel, { passive: false });
    return () => own.removeEventListener('wheel', onWheel);
  }, [canvas]);
}
