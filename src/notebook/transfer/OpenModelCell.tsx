import { Button, FileButton, Progress } from '@mantine/core';
import { useEffect } from 'react';
import { formatNumber } from '../../charts/format.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import {
  cancelModelJob,
  dismissModelError,
  openModelFiles,
  refreshModels,
  useModels,
} from '../../store/models.ts';
import { markRead } from '../../store/notebook.ts';
import { measureSpeed } from '../../store/speed.ts';
import { useRecipe } from '../../store/recipe.ts';
import { openTransfer, useTransfer } from '../../store/transfer.ts';
import type { KeptModel } from '../../storage/types.ts';
import data from '../data/data.module.css';
import { formatBytes } from '../data/files.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import { useCell } from '../use-cell.ts';
import { beginWithModelSaying, forcedOf, givenUpInWords, sizeWords, wantedOf } from './begin-with.ts';
import { chosenFiles, droppedFiles, type GivenFile } from './dropped.ts';
import { DropZone } from '../data/DropZone.tsx';
import { HubForm } from './HubForm.tsx';
import { KeptModels } from './KeptModels.tsx';
import classes from './open-model.module.css';

/** The pretrained model that the lesson works with: the lab's own, one from the hub, or files of the person's own. */
export default function OpenModelCell() {
  const { lesson, id } = useCell();
  const { job, error, notice } = useModels();
  const published = useModels(({ kept, offer }) => (kept ?? []).length > 0 || offer !== null);
  useEffect(() => void refreshModels(), []);
  useEffect(() => void openTransfer(), []);
  // Done once a model was chosen, or the one at hand has read the texts.
  const used = useCell('text').state === 'done';
  useEffect(() => {
    if (used) markRead(lesson, id);
  }, [used, lesson, id]);
  // How long a large model takes is said before it is trained; the lab's own is small.
  useEffect(() => {
    if (published) void measureSpeed();
  }, [published]);
  const choose = (trained: Recipe, from: { kind: 'builtin' | 'published'; id: string }): void => {
    useRecipe.getState().changeOf(lesson, (recipe) => {
      const wanted = wantedOf(recipe, useTransfer.getState().givenUp);
      const [next, notice] = beginWithModelSaying(recipe, trained, from, wanted);
      useTransfer.setState({ givenUp: { wanted, got: forcedOf(next) } });
      useModels.setState({ notice });
      return next;
    });
    markRead(lesson, id);
  };
  const chooseKept = ({ recipe, id }: KeptModel): void => choose(recipe, { kind: 'published', id });
  const open = async (files: GivenFile[]): Promise<void> => {
    const model = files.length > 0 ? await openModelFiles(files, lesson) : null;
    if (model) chooseKept(model);
  };
  return (
    <DropZone
      onTransfer={(transfer) => void droppedFiles(transfer).then(open)}
      hint="Drop the folder of a model here"
    >
      <Chosen />
      {notice && (
        <p role="status" className={data.quiet}>
          {notice}
        </p>
      )}
      {job && <ModelJob />}
      {error && (
        <>
          <ErrorBox error={error} />
          <Button variant="subtle" mt="xs" onClick={dismissModelError}>
            Dismiss
          </Button>
        </>
      )}
      <KeptModels onUse={choose} onFetched={chooseKept} />
      <HubForm onFetched={chooseKept} />
      <section aria-label="From files">
        <h3 className={data.heading}>From files</h3>
        <p className={data.quiet}>
          A folder as transformers saves it: config.json, vocab.txt or tokenizer.json, and model.safetensors
          or pytorch_model.bin. Drop it anywhere here, or choose it. Nothing in it is run, and it never leaves
          this machine. What a run of the lab was taken home as opens here as well.
        </p>
        <div className={classes.buttons}>
          <FileButton
            multiple
            onChange={(files) => void open(chosenFiles(files))}
            inputProps={{ webkitdirectory: '', 'aria-label': 'Folder of a model' } as object}
          >
            {(props) => (
              <Button variant="default" disabled={job !== null} {...props}>
                Choose a folder…
              </Button>
            )}
          </FileButton>
          <FileButton
            multiple
            onChange={(files) => void open(chosenFiles(files))}
            inputProps={{ 'aria-label': 'Files of a model' }}
          >
            {(props) => (
              <Button variant="default" disabled={job !== null} {...props}>
                Choose files…
              </Button>
            )}
          </FileButton>
        </div>
      </section>
    </DropZone>
  );
}

/** What the recipe begins with just now. */
function Chosen() {
  const recipe = useRecipe((state) => state.recipe);
  const givenUp = useTransfer((choices) => choices.givenUp);
  const { model, text } = recipe;
  const pieces = text.tokenizer.kind === 'wordpiece' ? text.tokenizer.vocabularySize : 0;
  const kept = useModels((state) => state.kept);
  if (model.kind !== 'bert' || model.init.kind === 'scratch') return null;
  const { init } = model;
  if (init.kind === 'published' && kept !== null && !kept.some(({ id }) => id === init.id))
    return (
      <p role="alert" className={classes.chosen}>
        The lesson is set to <strong>{init.id}</strong>, which is not kept in this browser any more. Use
        another model, or open it again.
      </p>
    );
  const name = init.kind === 'file' ? init.name : init.id;
  return (
    <p role="status" className={classes.chosen}>
      The lesson works with <strong>{name}</strong>: {sizeWords(model, pieces)}.{' '}
      {givenUpInWords(recipe, givenUp).join(' ')}
    </p>
  );
}

/** What is being looked up, fetched or opened, how far it is, and the way to cancel it. */
function ModelJob() {
  const job = useModels((state) => state.job);
  if (!job) return null;
  const { phase, done, total } = job.progress;
  const figures =
    total === null
      ? done > 0
        ? ` · ${formatBytes(done)}`
        : ''
      : ` · ${formatBytes(done)} of ${formatBytes(total)}`;
  return (
    <div className={data.job}>
      <div className={data.jobText} role="status">
        <strong>{job.title}</strong>
        <span>
          {phase}
          {figures}
        </span>
      </div>
      <Progress
        className={data.jobBar as string}
        value={total ? Math.min(100, (100 * done) / total) : 100}
        animated={!total}
        striped={!total}
        size="sm"
        aria-label={`Opening ${job.title}`}
        aria-valuetext={total ? `${formatNumber(Math.round((100 * done) / total))}%` : phase}
      />
      <Button variant="default" onClick={cancelModelJob}>
        Cancel
      </Button>
    </div>
  );
}
