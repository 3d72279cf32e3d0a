import { savePicture, tableSvg } from './picture.ts';
import { PictureProblem, SaveButtons, usePictures } from './SaveButtons.tsx';
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
  const { problem, save } = usePictures((format) => savePicture(title, svg(), format));
  return (
    <>
      <SaveButtons title={title} onPicture={save} {...(table && { table })} />
      <PictureProblem problem={problem} />
    </>
  );
}

interface SaveTableProps extends Pick<SaveLinksProps, 'title' | 'table'> {
  /** What stands above the picture, where that is more than the title. */
  heading?: string;
  /** The first names the rows; all others are numbers. */
  columns: readonly string[];
  /** As it is read, row by row. */
  words: () => string[][];
}

/** The same of a table: its picture is as it is read, its numbers have all digits. */
export function SaveTable({ title, heading = title, columns, words, table }: SaveTableProps) {
  const svg = (): string =>
    tableSvg({
      title: heading,
      columns: columns.map((name, i) => ({ name, numeric: i > 0 })),
      rows: words(),
    });
  return <SaveLinks title={title} svg={svg} {...(table && { table })} />;
}
