import { formatNumber, formatShare } from '../../charts/format.ts';
import { Histogram } from '../../charts/Histogram.tsx';
import type { TextReading } from '../../data/types.ts';
import type { CellRunner } from '../../store/cells.ts';
import { openDataset } from '../../store/datasets.ts';
import { refreshModels, useModels } from '../../store/models.ts';
import { useRecipe } from '../../store/recipe.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { openTransfer, useTransfer } from '../../store/transfer.ts';
import { dataClient } from '../../worker/client.ts';
import bert from '../bert/bert.module.css';
import { FollowSettings } from '../data/use-live.ts';
import { NormaliseFields } from '../data/NormaliseFields.tsx';
import { NumberField, SelectField, SwitchField } from '../fields.tsx';
import training from '../training/training.module.css';
import { runsOfLesson } from '../training/use-runs.ts';
import { useCell } from '../use-cell.ts';
import { AlsoWith } from './AlsoWith.tsx';
import { othersAtHand, withEachBackbone } from './backbones.ts';
import classes from './transfer.module.css';
import { backboneName } from './ways.ts';

type Lengths = Pick<
  TextReading,
  'vocabularySize' | 'lengthCounts' | 'maxLength' | 'truncatedShare' | 'unknownShare'
>;

/** What the cell leaves behind. */
interface Readings extends TextReading {
  /** The backbone of the recipe, by whose tokenizer all above was read. */
  name?: string;
  /** The same texts by the tokenizers of the other backbones that were chosen. */
  others?: ({ name: string } & Lengths)[];
}

/** Reads all texts by the tokenizer that belongs to the backbone, and by those of all others that are chosen. */
export const runner: CellRunner = {
  async run({ lesson, recipe, signal, report }): Promise<Readings> {
    await Promise.all([openTransfer(), refreshModels(), loadRuns()]);
    const { alsoWith, givenUp } = useTransfer.getState();
    const bases = await withEachBackbone(recipe, alsoWith, useModels.getState().kept ?? [], givenUp);
    const runs = runsOfLesson(lesson);
    const info = await openDataset({ source: recipe.data.source }, { signal, onProgress: report });
    const job = crypto.randomUUID();
    const cancel = (): void => void dataClient().cancel(job);
    signal.addEventListener('abort', cancel);
    try {
      const read: ({ name: string } & TextReading)[] = [];
      for (const base of bases) {
        const name = backboneName(base, runs);
        const named: typeof report = (progress) =>
          report(bases.length > 1 ? { ...progress, phase: `${name}: ${progress.phase}` } : progress);
        read.push({ name, ...(await dataClient().reading(job, info.id, base, named)) });
        signal.throwIfAborted();
      }
      const [own, ...others] = read;
      return {
        ...(own as Readings),
        others: others.map(
          ({ name, vocabularySize, lengthCounts, maxLength, truncatedShare, unknownShare }) => ({
            ...{ name, vocabularySize, lengthCounts, maxLength, truncatedShare, unknownShare },
          }),
        ),
      };
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  },
};

export const isReading = (result: unknown): result is Readings =>
  typeof result === 'object' && result !== null && 'lengthCounts' in result;

/** What is taken out of the texts before they are read, and how long they are then. */
export default function TransferTextCell() {
  const { result, state } = useCell();
  return (
    <>
      <FollowSettings />
      <Settings />
      <AlsoWith label="Read by the tokenizer of another backbone as well, which is then trained below too" />
      {isReading(result) && state !== 'running' && <Unread reading={result} />}
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

/** Backbones that were chosen since: how long texts are by their tokenizers is not known yet. */
function Unread({ reading }: { reading: Readings }) {
  const recipe = useRecipe((state) => state.recipe);
  const kept = useModels((state) => state.kept);
  const alsoWith = useTransfer((choices) => choices.alsoWith);
  const unread = othersAtHand(recipe, kept ?? []).filter(
    ({ value, label }) => alsoWith.includes(value) && !reading.others?.some(({ name }) => name === label),
  );
  if (unread.length === 0) return null;
  return (
    <p className={training.hint} role="status">
      Not read yet by the tokenizer of {unread.map(({ label }) => label).join(' and of ')}: run this cell
      again.
    </p>
  );
}

/** From so many unknown pieces on a model hardly sees what a text says. */
const MUCH_UNKNOWN = 0.2;

function Reading({ reading }: { reading: Readings }) {
  const { vocabularySize, lengthCounts, maxLength, truncatedShare, unknownShare, emptyTexts, splitCounts } =
    reading;
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
      {[{ name: reading.name ?? 'the model', unknownShare }, ...(reading.others ?? [])].map(
        (each) =>
          each.unknownShare > MUCH_UNKNOWN && (
            <p key={each.name} className={classes.checked} data-same={false} role="alert">
              {formatShare(each.unknownShare)} of the pieces are unknown to {each.name}: what they say is
              lost. Choose a model whose vocabulary has the language of the texts.
            </p>
          ),
      )}
      <LengthHistogram name={reading.name ?? 'the model'} counts={lengthCounts} />
      {reading.others?.map((other) => (
        <section key={other.name} aria-label={`Lengths by ${other.name}`}>
          <LengthHistogram name={other.name} counts={other.lengthCounts} />
          <p className={training.hint}>
            {formatNumber(other.vocabularySize)} pieces; {formatShare(other.truncatedShare)} of the texts
            longer than {other.maxLength} and cut; {formatShare(other.unknownShare)} of the pieces unknown
          </p>
        </section>
      ))}
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

const LengthHistogram = ({ name, counts }: { name: string; counts: readonly number[] }) => (
  <Histogram
    title={`Lengths as ${name} reads them`}
    xTitle="pieces in a text, [CLS] and [SEP] included"
    yTitle="texts"
    counts={counts}
    share={0.95}
  />
);

const CLS = { text: '[CLS]', starts: true };
const SEP = { text: '[SEP]', starts: true };
