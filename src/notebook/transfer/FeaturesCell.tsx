import { SegmentedControl, useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { formatNumber, formatShare } from '../../charts/format.ts';
import { SaveLinks } from '../../charts/SaveLinks.tsx';
import type { EncodedSplit } from '../../data/types.ts';
import type { CellRunner } from '../../store/cells.ts';
import { openDataset } from '../../store/datasets.ts';
import { goStale } from '../../store/notebook.ts';
import { openTransfer, useTransfer } from '../../store/transfer.ts';
import { dataClient, labClient } from '../../worker/client.ts';
import type { FeatureReading, FeaturesMade } from '../../worker/protocol.ts';
import { CellActions } from '../CellActions.tsx';
import training from '../training/training.module.css';
import { useCell } from '../use-cell.ts';
import { maskSvg } from './pictures.ts';
import classes from './transfer.module.css';
import { backboneOfRecipe } from './ways.ts';

/** What the cell leaves behind: later cells take the key of the features from it. */
export interface FeaturesResult extends FeaturesMade {
  reading: FeatureReading;
  /** Tokens of some texts of train, marks included: their padding is shown. */
  lengths: number[];
}

/** Texts whose padding is shown. */
const SHOWN = 32;
const MARKS = 2;

export const featuresOfResult = (result: unknown): FeaturesResult | null =>
  typeof result === 'object' && result !== null && 'key' in result && 'reading' in result
    ? (result as FeaturesResult)
    : null;

const lengthsOf = ({ offsets }: EncodedSplit): number[] =>
  Array.from(
    { length: Math.min(SHOWN, offsets.length - 1) },
    (_, i) => (offsets[i + 1] as number) - (offsets[i] as number) + MARKS,
  );

/** A vector for each text by the frozen backbone; those that were computed before are there already. */
export const runner: CellRunner = {
  async run({ recipe, signal, report }): Promise<FeaturesResult> {
    backboneOfRecipe(recipe);
    await openTransfer();
    const { reading } = useTransfer.getState();
    const info = await openDataset({ source: recipe.data.source }, { signal, onProgress: report });
    const job = crypto.randomUUID();
    const cancel = (): void => {
      void dataClient().cancel(job);
      void labClient().cancelFeatures(job);
    };
    signal.addEventListener('abort', cancel);
    try {
      const data = await dataClient().prepare(job, info.id, recipe, report);
      signal.throwIfAborted();
      const lengths = lengthsOf(data.splits.train);
      const made = await labClient().features(job, { recipe, data, reading }, report);
      return { ...made, reading, lengths };
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  },
};

/** What is read of the texts, how far it is, and what padding has to do with it. */
export default function FeaturesCell() {
  const { lesson, id, result, state } = useCell();
  const reading = useTransfer((choices) => choices.reading);
  useEffect(() => void openTransfer(), []);
  const made = featuresOfResult(result);
  return (
    <>
      <CellActions>
        <SegmentedControl
          size="xs"
          aria-label="What is read of a text"
          data={[
            { value: 'cls', label: '[CLS]' },
            { value: 'mean', label: 'mean of all' },
          ]}
          value={reading}
          onChange={(value) => {
            useTransfer.setState({ reading: value as FeatureReading });
            goStale(lesson, id);
          }}
        />
      </CellActions>
      {made ? (
        <>
          {made.reading !== reading && state !== 'running' && (
            <p className={training.hint} role="status">
              These are of {made.reading === 'cls' ? '[CLS]' : 'the mean of all tokens'}: run the cell again
              for the others.
            </p>
          )}
          <Made made={made} />
        </>
      ) : (
        <p className={training.empty}>
          Run this cell to have every text read once by the pretrained model. The features are kept in this
          browser.
        </p>
      )}
    </>
  );
}

function Made({ made }: { made: FeaturesResult }) {
  const { width, rows, seconds, reused, lengths } = made;
  const texts = rows.train + rows.validation + rows.test;
  const sorted = [...lengths].sort((a, b) => a - b);
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>texts</dt>
          <dd>{formatNumber(texts)}</dd>
        </div>
        <div>
          <dt>numbers of each</dt>
          <dd>{formatNumber(width)}</dd>
        </div>
        <div>
          <dt>read</dt>
          <dd>{made.reading === 'cls' ? 'the last state of [CLS]' : 'the mean of the last states'}</dd>
        </div>
        <div>
          <dt>{reused ? 'were there already; computing took' : 'computed in'}</dt>
          <dd>{seconds.toPrecision(3)} s</dd>
        </div>
      </dl>
      <div className={classes.pictures}>
        <MaskPicture title={`${lengths.length} texts of train as they come`} lengths={lengths} />
        <MaskPicture title="The same, each half with its like" lengths={sorted} halves />
      </div>
    </>
  );
}

interface MaskPictureProps {
  title: string;
  lengths: readonly number[];
  /** As two batches, each as long as its longest text. */
  halves?: boolean;
}

const CELL = 6;
const GAP = 2;

/** attention_mask of a batch: a row a text, filled where there is a token, pale where there is padding. */
function MaskPicture({ title, lengths, halves = false }: MaskPictureProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  // The colours are read when it is drawn: it is drawn anew with others.
  const scheme = useComputedColorScheme('light');
  const longest = Math.max(1, ...lengths);
  const half = Math.ceil(lengths.length / 2);
  const batches = halves ? [lengths.slice(0, half), lengths.slice(half)] : [lengths];
  const places = batches.reduce((sum, batch) => sum + batch.length * Math.max(0, ...batch), 0);
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const key = JSON.stringify(batches);
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    const { canvas } = context;
    const style = getComputedStyle(canvas);
    context.clearRect(0, 0, canvas.width, canvas.height);
    let top = 0;
    for (const batch of JSON.parse(key) as number[][]) {
      const width = Math.max(0, ...batch);
      for (const length of batch) {
        context.fillStyle = style.getPropertyValue('--lab-accent');
        context.fillRect(0, top, length * CELL - 1, CELL - 1);
        context.fillStyle = style.getPropertyValue('--lab-line');
        context.fillRect(length * CELL, top, (width - length) * CELL, CELL - 1);
        top += CELL;
      }
      top += GAP * CELL;
    }
  }, [key, scheme]);
  const padding = places > 0 ? (places - tokens) / places : 0;
  return (
    <figure className={classes.picture}>
      <figcaption>{title}</figcaption>
      <canvas
        ref={ref}
        className={classes.mask}
        width={longest * CELL}
        height={(lengths.length + (halves ? GAP : 0)) * CELL}
        role="img"
        aria-label={`${title}: ${formatShare(padding)} of the places are padding, which no token looks at and no mean counts.`}
      />
      <p className={training.hint}>
        {formatShare(padding)} padding in {batches.length === 1 ? 'one batch' : `${batches.length} batches`}
      </p>
      <SaveLinks
        title={`Padding mask, ${title}`}
        svg={() => maskSvg(`${title}: ${formatShare(padding)} padding`, batches)}
      />
    </figure>
  );
}
