import { useElementSize, useMergedRef } from '@mantine/hooks';
import type { Config, Data, Layout, PlotMouseEvent, PlotlyHTMLElement } from 'plotly.js';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type LabErrorData, toErrorData } from '../base/errors.ts';
import { useBusy, whenCalm } from './calm.ts';
import classes from './charts.module.css';
import type { ChartStyle } from './palette.ts';
import { loadPlotly, type Plotly } from './plotly.ts';

export interface Figure {
  data: Partial<Data>[];
  layout: Partial<Layout>;
}

/** Traces and layout in the colours of a scheme. Called when the chart is drawn, not when React renders. */
export type MakeFigure = (style: ChartStyle) => Figure;

/** The same as plain SVG of this width, without anything that takes long. */
export type LightDrawing = (style: ChartStyle, width: number) => ReactNode;

/** A chart whose numbers change is drawn at most four times a second. */
const MIN_GAP_MS = 250;

const CONFIG: Partial<Config> = { displayModeBar: false, responsive: false, doubleClick: 'reset' };

/** What all charts share: fixed margins, so that nothing jumps while numbers grow. */
export function baseLayout(style: ChartStyle): Partial<Layout> {
  const axis = {
    gridcolor: style.grid,
    linecolor: style.grid,
    zeroline: false,
    automargin: false,
    tickfont: { color: style.muted, size: 11 },
  };
  return {
    margin: { l: 56, r: 12, t: 8, b: 40 },
    font: { family: style.fontFamily, size: 12, color: style.ink },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    showlegend: false,
    dragmode: false,
    hoverlabel: {
      bgcolor: style.paper,
      bordercolor: style.grid,
      font: { color: style.ink, family: style.fontFamily },
    },
    xaxis: axis,
    yaxis: axis,
  };
}

/** The title of an axis, in the quiet colour. */
export function axisTitle(text: string, style: ChartStyle, standoff = 8) {
  return { text, font: { color: style.muted, size: 12 }, standoff };
}

interface PlotProps {
  figure: MakeFigure;
  style: ChartStyle;
  /** Pixels, reserved before anything is drawn. */
  height: number;
  /** What the picture says, for those who cannot see it. Asked when it is drawn. Memoise it. */
  describe: () => string;
  light: LightDrawing;
  /** Only the light drawing, while the numbers grow. */
  live: boolean;
  onPoint?: (event: PlotMouseEvent) => void;
}

/** What Plotly's picture shows at the moment. */
interface Shown {
  figure: MakeFigure;
  style: ChartStyle;
}

/**
 * Plotly in a box of fixed height: drawn only while it is in sight, and redrawn at a calm pace. While the gate of
 * calm.ts is shut, a picture that is drawn already stays; one that is not, or no longer, is drawn lightly until Plotly's
 * turn has come.
 */
export function Plot({ figure, style, height, describe, light, live, onPoint }: PlotProps) {
  const { ref: sizeRef, width } = useElementSize();
  const box = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(box, sizeRef);
  const [plotly, setPlotly] = useState<Plotly | null>(null);
  const [error, setError] = useState<LabErrorData | null>(null);
  const [inSight, setInSight] = useState(false);
  const [tries, setTries] = useState(0);
  const lastDrawn = useRef(0);
  const busy = useBusy();
  /** The light drawing stays until Plotly's is there. */
  const [wasLight, setWasLight] = useState(false);
  const [shown, setShown] = useState<Shown | null>(null);
  const stale = shown !== null && (shown.figure !== figure || shown.style !== style);
  if (live ? shown !== null : busy && stale) setShown(null);
  const asLight = shown === null && (live || busy || wasLight);
  if (asLight !== wasLight) setWasLight(asLight);

  useEffect(() => {
    let gone = false;
    if (!inSight || live) return;
    loadPlotly().then(
      (loaded) => {
        if (!gone) setPlotly(() => loaded);
      },
      (reason: unknown) => {
        if (!gone) setError(toErrorData(reason));
      },
    );
    return () => {
      gone = true;
    };
  }, [inSight, tries, live]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => setInSight(entries.at(-1)?.isIntersecting ?? false),
      { rootMargin: '200px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = box.current;
    if (!plotly || !element || !inSight || width === 0 || live) return;
    const draw = (): void => {
      lastDrawn.current = performance.now();
      const { data, layout } = figure(style);
      void plotly.react(element, data as Data[], { ...layout, width, height, autosize: false }, CONFIG);
      frame.current?.setAttribute('aria-label', describe());
      setShown({ figure, style });
    };
    const wait = lastDrawn.current + MIN_GAP_MS - performance.now();
    let takeBack = (): void => undefined;
    const timer = setTimeout(() => {
      takeBack = whenCalm(draw);
    }, wait);
    return () => {
      clearTimeout(timer);
      takeBack();
    };
  }, [plotly, figure, style, width, height, inSight, describe, live]);

  const drawnLightly = asLight && inSight && width > 0;
  useEffect(() => {
    if (drawnLightly) frame.current?.setAttribute('aria-label', describe());
  }, [drawnLightly, describe]);

  const drawnOnce = shown !== null;
  useEffect(() => {
    // Plotly adds `on` to the element when it first draws.
    const element = box.current as PlotlyHTMLElement | null;
    if (!drawnOnce || !element || !onPoint) return;
    element.on('plotly_click', onPoint);
    return () => element.removeAllListeners?.('plotly_click');
  }, [drawnOnce, onPoint]);

  useEffect(() => {
    const element = box.current;
    return () => {
      if (plotly && element) plotly.purge(element);
    };
  }, [plotly]);

  return (
    <div className={classes.plot} style={{ height }}>
      <div ref={frame} role="img" aria-label="A chart that is being drawn" style={{ height }}>
        <div ref={ref} style={{ height, visibility: asLight ? 'hidden' : 'visible' }} />
        {drawnLightly && <div className={classes.light}>{light(style, width)}</div>}
      </div>
      {error && (
        <p role="alert" className={classes.plotNote}>
          {error.message} {error.hint}{' '}
          <button
            type="button"
            className={classes.link}
            onClick={() => {
              setError(null);
              setTries(tries + 1);
            }}
          >
            Try again
          </button>
        </p>
      )}
    </div>
  );
}
