import type { Recipe } from '../recipe/recipe.ts';
import type { RunResult } from '../runs/types.ts';

/** The test part of a run, to be scored elsewhere. */
export interface TestRows {
  rows: number;
  /** Null where it would be too long. */
  csv: string | null;
}

/** What the lab scored at the end of a run, for a script to be compared with. */
export interface Tested {
  /** Rows of the test part; null where nobody knows any more. */
  rows: number | null;
  /** Its scores as the script prints them; null where the run gave none. */
  scores: string | null;
  /** The rows themselves, as `test.csv`; null where they are not in the zip. */
  csv: string | null;
  /** Why they are not. */
  missing: 'no-data' | 'too-long' | 'other-data' | null;
}

/** Rows are handed on only if they are as many as were scored: others would reproduce nothing. */
export function testedOf(content: {
  recipe: Recipe;
  result: RunResult | null;
  testRows?: TestRows | null;
}): Tested {
  const { recipe, result, testRows = null } = content;
  const counted = result && countedRows(recipe, result);
  const scores = result && scoresOf(recipe, result);
  if (!testRows) return { rows: counted, scores, csv: null, missing: 'no-data' };
  if (counted !== null && counted !== testRows.rows)
    return { rows: counted, scores, csv: null, missing: 'other-data' };
  const { rows, csv } = testRows;
  return { rows, scores, csv, missing: csv === null ? 'too-long' : null };
}

/** Labels of several a text say nothing of how many texts there were. */
function countedRows({ task }: Recipe, { test }: RunResult): number | null {
  if (task === 'translate') return test.translation?.sentences ?? null;
  if (task !== 'classify') return null;
  return test.perClass.reduce((sum, { support }) => sum + support, 0);
}

function scoresOf({ task }: Recipe, { test }: RunResult): string | null {
  const { translation, macroF1, microF1, weightedF1, accuracy } = test;
  if (task === 'pretrain') return null;
  if (task === 'translate')
    return translation
      ? `BLEU ${translation.bleu.toFixed(2)}, perplexity ${translation.perplexity.toFixed(4)}`
      : null;
  const macro = `macro F1 ${macroF1.toFixed(4)}`;
  return task === 'multilabel'
    ? `${macro}, micro F1 ${microF1.toFixed(4)}, all labels right ${accuracy.toFixed(4)}`
    : `accuracy ${accuracy.toFixed(4)}, ${macro}, weighted F1 ${weightedF1.toFixed(4)}`;
}

/** The constants and the function by which a script says what the lab scored, in Python. */
export const pythonTested = (
  tested: Tested | undefined,
): string => `TEST = FOLDER / "test.csv"  # the rows of the test part, where the zip holds them
TEST_ROWS, TEST_SCORES = ${tested?.rows ?? 'None'}, ${JSON.stringify(tested?.scores ?? null).replace(/^null$/, 'None')}  # in the lab


def chosen_csv(arguments):
    """The CSV that is asked for; test.csv where nothing is."""
    if arguments.csv or arguments.sentence is not None or not TEST.is_file():
        return arguments.csv
    return TEST


def compare(count):
    """Says what the lab scored wherever these are other rows than its test part."""
    if TEST_SCORES and count != TEST_ROWS:
        rows = f" had {TEST_ROWS} rows" if TEST_ROWS is not None else ""
        print(f"{count} rows scored; the lab's test part{rows} ({TEST_SCORES}).", file=sys.stderr)
`;
