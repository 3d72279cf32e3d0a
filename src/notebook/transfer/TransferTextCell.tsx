import { useMemo } from 'react';
import { formatNumber, formatShare } from '../../charts/format.ts';
import { Histogram } from '../../charts/Histogram.tsx';
import type { TextReading } from '../../data/types.ts';
import type { CellRunner } from '../../store/cells.ts';
import { openDataset } from '../../store/datasets.ts';
import { dataClient } from '../../worker/client.ts';
import bert from '../bert/bert.module.css';
import { FollowSettings } from '../data/use-live.ts';
import { NormaliseFields } from '../data/NormaliseFields.tsx';
import { NumberField, SelectField, SwitchField } from '../fields.tsx';
import training from '../training/training.module.css';
import { useCell } from '../use-cell.ts';
import classes from './transfer.module.css';

/** Reads all texts by the tokenizer that belongs to the backbone. */
export const runner: CellRunner = {
  async run({ recipe, signal, report }): Promise<TextReading> {
    const info = await openDataset({ source: recipe.data.source }, { signal, onProgress: report });
    const job = crypto.randomUUID();
    const cancel = (): void => void dataClient().cancel(job);
    signal.addEventListener('abort', cancel);
    try {
      return await dataClient().reading(job, info.id, recipe, report);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  },
};

export const isReading = (result: unknown): result is TextReading =>
  typeof result === 'object' && result !== null && 'lengthCounts' in result;

/** What is taken out of the texts before they are read, and how long they are then. */
export default function TransferTextCell() {
  const { result } = useCell();
  return (
    <>
      <FollowSettings />
      <Settings />
      {isReading(result) ? (
        <Reading reading={result} />
      ) : (
        <p className={training.empty}>
          Run this cell to see how the tokenizer of the pretrained model reads the texts, and how long they
          are.
        </p>
      )}
    </>
  );
}

function Settings() {
  return (
    <div className={classes.settings}>
      <SelectField
        path="text.normalise.punctuation"
        label="Punctuation"
        options={[
          { value: 'keep', label: 'kept' },
          { value: 'remove', label: 'removed' },
        ]}
      />
      <NormaliseFields />
      <NumberField path="text.maxLength.value" label="Pieces at most" />
      <NumberField path="data.limit" label="Rows used, before the split" none="all" />
      <NumberField path="data.trainLimit" label="Texts to train on" none="all" />
      <NumberField path="data.evaluationLimit" label="Validation and test, each" none="all" />
      <SelectField
        path="data.pick"
        label="Where fewer are used"
        options={[
          { value: 'drawn', label: 'drawn by the seed' },
          { value: 'first', label: 'the first of the file' },
        ]}
      />
      <SwitchField path="data.split.stratify" label="Stratified split" />
    </div>
  );
}

function Reading({ reading }: { reading: TextReading }) {
  const { vocabularySize, lengthCounts, maxLength, truncatedShare, unknownShare, emptyTexts, splitCounts } =
    reading;
  const most = useMemo(() => lengthCounts.slice(), [lengthCounts]);
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>train, validation, test</dt>
          <dd>
            {[splitCounts.train, splitCounts.validation, splitCounts.test].map(formatNumber).join(' · ')}
          </dd>
        </div>
        <div>
          <dt>classes</dt>
          <dd>{reading.labels.length}</dd>
        </div>
        <div>
          <dt>pieces of the tokenizer</dt>
          <dd>{formatNumber(vocabularySize)}</dd>
        </div>
        <div>
          <dt>longer than {maxLength}, cut</dt>
          <dd>{formatShare(truncatedShare)}</dd>
        </div>
        <div>
          <dt>unknown pieces</dt>
          <dd>{formatShare(unknownShare)}</dd>
        </div>
        {emptyTexts > 0 && (
          <div>
            <dt>texts of which nothing is left</dt>
            <dd>{formatNumber(emptyTexts)}</dd>
          </div>
        )}
      </dl>
      <Histogram
        title="Lengths as the model reads them"
        xTitle="pieces in a text, [CLS] and [SEP] included"
        yTitle="texts"
        counts={most}
        share={0.95}
      />
      <ul className={classes.samples} aria-label="Texts as the model reads them">
        {reading.samples.map(({ row, label, text, tokens }) => (
          <li key={row}>
            <p>
              {text} <span className={training.hint}>· {label}</span>
            </p>
            <p className={bert.line}>
              {[CLS, ...tokens, SEP].map((token, i) => (
                <span key={i} className={bert.token} data-glued={!token.starts}>
                  {token.text}
                </span>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

const CLS = { text: '[CLS]', starts: true };
const SEP = { text: '[SEP]', starts: true };
