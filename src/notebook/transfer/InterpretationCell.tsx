import { Button, Textarea, TextInput } from '@mantine/core';
import { useEffect } from 'react';
import { HeatMap } from '../../charts/HeatMap.tsx';
import { notePin, openPins, type Pin, setWords, unpin, usePins } from '../../store/pins.ts';
import training from '../training/training.module.css';
import { useCell } from '../use-cell.ts';
import classes from './transfer.module.css';

const weight = (value: number): string => value.toFixed(2);

/** What the person makes of the heads, and the maps it rests on. Kept as it is typed. */
export default function InterpretationCell() {
  const { lesson, setDetail } = useCell();
  const { pins, words } = usePins();
  useEffect(() => void openPins(lesson), [lesson]);
  useEffect(() => {
    if (pins.length > 0) setDetail(`${pins.length} map${pins.length === 1 ? '' : 's'}`);
  }, [pins.length, setDetail]);
  return (
    <>
      <Textarea
        label="What do the heads look at, and what did fine-tuning change?"
        description="Say which map shows it."
        autosize
        minRows={5}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {pins.length === 0 ? (
        <p className={training.empty}>Maps that you pin above stand here, each with a note of yours.</p>
      ) : (
        <ul className={classes.pins} aria-label="Pinned maps">
          {pins.map((pin) => (
            <Pinned key={pin.id} pin={pin} />
          ))}
        </ul>
      )}
    </>
  );
}

function Pinned({ pin: { id, title, text, tokens, values, note } }: { pin: Pin }) {
  return (
    <li>
      <HeatMap
        title={title}
        yTitle="token that looks"
        xTitle="token looked at"
        valueTitle="weight"
        yLabels={tokens}
        xLabels={tokens}
        values={values}
        format={weight}
      />
      <p className={training.hint}>“{text}”</p>
      <TextInput
        size="xs"
        aria-label={`Note on ${title}`}
        placeholder="What this map shows"
        value={note}
        onChange={(event) => notePin(id, event.currentTarget.value)}
      />
      <Button
        size="compact-xs"
        mt={6}
        variant="subtle"
        onClick={() => unpin(id)}
        aria-label={`Take ${title} away`}
      >
        Take away
      </Button>
    </li>
  );
}
