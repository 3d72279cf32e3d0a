import { type ReactNode, useState } from 'react';
import { toErrorData } from '../base/errors.ts';
import chart from './charts.module.css';
import { downloadCsv } from './export.ts';
import type { ChartTable } from './table.ts';

export type PictureFormat = 'png' | 'svg';

/** A picture handed to the person, and why the last one could not be. */
export function usePictures(make: (format: PictureFormat) => Promise<void> | void): {
  problem: string | null;
  save: (format: PictureFormat) => void;
} {
  const [problem, setProblem] = useState<string | null>(null);
  const save = (format: PictureFormat): void => {
    setProblem(null);
    Promise.resolve()
      .then(() => make(format))
      .catch((error: unknown) => setProblem(toErrorData(error).message));
  };
  return { problem, save };
}

interface SaveButtonsProps {
  /** Names what is taken away, and the file. */
  title: string;
  /** Names the file with the numbers; unless said, the title does. */
  file?: string;
  onPicture: (format: PictureFormat) => void;
  /** The numbers; left out where there are none. */
  table?: () => ChartTable;
  /** There is nothing yet. */
  disabled?: boolean;
  /** More beside these. */
  children?: ReactNode;
}

/** The ways to take a picture and its numbers away. */
export function SaveButtons({ title, file, onPicture, table, disabled = false, children }: SaveButtonsProps) {
  const link = { type: 'button', className: chart.link, disabled } as const;
  return (
    <div className={chart.actions}>
      <button {...link} aria-label={`Save “${title}” as PNG`} onClick={() => onPicture('png')}>
        PNG
      </button>
      <button {...link} aria-label={`Save “${title}” as SVG`} onClick={() => onPicture('svg')}>
        SVG
      </button>
      {table && (
        <button
          {...link}
          aria-label={`Save the numbers of “${title}” as CSV`}
          onClick={() => downloadCsv(file ?? title, table())}
        >
          CSV
        </button>
      )}
      {children}
    </div>
  );
}

/** Shows something as numbers instead of as a picture, and back. */
export function TableButton({
  title,
  picture,
  asTable,
  onChange,
  disabled = false,
}: {
  title: string;
  /** What it is when it is no table: “Chart”. */
  picture: string;
  asTable: boolean;
  onChange: (asTable: boolean) => void;
  disabled?: boolean;
}) {
  return (
    <button
      type="button"
      className={chart.link}
      disabled={disabled}
      aria-pressed={asTable}
      aria-label={`Table of “${title}”`}
      onClick={() => onChange(!asTable)}
    >
      {asTable ? picture : 'Table'}
    </button>
  );
}

export function PictureProblem({ problem }: { problem: string | null }) {
  return (
    problem && (
      <p role="alert" className={chart.problem}>
        {problem}
      </p>
    )
  );
}
