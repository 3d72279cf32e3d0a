import { Anchor, Button, Group, Modal, Popover, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { toErrorData } from '../../base/errors.ts';
import { CATALOGUE } from '../../data/catalogue.ts';
import type { DatasetInfo } from '../../data/types.ts';
import type { Source } from '../../recipe/recipe.ts';
import { useRecipe } from '../../store/recipe.ts';
import { dismissDataError, removeDataset, useDatasets } from '../../store/datasets.ts';
import { formatNumber } from '../../charts/format.ts';
import classes from './data.module.css';
import { JobStrip } from './JobStrip.tsx';
import { addedWords } from './SourceSelect.tsx';
import { FORMATS, formatBytes, sourceTitle } from './files.ts';

interface DialogProps {
  opened: boolean;
  onClose: () => void;
  /** Resolves with whether it could be opened; why not is the error of the data store. */
  onChoose: (source: Source) => Promise<boolean>;
}

/** Published sets to fetch, any address, and what this browser keeps. */
export function PublishedDialog({ opened, onClose, onChoose }: DialogProps) {
  const kept = useDatasets((state) => state.kept);
  const translate = useRecipe(({ recipe }) => recipe.task === 'translate');
  const fitting = CATALOGUE.filter(({ parallel = false }) => parallel === translate);
  const own = (kept ?? []).filter(({ source }) => source.kind !== 'builtin');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title="Published data sets"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ul className={classes.cards}>
        {fitting.map((entry) => (
          <PublishedRow key={entry.id} entry={entry} onChoose={onChoose} onDone={onClose} />
        ))}
      </ul>
      <AddressForm onChoose={onChoose} onDone={onClose} />
      {own.length > 0 && (
        <section aria-label="Kept in this browser">
          <h3 className={classes.heading}>Kept in this browser</h3>
          <ul className={classes.cards}>
            {own.map((info) => (
              <KeptRow key={info.id} info={info} />
            ))}
          </ul>
        </section>
      )}
    </Modal>
  );
}

interface FetchProps {
  onChoose: DialogProps['onChoose'];
  onDone: () => void;
}

/** Fetches for a part of the dialog, which stays open until the data is there: what went wrong is said where it was asked for. */
function useFetch({ onChoose, onDone }: FetchProps) {
  const [busy, setBusy] = useState(false);
  // Once the dialog is closed, an error belongs to the cell, which shows it by itself.
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);
  /** Resolves with what is to be said; null where nothing is. */
  const fetchIt = async (source: Source): Promise<string | null> => {
    setBusy(true);
    const opened = await onChoose(source);
    if (!here.current) return null;
    setBusy(false);
    if (opened) {
      onDone();
      return null;
    }
    const { error } = useDatasets.getState();
    if (!error) return null; // Cancelled.
    dismissDataError();
    return [error.message, error.hint].filter(Boolean).join(' ');
  };
  return { busy, fetchIt };
}

/** A set of the list. */
function PublishedRow({ entry, ...props }: FetchProps & { entry: (typeof CATALOGUE)[number] }) {
  const { id, title, description, rows, bytes, licence, homepage } = entry;
  const { busy, fetchIt } = useFetch(props);
  const [wrong, setWrong] = useState<string | null>(null);
  const press = async (): Promise<void> => {
    setWrong(null);
    setWrong(await fetchIt({ kind: 'catalogue', id }));
  };
  return (
    <li>
      <div>
        <strong>{title}</strong>
        <p>{description}</p>
        <p className={classes.quiet}>
          {rows} · {bytes === null ? 'size unknown' : formatBytes(bytes)} · {licence} ·{' '}
          <Anchor href={homepage} target="_blank" rel="noreferrer" inherit underline="always">
            about {title}
          </Anchor>
        </p>
        {wrong !== null && (
          <Text role="alert" size="xs" c="var(--mantine-color-error)" mt={4}>
            {wrong}
          </Text>
        )}
        {busy && <JobStrip />}
      </div>
      <Button variant="default" aria-label={`Fetch ${title}`} disabled={busy} onClick={() => void press()}>
        Fetch
      </Button>
    </li>
  );
}

