import { Button, FileButton } from '@mantine/core';
import { lazy, memo, Suspense, useCallback, useDeferredValue, useEffect, useState } from 'react';
import { toErrorData } from '../../base/errors.ts';
import { formatNumber } from '../../charts/format.ts';
import { repeatedNames } from '../../data/names.ts';
import { drawnWords, emptyParts } from '../../data/empty-parts.ts';
import type { DataReport, DatasetInfo } from '../../data/types.ts';
import type { Source } from '../../recipe/recipe.ts';
import { chooseData, type DatasetsState, dismissDataError, useDatasets } from '../../store/datasets.ts';
import { useRecipe } from '../../store/recipe.ts';
import type { OpenRequest } from '../../worker/protocol.ts';
import { CellActions } from '../CellActions.tsx';
import { ErrorBox } from '../ErrorBox.tsx';
import { useCell } from '../use-cell.ts';
import { ColumnsPanel } from './ColumnsPanel.tsx';
import classes from './data.module.css';
import { DropZone } from './DropZone.tsx';
import { PairsOverview } from './PairsOverview.tsx';
import { acceptedFor, formatsFor, requestFor, sourceTitle } from './files.ts';
import { BadRows, Findings } from './Findings.tsx';
import { JobStrip } from './JobStrip.tsx';
import { Overview } from './Overview.tsx';
import { roleKit } from './role-kit.ts';
import { RowsTable } from './RowsTable.tsx';
import { SourceSelect, titleOf } from './SourceSelect.tsx';
import { SplitPanel } from './SplitPanel.tsx';
import { FollowSettings, useOpened, useReport } from './use-live.ts';

export { dataRunner as runner } from './runners.ts';

const PublishedDialog = lazy(() =>
  import('./PublishedDialog.tsx').then((module) => ({ default: module.PublishedDialog })),
);

type Panel = 'columns' | 'split' | null;

/** Chooses data, says how it is read and divided, and shows what it is like before anything is trained on it. */
export default function DataCell() {
  const { run, state, setDetail } = useCell();
  const info = useOpened();
  // Drawing it is long work: it is done in slices, between what the person does.
  const seen = useDeferredValue(useReport());
  const error = useDatasets((all) => all.error);
  const task = useRecipe(({ recipe }) => recipe.task);
  const [panel, setPanel] = useState<Panel>(null);
  const [dialog, setDialog] = useState(false);

  const title = info?.title;
  useEffect(() => {
    if (title !== undefined) setDetail(title);
  }, [title, setDetail]);

  const choose = useCallback(
    async (request: OpenRequest): Promise<boolean> => {
      const opened = await chooseData(titleOf(request.source), request);
      if (!opened) return false;
      const { recipe } = useRecipe.getState();
      if (roleKit(recipe.task).doubt(recipe.data.columns, opened.table) === null) {
        // It was opened for a file of which it was unclear; this one it is not.
        setPanel((open) => (open === 'columns' ? null : open));
        run();
      } else setPanel('columns');
      return true;
    },
    [run],
  );

  const chooseSource = useCallback((source: Source) => choose({ source }), [choose]);
  const takeFiles = (files: readonly File[]): void => {
    if (files.length === 0) return;
    try {
      void choose(requestFor(task, files));
    } catch (problem) {
      useDatasets.setState({ error: toErrorData(problem) });
    }
  };

  return (
    <DropZone
      onTransfer={(transfer) => takeFiles([...transfer.files])}
      hint={`Drop one file, or a train and a test file: ${formatsFor(task)}. They stay on this machine.`}
    >
      <FollowSettings />
      <CellActions>
        <Button variant="default" onClick={() => setDialog(true)}>
          Published set…
        </Button>
        <FileButton onChange={takeFiles} multiple accept={acceptedFor(task)}>
          {(props) => (
            <Button variant="default" {...props}>
              Upload
            </Button>
          )}
        </FileButton>
      </CellActions>
      <Suspense fallback={null}>
        {dialog && <PublishedDialog opened onClose={() => setDialog(false)} onChoose={chooseSource} />}
      </Suspense>

      <div className={classes.head}>
        <SourceSelect onChoose={(source) => void chooseSource(source)} />
        <Facts panel={panel} onPanel={setPanel} />
      </div>
      <p className={classes.quiet}>
        {info?.about} A file of your own ({formatsFor(task)}) can be dropped anywhere here. It is read in this
        page and never leaves this machine.
      </p>

      <JobStrip />
      {error && (
        <div className={classes.error}>
          <ErrorBox error={error} />
          <Button variant="subtle" onClick={dismissDataError}>
            Dismiss
          </Button>
        </div>
      )}
      {info?.notKept && <p className={classes.warn}>{info.notKept}</p>}
      {info && <BadRows info={info} />}
      {info && <RepeatedNames info={info} />}
      {info && <SplitOffer info={info} />}
      {panel === 'columns' && info && <ColumnsPanel info={info} />}
      {panel === 'split' && <SplitPanel info={info} />}

      {seen ? (
        <>
          <EmptyParts report={seen.report} onChange={() => setPanel('split')} />
          <Seen seen={seen} />
        </>
      ) : (
        <div className={classes.nothing}>
          <p>
            {state === 'running' || state === 'done'
              ? 'The data is being looked over.'
              : task === 'translate'
                ? 'The pairs, their lengths and their words appear here.'
                : 'The classes, the lengths and the rows of the data appear here.'}
          </p>
          {state !== 'running' && state !== 'done' && (
            <Button variant="default" onClick={run}>
              Look at the data
            </Button>
          )}
        </div>
      )}
    </DropZone>
  );
}

