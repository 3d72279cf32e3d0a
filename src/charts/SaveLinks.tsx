import { useState } from 'react';
import { toErrorData } from '../base/errors.ts';
import chart from './charts.module.css';
import { downloadCsv } from './export.ts';
import { savePicture } from './picture.ts';
import type { ChartTable } from './table.ts';

interface SaveLinksProps {
  /** Names what is taken away, and the file. */
  title: string;
  /** The picture as SVG text, made when it is asked for. */
  svg: () => string;
  /** The numbers; left out where there are none. */
  table?: () => ChartTable;
}

/** The ways to take something away that is drawn by the page itself. */
export function SaveLinks({ title, svg, table }: SaveLinksProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const save = (format: 'png' | 'svg'): void => {
    setProblem(null);
    Promise.resolve()
      .then(() => savePicture(title, svg(), format))
      .catch((error: unknown) => setProblem(toErrorData(error).message));
  };
  const link = { type: 'button', className: chart.link } as const;
  return (
    <>
      <div className={chart.actions}>
        <button {...link} aria-label={`Save “${title}” as PNG`} onClick={() => save('png')}>
          PNG
        </button>
        <button {...link} aria-label={`Save “${title}” as SVG`} onClick={() => save('svg')}>
          SVG
        </button>
        {table && (
          <button
            {...link}
            aria-label={`Save the numbers of “${title}” as CSV`}
            onClick={() => downloadCsv(title, table())}
          >
            CSV
          </button>
        )}
      </div>
      {problem && (
        <p role="alert" className={chart.problem}>
          {problem}
        </p>
      )}
    </>
  );
}
