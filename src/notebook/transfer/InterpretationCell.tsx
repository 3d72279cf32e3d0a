import { Button, Textarea, TextInput } from '@mantine/core';
import { useEffect, useMemo } from 'react';
import { MapFigure } from '../../charts/attention/MapFigure.tsx';
import { useMapView } from '../../charts/attention/use-map-view.ts';
import { markRead, useNotebooks } from '../../store/notebook.ts';
import { notePin, openPins, type Pin, setWords, unpin, usePins } from '../../store/pins.ts';
import { drawingOf } from '../report/interpretation.ts';
import training from '../training/training.module.css';
import { useCell } from '../use-cell.ts';
import classes from './transfer.module.css';

/** What the person makes of the heads, and the maps it rests on. Kept as it is typed. */
export default function InterpretationCell() {
  const { lesson, id, setDetail } = useCell();
  const { pins, words, loaded } = usePins();
  const open = useNotebooks((all) => all[lesson]?.loaded ?? false);
  // Done once something was written or pinned.
  const begun = loaded && (words.trim() !== '' || pins.length > 0);
  useEffect(() => {
    if (open && begun) markRead(lesson, id);
  }, [open, begun, lesson, id]);
  useEffect(() => void openPins(lesson), [lesson]);
  useEffect(() => {
    if (pins.length > 0) setDetail(`${pins.length} map${pins.length === 1 ? '' : 's'}`);
  }, [pins.length, setDetail]);
  return (
    <>
      <Textarea
        label="What do the heads look at, and what did fine-tuning change?"
        description="Say which map shows it."
        disabled={!loaded}
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

function Pinned({ pin }: { pin: Pin }) {
  const { id, title, text, note, signed } = pin;
  const drawing = useMemo(() => drawingOf(pin), [pin]);
  const view = useMapView(drawing.map);
  return (
    <li>
      <MapFigure
        title={title}
        drawing={drawing}
        view={view}
        {...(signed && { verb: 'looks more (or less) at' })}
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
