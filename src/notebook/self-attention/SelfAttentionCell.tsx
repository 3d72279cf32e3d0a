import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { markRead, useNotebooks } from '../../store/notebook.ts';
import { useCell } from '../use-cell.ts';
import { MatrixTable } from './MatrixTable.tsx';
import classes from './self-attention.module.css';
import {
  compute, differenceReversed, edit, FIRST, LECTURE, maySee, type Settings, type Step, restore, withWords, wordsOf,
} from './steps.ts'; // prettier-ignore

/** What stands above each matrix. Rows are words, but for the weights of the projections. */
const TITLES: Record<Step, { title: string; how: string }> = {
  embeddings: { title: 'x: embeddings', how: 'one row a word' },
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
  ['embeddings'],
  ['W_q', 'W_k', 'W_v'],
  ['queries', 'keys', 'values'],
  ['scores', 'scaled'],
  ['masked', 'weights'],
  ['output'],
];

/** Rows and columns of these are words. */
const PAIRS: readonly Step[] = ['scores', 'scaled', 'masked', 'weights'];
const PROJECTIONS: readonly Step[] = ['W_q', 'W_k', 'W_v'];

/** Self-attention step by step on a sentence one types: every matrix on screen, every number to be changed. */
export default function SelfAttentionCell() {
  const { lesson, id } = useCell();
  const [settings, setSettings] = useState<Settings>(FIRST);
  const [sentence, setSentence] = useState(FIRST.words.join(' '));
  const loaded = useNotebooks((all) => all[lesson]?.loaded ?? false);
  // Done once something was tried in it.
  const tried = settings !== FIRST;
  useEffect(() => {
    if (loaded && tried) markRead(lesson, id);
  }, [loaded, tried, lesson, id]);
  const matrices = compute(settings);
  const { words, size } = settings;

  const type = (text: string): void => {
    setSentence(text);
    const typed = wordsOf(text);
    if (typed.length > 0) setSettings(withWords(settings, typed));
  };
  const take = (other: Settings): void => {
    setSettings(other);
    setSentence(other.words.join(' '));
  };
  const names = (step: Step): [string[], string[]] => {
    const numbers = Array.from({ length: size }, (_, i) => String(i + 1));
    if (PROJECTIONS.includes(step)) return [numbers, numbers];
    return PAIRS.includes(step) ? [[...words], [...words]] : [[...words], numbers];
  };

  return (
    <div className={classes.cell}>
      <div className={classes.settings}>
        <TextInput
          className={classes.sentence}
          label="A sentence, eight words at most"
          value={sentence}
          onChange={({ currentTarget }) => type(currentTarget.value)}
          error={wordsOf(sentence).length === 0 ? 'Type a word: the last sentence stays below.' : null}
        />
        <NumberInput
          label="D"
          description="numbers a word"
          min={1}
          max={6}
          allowDecimal={false}
          clampBehavior="strict"
          value={size}
          onChange={(value) =>
            typeof value === 'number' &&
            value >= 1 &&
            setSettings({ ...settings, size: value, divisor: null, edited: {} })
          }
        />
        <NumberInput
          label="Divided by"
          description="√D unless changed"
          decimalScale={4}
          value={Number((settings.divisor ?? Math.sqrt(size)).toFixed(4))}
          onChange={(value) =>
            typeof value === 'number' && value > 0 && setSettings({ ...settings, divisor: value })
          }
        />
        <NumberInput
          label="Padding"
          description="words at the end"
          min={0}
          max={Math.max(0, words.length - 1)}
          allowDecimal={false}
          clampBehavior="strict"
          value={settings.padding}
          onChange={(value) => typeof value === 'number' && setSettings({ ...settings, padding: value })}
        />
        <div className={classes.switches}>
          <Checkbox
            label="Causal mask"
            checked={settings.causal}
            onChange={({ currentTarget }) => setSettings({ ...settings, causal: currentTarget.checked })}
          />
          <Checkbox
            label="Add positions"
            checked={settings.positions}
            onChange={({ currentTarget }) => setSettings({ ...settings, positions: currentTarget.checked })}
          />
        </div>
      </div>
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => take(withWords(settings, [...words].reverse()))}>
          Reverse the order
        </Button>
        <Button variant="default" onClick={() => take(LECTURE)}>
          The lecture’s numbers
        </Button>
        <Button variant="subtle" onClick={() => take(FIRST)}>
          Start again
        </Button>
      </div>
      <OrderLine settings={settings} />
      {ROWS.map((steps) => (
        <div key={steps.join()} className={classes.row}>
          {steps.map((step) => {
            const [rows, columns] = names(step);
            return (
              <MatrixTable
                key={step}
                {...TITLES[step]}
                matrix={matrices[step]}
                rows={rows}
                columns={columns}
                hidden={step === 'masked' ? (i, j) => !maySee(settings, i, j) : undefined}
                shaded={step === 'weights'}
                edited={settings.edited[step] !== undefined}
                onEdit={(i, j, value) => setSettings(edit(settings, step, i, j, value))}
                onRestore={() => setSettings(restore(settings, step))}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** What the order of the words does, measured. */
function OrderLine({ settings }: { settings: Settings }) {
  if (settings.words.length < 2) return null;
  const difference = differenceReversed(settings);
  return (
    <p className={classes.order} aria-live="polite">
      {difference < 1e-9
        ? 'Read from the end, every word gets the very same output: the order is not seen.'
        : `Read from the end, outputs of the same words differ by up to ${difference.toFixed(2)}: the order is seen.`}
    </p>
  );
}
