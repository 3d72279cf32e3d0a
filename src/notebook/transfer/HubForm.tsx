import { Anchor, Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { memoryWords } from '../../recipe/model-fit.ts';
import { fetchModel, lookUpModel, useModels } from '../../store/models.ts';
import { useSpeed } from '../../store/speed.ts';
import type { KeptModel } from '../../storage/types.ts';
import type { ModelOffer } from '../../worker/protocol.ts';
import bert from '../bert/bert.module.css';
import data from '../data/data.module.css';
import { formatBytes } from '../data/files.ts';
import { count } from '../training/figures.ts';
import { sizeWords } from './begin-with.ts';
import classes from './open-model.module.css';
import { timeWords } from './takes.ts';

/** Models of the lecture, to be looked up with one click. */
const KNOWN = ['cointegrated/rubert-tiny2', 'tbs17/MathBert', 'distilbert/distilbert-base-uncased'];

/** A model of the hub by its name: what it is and takes is told before it is fetched. */
export function HubForm({ onFetched }: { onFetched: (model: KeptModel) => void }) {
  const { offer, job } = useModels();
  const [name, setName] = useState('');
  const lookUp = (wanted: string): void => {
    setName(wanted);
    void lookUpModel(wanted);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') lookUp(name);
  };
  return (
    <section aria-label="From the Hugging Face hub">
      <h3 className={data.heading}>From the Hugging Face hub</h3>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          size="xs"
          className={classes.name as string}
          label="Name of a BERT or DistilBERT"
          placeholder="owner/name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={name.trim() === '' || job !== null}>
          Look up
        </Button>
      </form>
      <div className={classes.known}>
        {KNOWN.map((id) => (
          <Button
            key={id}
            variant="subtle"
            size="compact-xs"
            disabled={job !== null}
            onClick={() => lookUp(id)}
          >
            {id}
          </Button>
        ))}
      </div>
      {offer && <Offer offer={offer} busy={job !== null} onFetched={onFetched} />}
    </section>
  );
}

function Offer({
  offer,
  busy,
  onFetched,
}: {
  offer: ModelOffer;
  busy: boolean;
  onFetched: (model: KeptModel) => void;
}) {
  const { id, bytes, arrived, kept, sizes, vocabularySize, fit, files } = offer;
  const size = bytes === null ? 'size unknown' : formatBytes(bytes);
  const no = fit.verdict === 'no';
  const speed = useSpeed((state) => state.speed);
  return (
    <div className={classes.offer} role="group" aria-label={`The model ${id}`}>
      <p>
        <strong>{id}</strong> · {sizeWords(sizes, vocabularySize)} ·{' '}
        <Anchor
          href={`https://huggingface.co/${id}`}
          target="_blank"
          rel="noreferrer"
          inherit
          underline="always"
        >
          its page
        </Anchor>
      </p>
      <dl className={bert.facts}>
        <div>
          <dt>to be fetched</dt>
          <dd>
            {size}
            {arrived > 0 && `, ${formatBytes(arrived)} of it are here`}
          </dd>
        </div>
        <div>
          <dt>weights with a head</dt>
          <dd>{count(fit.parameters)}</dd>
        </div>
        <div>
          <dt>memory to read with it</dt>
          <dd>about {memoryWords(fit.reading)}</dd>
        </div>
        <div>
          <dt>a page has here</dt>
          <dd>about {memoryWords(fit.memory)}</dd>
        </div>
      </dl>
      <p role="status">
        <span className={no ? bert.noGo : bert.go}>
          {no ? 'No go. ' : fit.verdict === 'frozen' ? 'Go, frozen. ' : 'Go. '}
        </span>
        {fit.advice}
        {speed !== null && !no && ` ${timeWords(fit, speed)}`}
      </p>
      <p className={data.quiet}>
        {files
          .map(({ name, bytes: own }) => `${name}${own === null ? '' : ` ${formatBytes(own)}`}`)
          .join(' · ')}
      </p>
      <Button
        mt="xs"
        disabled={no || busy}
        onClick={() => void fetchModel(id).then((model) => model && onFetched(model))}
      >
        {kept ? `Fetch it again (${size})` : arrived > 0 ? `Go on (${size} in all)` : `Fetch (${size})`}
      </Button>
    </div>
  );
}
