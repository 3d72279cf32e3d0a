import type { Data } from 'plotly.js';
import { chartStyle } from './palette.ts';
import { axisTitle, type MakeFigure } from './Plot.tsx';
import { loadPlotly } from './plotly.ts';
import { type ChartTable, toCsv } from './table.ts';

/** A name that every file system takes. */
export function fileName(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return plain || 'chart';
}

function download(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** Hands a file to the person. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  download(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Hands a CSV to the person; with a BOM, so that spreadsheets read it as UTF-8. */
export function downloadCsv(title: string, table: ChartTable): void {
  saveBlob(new Blob(['\uFEFF', toCsv(table)], { type: 'text/csv;charset=utf-8' }), `${fileName(title)}.csv`);
}

/**
 * Hands a picture to the person: on white, with title and legend, ready for a report whatever the page looks like.
 * @throws LabError `charts/not-loaded`
 */
export async function downloadPicture(
  title: string,
  figure: MakeFigure,
  height: number,
  format: 'png' | 'svg',
): Promise<void> {
  const plotly = await loadPlotly();
  const style = chartStyle('light', 'system-ui, sans-serif');
  const { data, layout } = figure(style);
  const legend = data.filter((trace) => 'showlegend' in trace && trace.showlegend !== false).length > 1;
  const url = await plotly.toImage(
    {
      data: data as Data[],
      layout: {
        ...layout,
        title: { ...axisTitle(title, style), font: { color: style.ink, size: 16 } },
        margin: { ...layout.margin, t: 48, ...(legend ? { b: 88 } : {}) },
        paper_bgcolor: style.paper,
        showlegend: legend,
        legend: { orientation: 'h', x: 0, y: -0.22, yanchor: 'top' },
      },
    },
    { format, width: 800, height: height + 88, scale: format === 'png' ? 2 : 1 },
  );
  download(url, `${fileName(title)}.${format}`);
}