/** A page can fetch from no other kind of address. */
const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);

/** Stays open until the file is there: what is wrong with an address is said beside it. */
function AddressForm(props: FetchProps) {
  const { busy, fetchIt } = useFetch(props);
  const [url, setUrl] = useState('');
  const [testUrl, setTestUrl] = useState('');
  const [wrong, setWrong] = useState<{ url?: string; testUrl?: string }>({});

  // The form stands at the end of a long dialog: what it says anew may lie below the edge.
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (busy || wrong.url !== undefined || wrong.testUrl !== undefined)
      form.current?.scrollIntoView({ block: 'nearest' });
  }, [busy, wrong]);

  const press = async (): Promise<void> => {
    const say = await fetchIt({ kind: 'url', url, testUrl: testUrl === '' ? null : testUrl });
    if (say === null) return;
    const isOf = (address: string): boolean =>
      say.includes(address) || say.includes(`“${sourceTitle({ kind: 'url', url: address, testUrl: null })}”`);
    setWrong(testUrl !== '' && isOf(testUrl) && !isOf(url) ? { testUrl: say } : { url: say });
  };

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const say = 'A whole address is needed, such as https://example.org/train.csv.';
    const bad = {
      ...(!isWebAddress(url) && { url: say }),
      ...(testUrl !== '' && !isWebAddress(testUrl) && { testUrl: say }),
    };
    setWrong(bad);
    if (Object.keys(bad).length > 0) return;
    void press();
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <h3 className={classes.heading}>From any address</h3>
      <TextInput
        size="xs"
        label="Address of the file"
        description={`${FORMATS}. Pages of Hugging Face data sets offer such files under “Files”.`}
        placeholder="https://…"
        value={url}
        error={wrong.url}
        onChange={(event) => setUrl(event.currentTarget.value.trim())}
      />
      <TextInput
        size="xs"
        mt="xs"
        label="Address of the test part, if there is one"
        placeholder="https://…"
        value={testUrl}
        error={wrong.testUrl}
        onChange={(event) => setTestUrl(event.currentTarget.value.trim())}
      />
      <Group justify="space-between" mt="xs">
        <Text size="xs" c="dimmed" maw={420}>
          The other host must allow pages to read its files (CORS). If it does not, download the file and
          upload it here.
        </Text>
        <Button type="submit" disabled={url === '' || busy}>
          Fetch
        </Button>
      </Group>
      {busy && <JobStrip />}
    </form>
  );
}

function KeptRow({ info }: { info: DatasetInfo }) {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { title, table, testTable } = info;
  const remove = (): void => {
    setAsking(false);
    removeDataset(info).catch((error: unknown) => {
      const { message, hint } = toErrorData(error);
      setProblem(hint ? `${message} ${hint}` : message);
    });
  };
  return (
    <li>
      <div>
        <strong>{title}</strong>
        <p className={classes.quiet}>
          {formatNumber(table.rows + (testTable?.rows ?? 0))} rows ·{' '}
          {formatBytes(table.bytes + (testTable?.bytes ?? 0))} · since {addedWords(info)}
          <br />
          columns {table.columns.map(({ name }) => name).join(', ')}
        </p>
        {problem && <p role="alert">{problem}</p>}
      </div>
      <Popover opened={asking} onChange={setAsking} trapFocus withArrow position="left" shadow="md">
        <Popover.Target>
          <Button
            variant="subtle"
            color="red"
            aria-label={`Remove ${title}, since ${addedWords(info)}`}
            onClick={() => setAsking(!asking)}
          >
            Remove
          </Button>
        </Popover.Target>
        <Popover.Dropdown maw={260}>
          <Text size="sm">
            Remove “{title}” from this browser? Runs that used it stay, but cannot go on without it.
          </Text>
          <Group gap="xs" mt="xs">
            <Button color="red" onClick={remove}>
              Remove
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              Keep
            </Button>
          </Group>
        </Popover.Dropdown>
      </Popover>
    </li>
  );
}
