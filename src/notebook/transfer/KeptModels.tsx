import { Button, Group, Popover, Text } from '@mantine/core';
import { useState } from 'react';
import { toErrorData } from '../../base/errors.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { fetchModel, removeModel, useModels } from '../../store/models.ts';
import { useRecipe } from '../../store/recipe.ts';
import { useSpeed } from '../../store/speed.ts';
import type { KeptModel } from '../../storage/types.ts';
import { SHIPPED } from '../bert/shipped.ts';
import data from '../data/data.module.css';
import { formatBytes } from '../data/files.ts';
import { count } from '../training/figures.ts';
import { sizeWords } from './begin-with.ts';
import { shippedRecipe } from './backbones.ts';
import { timeWords } from './takes.ts';

interface Props {
  onUse: (trained: Recipe, from: { kind: 'builtin' | 'published'; id: string }) => void;
  onFetched: (model: KeptModel) => void;
}

/** The lab's own model, those that this browser keeps, and downloads that have not come to their end. */
export function KeptModels({ onUse, onFetched }: Props) {
  const { kept, unfinished, job } = useModels();
  const chosen = useRecipe(({ recipe: { model } }) =>
    model.kind === 'bert' && (model.init.kind === 'builtin' || model.init.kind === 'published')
      ? `${model.init.kind}:${model.init.id}`
      : '',
  );
  const [problem, setProblem] = useState<string | null>(null);
  const takeShipped = (): void => {
    setProblem(null);
    shippedRecipe().then(
      (recipe) => onUse(recipe, { kind: 'builtin', id: SHIPPED }),
      (error: unknown) => setProblem(toErrorData(error).message),
    );
  };
  return (
    <section aria-label="Models at hand">
      <h3 className={data.heading}>At hand</h3>
      <ul className={data.cards}>
        <li>
          <div>
            <strong>{SHIPPED}</strong>
            <p className={data.quiet}>
              The lab’s own: a small BERT, pretrained on the definitions of WordNet. Works offline.
            </p>
            {problem && <p role="alert">{problem}</p>}
          </div>
          <UseButton name={SHIPPED} chosen={chosen === `builtin:${SHIPPED}`} onUse={takeShipped} />
        </li>
        {(kept ?? []).map((model) => (
          <KeptRow
            key={model.id}
            model={model}
            chosen={chosen === `published:${model.id}`}
            onUse={() => onUse(model.recipe, { kind: 'published', id: model.id })}
          />
        ))}
        {unfinished.map(({ id, done, total }) => (
          <li key={id}>
            <div>
              <strong>{id}</strong>
              <p className={data.quiet}>
                {formatBytes(done)}
                {total === null ? '' : ` of ${formatBytes(total)}`} have arrived.
              </p>
            </div>
            <Group gap="xs" wrap="nowrap">
              <Button
                variant="default"
                disabled={job !== null}
                aria-label={`Go on with ${id}`}
                onClick={() => void fetchModel(id).then((model) => model && onFetched(model))}
              >
                Go on
              </Button>
              <Button
                variant="subtle"
                color="red"
                disabled={job !== null}
                aria-label={`Discard what has arrived of ${id}`}
                onClick={() => void removeModel(id)}
              >
                Discard
              </Button>
            </Group>
          </li>
        ))}
      </ul>
    </section>
  );
}

function UseButton({ name, chosen, onUse }: { name: string; chosen: boolean; onUse: () => void }) {
  return (
    <Button
      variant={chosen ? 'light' : 'default'}
      aria-pressed={chosen}
      aria-label={`Use ${name}`}
      onClick={onUse}
    >
      {chosen ? 'In use' : 'Use'}
    </Button>
  );
}

const HEADS = { pretraining: '', words: '', none: ' It has no head for words.' } as const;

function KeptRow({ model, chosen, onUse }: { model: KeptModel; chosen: boolean; onUse: () => void }) {
  const [asking, setAsking] = useState(false);
  const fit = useModels((state) => state.fits[model.id]);
  const speed = useSpeed((state) => state.speed);
  const {
    id,
    origin,
    bytes,
    parameters,
    dtypes,
    recipe,
    vocabularySize,
    spareRows = 0,
    head,
    leftOut,
  } = model;
  return (
    <li>
      <div>
        <strong>{id}</strong>
        <p className={data.quiet}>
          {recipe.model.kind === 'bert' && sizeWords(recipe.model, vocabularySize)} · {count(parameters)}{' '}
          weights in {dtypes} · {formatBytes(bytes)} · from {origin === 'hub' ? 'the hub' : 'files'}.
          {HEADS[head]}
          {leftOut.length > 0 && ` Left out: ${leftOut.join(', ')}.`}
        </p>
        {spareRows > 0 && (
          <p className={data.quiet}>
            Its vocabulary has {count(vocabularySize - spareRows)} pieces and its embedding{' '}
            {count(vocabularySize)} rows. Some models are published so; if yours is not, the vocabulary was
            cut, and words are read as unknown.
          </p>
        )}
        {fit && (
          <p className={data.quiet}>
            {fit.advice}
            {speed !== null && ` ${timeWords(fit, speed)}`}
          </p>
        )}
      </div>
      <Group gap="xs" wrap="nowrap">
        <UseButton name={id} chosen={chosen} onUse={onUse} />
        <Popover opened={asking} onChange={setAsking} trapFocus withArrow position="left" shadow="md">
          <Popover.Target>
            <Button
              variant="subtle"
              color="red"
              aria-label={`Remove ${id}`}
              onClick={() => setAsking(!asking)}
            >
              Remove
            </Button>
          </Popover.Target>
          <Popover.Dropdown maw={260}>
            <Text size="sm">
              Remove “{id}” from this browser? Runs that began with it stay; new ones cannot begin with it.
            </Text>
            <Group gap="xs" mt="xs">
              <Button color="red" onClick={() => void removeModel(id)}>
                Remove
              </Button>
              <Button variant="default" onClick={() => setAsking(false)}>
                Keep
              </Button>
            </Group>
          </Popover.Dropdown>
        </Popover>
      </Group>
    </li>
  );
}