/** Drawn anew with a new report only, not with every state of the cell. */
const Seen = memo(function Seen({ seen }: { seen: NonNullable<DatasetsState['report']> }) {
  return (
    <div className={classes.seen}>
      {seen.report.pairs ? (
        <PairsOverview report={seen.report} pairs={seen.report.pairs} />
      ) : (
        <Overview report={seen.report} />
      )}
      <Findings report={seen.report} />
      <RowsTable key={seen.info.id} seen={seen} />
    </div>
  );
});

/** That there will be no score is to be known before, not after training. */
function EmptyParts({ report, onChange }: { report: DataReport; onChange: () => void }) {
  const warning = emptyParts(report.splitCounts);
  if (warning === null) return null;
  return (
    <p className={classes.findings} data-warn>
      {warning} More rows help, or a test file beside this one, or other shares.{' '}
      <button type="button" className={classes.link} onClick={onChange}>
        Divide the rows otherwise
      </button>
    </p>
  );
}

/** A name that several columns have: the later ones are called otherwise, which is said. */
function RepeatedNames({ info }: { info: DatasetInfo }) {
  const repeated = repeatedNames(info.table.columns.map(({ name }) => name));
  if (!info.table.header || repeated.length === 0) return null;
  return (
    <p className={classes.findings}>
      {repeated
        .map((name) => `Several columns are called “${name}”: the second is “${name} (2)” here.`)
        .join(' ')}
    </p>
  );
}

/** The file says itself what is train and what is test: that is rarely meant to be overlooked. */
function SplitOffer({ info }: { info: DatasetInfo }) {
  const split = useRecipe(({ recipe }) => recipe.data.columns.split);
  const update = useRecipe((state) => state.update);
  const found = info.table.guess.split;
  if (found === null || split !== null) return null;
  return (
    <p className={classes.findings}>
      Column {found} says for each row whether it is train or test, and is not used.{' '}
      <button type="button" className={classes.link} onClick={() => update('data.columns.split', found)}>
        Divide the rows by it
      </button>
    </p>
  );
}

/** What the data is, in one line, with the ways to change how it is read and divided. */
const Facts = memo(function Facts({ panel, onPanel }: { panel: Panel; onPanel: (panel: Panel) => void }) {
  const info = useOpened();
  const { columns, split, limit } = useRecipe(({ recipe }) => recipe.data);
  const kit = roleKit(useRecipe(({ recipe }) => recipe.task));
  const givenSplit = columns.split !== null && info?.table.guess.split !== null;
  // Before the data is opened it is not known which column that is.
  const columnOfSplit = columns.split === 'auto' ? (info?.table.guess.split ?? null) : columns.split;
  const drawn = drawnWords(useReport()?.report.drawnParts ?? []);
  const percent = (share: number): string => `${Math.round(share * 100)}`;
  const test = info?.testTable ? 0 : split.test;
  const shares = `${percent(1 - split.validation - test)} / ${percent(split.validation)} / ${info?.testTable ? sourceTitle({ kind: 'file', name: info.testTable.name, testName: null }) : percent(split.test)}`;
  const toggle = (which: 'columns' | 'split') => ({
    'aria-expanded': panel === which,
    onClick: () => onPanel(panel === which ? null : which),
  });
  return (
    <dl className={classes.facts}>
      {info && (
        <>
          <div>
            <dt>rows</dt>
            <dd>
              {formatNumber(info.table.rows + (info.testTable?.rows ?? 0))}
              {limit !== null && `, at most ${formatNumber(limit)} used`}
            </dd>
          </div>
          <div>
            <dt>columns</dt>
            <dd>
              {kit.describe(kit.of(columns, info.table), info.table)}{' '}
              <button
                type="button"
                className={classes.link}
                aria-label="Change columns"
                {...toggle('columns')}
              >
                {panel === 'columns' ? 'Close' : 'Change'}
              </button>
            </dd>
          </div>
        </>
      )}
      <div>
        <dt>train / validation / test</dt>
        <dd>
          {givenSplit
            ? `by ${columnOfSplit === null ? 'its split column, if it has one' : `column ${columnOfSplit}`}${drawn}`
            : shares}{' '}
          <button type="button" className={classes.link} aria-label="Change the split" {...toggle('split')}>
            {panel === 'split' ? 'Close' : 'Change'}
          </button>
        </dd>
      </div>
    </dl>
  );
});
