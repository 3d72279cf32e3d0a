import { Button, Select, Slider } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { TrueLink } from '../../charts/attention/draw.ts';
import { joinedTokens, type ShownToken } from '../../charts/attention/maps.ts';
import type { AlignedSentence } from '../../runs/types.ts';
import { score } from '../training/figures.ts';
import training from '../training/training.module.css';
import { runTitle } from '../training/run-words.ts';
import { type SteadyRun, useHistory } from '../training/use-runs.ts';
import { AlignmentMap } from './AlignmentMap.tsx';
import classes from './translation.module.css';

/** From one snapshot to the next while it plays. */
const STEP_MS = 450;

/** A weight comes as one of 256 steps. */
const DECIMALS = 3;

/** Bytes, row by row, as weights of each word of the target. */
function rowsOf(bytes: Uint8Array, { source, target }: AlignedSentence): number[][] {
  return target.map((_, t) =>
    Array.from(bytes.subarray(t * source.length, (t + 1) * source.length), (byte) => byte / 255),
  );
}

function tokensOf({ source, target, starts }: AlignedSentence): Record<'source' | 'target', ShownToken[]> {
  const shown = (texts: readonly string[], begin: readonly boolean[] | undefined) =>
    texts.map((text, i) => ({ text, starts: begin?.[i] ?? true }));
  return { source: shown(source, starts?.source), target: shown(target, starts?.target) };
}

const written = (sentence: AlignedSentence): string =>
  joinedTokens(tokensOf(sentence).source)
    .map(({ text }) => text)
    .join(' ');

const linksOf = ({ links }: AlignedSentence): TrueLink[] =>
  links.map(([source, target, sure]) => ({ row: target, column: source, sure: sure === 1 }));

function unknownIn({ source, target, unknown }: AlignedSentence): string | null {
  const words = [
    ...(unknown?.source ?? []).map((place) => source[place] ?? ''),
    ...(unknown?.target ?? []).map((place) => target[place] ?? ''),
  ];
  return words.length > 0 ? words.join(', ') : null;
}

/** The alignment of a sentence at each snapshot of the training: by slider (arrow keys) or played. */
export function AlignmentReplay({ run }: { run: SteadyRun }) {
  const alignments = useHistory(run.id)?.alignments;
  const sentences = alignments?.sentences ?? [];
  const points = alignments?.points ?? [];
  const [which, setWhich] = useState(0);
  /** Null: the newest. */
  const [place, setPlace] = useState<number | null>(null);
  const [playing, setPlaying] = useState(false);
  const last = points.length - 1;
  const at = Math.min(place ?? last, last);

  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      if (at >= last) setPlaying(false);
      else setPlace(at + 1);
    }, STEP_MS);
    return () => clearTimeout(timer);
  }, [playing, at, last]);

  const sentence = sentences[which];
  const point = points[at];
  const bytes = point?.weights[which];
  const weights = useMemo(() => (bytes && sentence ? rowsOf(bytes, sentence) : []), [bytes, sentence]);
  const tokens = useMemo(() => sentence && tokensOf(sentence), [sentence]);
  const links = useMemo(() => (sentence ? linksOf(sentence) : []), [sentence]);
  const unknown = sentence && unknownIn(sentence);
  if (!tokens || !point) {
    return <p className={training.empty}>The first snapshot is taken when the run begins.</p>;
  }
  const when = `step ${point.step.toLocaleString('en')}${point.aer === null ? '' : `, AER ${score(point.aer)}`}`;
  const play = (): void => {
    if (!playing) setPlace(at >= last ? 0 : at);
    setPlaying(!playing);
  };
  return (
    <section aria-label="Replay of the alignment">
      <Select
        size="xs"
        label="Sentence of validation"
        data={sentences.map((each, i) => ({ value: String(i), label: written(each) }))}
        value={String(which)}
        allowDeselect={false}
        checkIconPosition="right"
        onChange={(value) => setWhich(Number(value))}
      />
      <div className={classes.replay}>
        <Button variant="default" onClick={play} disabled={last < 1}>
          {playing ? 'Stop' : 'Play'}
        </Button>
        <Slider
          className={classes.slider}
          size="sm"
          min={0}
          max={Math.max(1, last)}
          step={1}
          value={at}
          disabled={last < 1}
          onChange={(next) => {
            setPlaying(false);
            setPlace(next);
          }}
          label={null}
          thumbLabel="Snapshot of the training"
          thumbValueText={when}
        />
        <output>
          step {point.step.toLocaleString('en')}
          {point.aer !== null && ` · AER ${score(point.aer)}`}
        </output>
      </div>
      {unknown && <p className={training.hint}>Read as unknown, since train does not have it: {unknown}.</p>}
      <AlignmentMap
        title="Alignment while it learns"
        detail={`${runTitle(run)}, ${when}`}
        {...tokens}
        weights={weights}
        links={links}
        decimals={DECIMALS}
      />
    </section>
  );
}
