import { LabError } from '../../base/errors.ts';
import type { CellRunner } from '../../store/cells.ts';
import { reportOn } from '../../store/datasets.ts';

/** What the data cell leaves behind: later cells take `datasetId` from it. */
export interface DataResult {
  datasetId: string;
  title: string;
  rows: number;
  classes: number;
}

/** What the text cell leaves behind. */
export interface TextResult {
  datasetId: string;
  vocabularySize: number;
  maxLength: number;
}

/** Opens the data of the recipe and looks it over: classes, lengths, duplicates, what stands in two parts. */
export const dataRunner: CellRunner = {
  async run({ recipe, signal, report }): Promise<DataResult> {
    const seen = await reportOn(recipe, { signal, onProgress: report });
    return {
      datasetId: seen.info.id,
      title: seen.info.title,
      rows: seen.report.rows,
      // A translator chooses from the words of the target language, its marks for begin and end among them.
      classes: seen.report.pairs ? seen.report.pairs.vocabularySize + 2 : seen.report.labels.length,
    };
  },
};

/** Builds the vocabulary; what the data cell just did is not done again. Fails where it has no word. */
export const textRunner: CellRunner = {
  async run({ recipe, signal, report }): Promise<TextResult> {
    const seen = await reportOn(recipe, { signal, onProgress: report });
    const missing = seen.report.noWords ?? seen.report.pairs?.noWords;
    if (missing) throw LabError.fromData(missing);
    return {
      datasetId: seen.info.id,
      vocabularySize: seen.report.vocabularySize + (seen.report.pairs ? 2 : 0),
      maxLength: seen.report.maxLength,
    };
  },
};
