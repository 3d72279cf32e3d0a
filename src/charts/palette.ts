/** Colours and line styles of a chart. Plotly takes no CSS variables, so both schemes are spelled out here. */
export interface ChartStyle {
  scheme: 'light' | 'dark';
  fontFamily: string;
  ink: string;
  muted: string;
  grid: string;
  paper: string;
  /** Okabe–Ito (Okabe & Ito 2008, Color Universal Design): told apart with any kind of colour vision. */
  series: readonly string[];
}

const BLUE = '#0072b2';
const ORANGE = '#e69f00';
const GREEN = '#009e73';
const PURPLE = '#cc79a7';
const VERMILION = '#d55e00';
const SKY = '#56b4e9';
const YELLOW = '#f0e442';

/** The two of the eight colours that the background swallows are left out: yellow and white on light, black and deep blue on dark. */
const SERIES = {
  light: [BLUE, ORANGE, GREEN, PURPLE, VERMILION, SKY, '#000000'],
  dark: [SKY, ORANGE, GREEN, PURPLE, VERMILION, YELLOW, '#ffffff'],
} as const;

/** Dashes that go with the colours, so that a series is known in black and white as well. */
export const DASHES = ['solid', 'dash', 'dot', 'dashdot', 'longdash', 'longdashdot', '3px,2px'] as const;

/** The same dashes for SVG, in pixels. */
const SVG_DASHES = ['', '7 4', '2 3', '7 3 2 3', '12 5', '12 4 2 4', '3 2'] as const;

export function chartStyle(scheme: 'light' | 'dark', fontFamily: string): ChartStyle {
  const light = scheme === 'light';
  return {
    scheme,
    fontFamily,
    ink: light ? '#171b21' : '#e6e9ee',
    muted: light ? '#5a6472' : '#9aa3af',
    grid: light ? '#dde2e8' : '#2a3039',
    paper: light ? '#ffffff' : '#181c23',
    series: SERIES[scheme],
  };
}

/**
 * Colour, Plotly dash and SVG dash of series number `index`. The first seven differ in both; after each seven the dashes
 * move on by one against the colours, so that no two of the first 49 look alike.
 */
export function seriesLook(
  scheme: 'light' | 'dark',
  index: number,
): { colour: string; dash: string; svgDash: string } {
  const at = index % SERIES[scheme].length;
  const dash = (at + Math.floor(index / SERIES[scheme].length)) % DASHES.length;
  return {
    colour: SERIES[scheme][at] ?? BLUE,
    dash: DASHES[dash] ?? 'solid',
    svgDash: SVG_DASHES[dash] ?? '',
  };
}
