import { Button, Checkbox, TextInput } from '@mantine/core';
import { withSize, withWords, reversed } from './changes.ts';
import { change, takeFirst, takeLecture, undo, useByHand } from './kept.ts';
import { NumberSetting } from './NumberSetting.tsx';
import classes from './self-attention.module.css';
import { allWordsOf, beginsWithQueries, divisorOf, MOST_SIZE, MOST_WORDS, type Settings } from './steps.ts';

const set = (values: Partial<Settings>): void => change((before) => ({ ...before, ...values }));

/** The sentence, sizes and masks, with a way back. */
export function SettingsBar() {
  const settings = useByHand((state) => state.settings);
  const sentence = useByHand((state) => state.sentence);
  const steps = useByHand((state) => state.past.length);
  const gone = useByHand((state) => state.gone);
  const { words, size, padding } = settings;
  const lecture = beginsWithQueries(settings);
  const all = allWordsOf(sentence);
  const beyond = all.slice(MOST_WORDS);
  const most = words.length - 1;

  const type = (text: string): void => {
    const typed = allWordsOf(text).slice(0, MOST_WORDS);
    change((before) => (typed.length > 0 ? withWords(before, typed) : before), 'sentence', text);
  };

  return (
    <>
      <div className={classes.settings}>
        <TextInput
          className={classes.sentence}
          label="A sentence, eight words at most"
          maxLength={2000}
          value={sentence}
          onChange={({ currentTarget }) => type(currentTarget.value)}
          error={all.length === 0 ? 'Type a word: the last sentence stays below.' : null}
        />
        <NumberSetting
          label="D"
          description={lecture ? 'numbers a word: the lecture’s 64' : 'numbers a word'}
          value={size}
          range={`a whole number from 1 to ${MOST_SIZE}`}
          allows={(value) => value === size || (Number.isInteger(value) && value >= 1 && value <= MOST_SIZE)}
          onTake={(value) => change((before) => withSize(before, value))}
        />
        <NumberSetting
          label="Divided by"
          description={settings.divisor === null ? 'that is √D; empty: √D' : 'empty: √D'}
          value={divisorOf(settings)}
          range="any number greater than 0, or empty (√D)"
          allows={(value) => value > 0}
          onEmpty={() => set({ divisor: null })}
          onTake={(divisor) => set({ divisor })}
        />
        <NumberSetting
          label="Padding"
          description="words at the end"
          value={padding}
          range={
            most === 0 ? '0 with one word' : `a whole number from 0 to ${most}: one word is left to look at`
          }
          allows={(value) => Number.isInteger(value) && value >= 0 && value <= most}
          onTake={(value) => set({ padding: value })}
        />
        <div className={classes.switches}>
          <Checkbox
            label="Causal mask"
            checked={settings.causal}
            onChange={({ currentTarget }) => set({ causal: currentTarget.checked })}
          />
          <Checkbox
            label={lecture ? 'Add positions (the lecture begins with queries)' : 'Add positions'}
            disabled={lecture}
            checked={settings.positions}
            onChange={({ currentTarget }) => set({ positions: currentTarget.checked })}
          />
        </div>
      </div>
      {beyond.length > 0 && (
        <p className={classes.order} role="status">
          {beyond.length === 1 ? 'One word or mark is' : `${beyond.length} words and marks are`} beyond the
          eighth and left out: “{beyond.slice(0, 12).join(' ')}
          {beyond.length > 12 ? ' …' : ''}”.
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => change(reversed)}>
          Reverse the order
        </Button>
        <Button variant="default" onClick={takeLecture}>
          The lecture’s numbers
        </Button>
        <Button variant="subtle" onClick={takeFirst}>
          Start again
        </Button>
        <Button variant="subtle" disabled={steps === 0} onClick={undo}>
          Undo
        </Button>
      </div>
      {gone.length > 0 && (
        <p className={classes.order} role="status">
          What you wrote into {gone.join(', ')} does not fit any more and is gone; Undo brings it back.
        </p>
      )}
    </>
  );
}
