import { beyondWords, differenceReversed, edit, restore } from './changes.ts';
import { change, useByHand } from './kept.ts';
import { MatrixTable } from './MatrixTable.tsx';
import classes from './self-attention.module.css';
import { beginsWithQueries, compute, maySee, type Settings, type Step } from './steps.ts';

/** What stands above each matrix. Rows are words, but for the weights of the projections. */
const TITLES: Record<Step, { title: string; how: string }> = {
  embeddings: { title: 'Embeddings', how: 'one row a word' },
  positions: { title: 'Positions', how: 'sin and cos of the place' },
  inputs: { title: 'x', how: 'embeddings + positions' },
  W_q: { title: 'W_q', how: 'learned' },
  W_k: { title: 'W_k', how: 'learned' },
  W_v: { title: 'W_v', how: 'learned' },
  queries: { title: 'q: queries', how: 'x · W_q' },
  keys: { title: 'k: keys', how: 'x · W_k' },
  values: { title: 'v: values', how: 'x · W_v' },
  scores: { title: 'Scores', how: 'q · kᵀ: how well each query goes with each key' },
  scaled: { title: 'Divided', how: 'scores / √D, or by the number you chose' },
  masked: { title: 'Masked', how: 'who may not be looked at gets −∞' },
  weights: { title: 'Weights', how: 'softmax: each row adds up to 1' },
  output: { title: 'Output', how: 'weights · v: a mixture of values for each word' },
};

/** Matrices that stand side by side. */
const ROWS: readonly (readonly Step[])[] = [
  ['embeddings', 'positions', 'inputs'],
  ['W_q', 'W_k', 'W_v'],
  ['queries', 'keys', 'values'],
  ['scores', 'scaled'],
  ['masked', 'weights'],
  ['output'],
];

/** Rows and columns of these are words. */
const PAIRS: readonly Step[] = ['scores', 'scaled', 'masked', 'weights'];
const PROJECTIONS: readonly Step[] = ['W_q', 'W_k', 'W_v'];

/** Which matrices there are to see. */
function rowsOf(settings: Settings): Step[][] {
  if (beginsWithQueries(settings)) return ROWS.slice(2).map((steps) => [...steps]);
  const summed: readonly Step[] = ['positions', 'inputs'];
  return ROWS.map((steps) => steps.filter((step) => settings.positions || !summed.includes(step)));
}

/** All matrices, every number to be changed. */
export function LookMode() {
  const settings = useByHand((state) => state.settings);
  const matrices = compute(settings);
  const { words, size, positions } = settings;
  const late = beginsWithQueries(settings);

  const names = (step: Step): [string[], string[]] => {
    const numbers = Array.from({ length: size }, (_, i) => String(i + 1));
    // A word may be there twice: its place tells which one is meant.
    const placed = words.map((word, i) => `${i + 1}. ${word}`);
    if (PROJECTIONS.includes(step)) return [numbers, numbers];
    return PAIRS.includes(step) ? [placed, placed] : [placed, numbers];
  };
  const titleOf = (step: Step): { title: string; how: string } => {
    if (step === 'embeddings' && !positions) return { title: 'x: embeddings', how: 'one row a word' };
    if (late && ['queries', 'keys', 'values'].includes(step)) return { ...TITLES[step], how: 'given' };
    return TITLES[step];
  };

  return (
    <>
      <OrderLine settings={settings} />
      {late && settings.edited.queries === undefined && settings.edited.keys === undefined && (
        <p className={classes.order}>
          The lecture gives the scores alone. These queries and keys make them: a word’s query and its own key
          both have 2 in 28 places (28 · 4 = 112), with the other word’s key in 24 (24 · 4 = 96). D is 64, and
          √64 = 8.
        </p>
      )}
      {rowsOf(settings).map((steps) => (
        <div key={steps[0]} className={classes.row}>
          {steps.map((step) => {
            const [rows, columns] = names(step);
            return (
              <MatrixTable
                key={step}
                {...titleOf(step)}
                matrix={matrices[step]}
                rows={rows}
                columns={columns}
                hidden={step === 'masked' ? (i, j) => !maySee(settings, i, j) : undefined}
                shaded={step === 'weights'}
                edited={settings.edited[step] !== undefined}
                onEdit={(i, j, value) =>
                  change((before) => edit(before, step, i, j, value), `${step} ${i} ${j}`)
                }
                onRestore={() => change((before) => restore(before, step))}
              />
            );
          })}
        </div>
      ))}
    </>
  );
}

/** What the order of the words does, measured. */
function OrderLine({ settings }: { settings: Settings }) {
  if (settings.words.length < 2) return null;
  const difference = differenceReversed(settings);
  return (
    <p className={classes.order} aria-live="polite">
      {difference === null
        ? `Whether the order is seen cannot be told: your numbers in ${beyondWords(settings)
            .map((step) => TITLES[step].title)
            .join(', ')} stay the same whatever the words are.`
        : difference < 1e-9
          ? 'Read from the end, every word gets the very same output: the order is not seen.'
          : `Read from the end, outputs of the same words differ by up to ${difference.toFixed(2)}: the order is seen.`}
    </p>
  );
}
