import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

const [SOS, EOS, WORDS] = [2, 3, 9];

/** A decoder that says these words one after the other; the last one for ever. */
function run({ greedy }: Student, kit: Kit, says: readonly number[], maxLength: number) {
  const inputs: number[] = [];
  const states: unknown[] = [];
  const step = (id: number, state: unknown): { logits: number[]; state: unknown } => {
    if (inputs.length > 200)
      kit.fail('It never ends: the decoder was asked 200 times, and still is.', { says, maxLength });
    inputs.push(id);
    states.push(state);
    const t = inputs.length - 1;
    // All negative: who looks for the greatest from 0 on finds none.
    const logits = kit.numbers(WORDS).map((x) => -20 - Math.abs(x));
    logits[says[Math.min(t, says.length - 1)] as number] = -1;
    return { logits, state: t + 1 };
  };
  const got: unknown = greedy?.(0, step, { sos: SOS, eos: EOS, maxLength });
  return { got, inputs, states };
}

export const checks: ExerciseChecks = {
  id: 'seq2seq/greedy',
  checks: {
    words(student, kit) {
      for (const words of [[5, 7, 4], [6], [8, 8, 0, 1]]) {
        const { got, inputs, states } = run(student, kit, [...words, EOS], 20);
        const input = { 'the decoder says': [...words, EOS], sos: SOS, eos: EOS };
        kit.equal(got instanceof Array ? got.filter((id) => id !== EOS && id !== SOS) : got, words, {
          what: 'the words',
          input,
          mistakes: {
            'There are no words.': [],
            'Word 0 is said where all logits are below 0: the search for the greatest begins with 0 instead of −Infinity.':
              Array<number>(20).fill(0),
          },
        });
        kit.equal(inputs.slice(0, words.length), [SOS, ...words].slice(0, words.length), {
          what: 'what the decoder is given',
          input,
          mistakes: { '<sos> is given every time: give the word that it said.': words.map(() => SOS) },
        });
        kit.equal(
          states.slice(0, words.length),
          words.map((_, t) => t),
          {
            what: 'the states it is given',
            input,
            mistakes: { 'Each step begins with the first state: hand on the new one.': words.map(() => 0) },
          },
        );
      }
    },
    eos(student, kit) {
      for (const words of [[5, 7, 4], [], [1]]) {
        const { got } = run(student, kit, [...words, EOS, 5, 5, EOS], 20);
        kit.equal(got, words, {
          what: 'the translation',
          input: { 'the decoder says': [...words, EOS, 5, 5, EOS], sos: SOS, eos: EOS },
          mistakes: {
            '<eos> is part of it: it ends the translation and is no word.': [...words, EOS],
            '<sos> is part of it: it starts the decoder and is no word.': [SOS, ...words],
            'It goes on after <eos>.': [...words, 5, 5],
          },
        });
      }
    },
    ends(student, kit) {
      for (const maxLength of [1, 5, 0]) {
        const { got } = run(student, kit, [6], maxLength);
        kit.equal(got, Array<number>(maxLength).fill(6), {
          what: 'the translation of a decoder that never says <eos>',
          input: { maxLength },
          mistakes: {
            'There is one word too many.': Array<number>(maxLength + 1).fill(6),
            'There is one word too few.': Array<number>(Math.max(0, maxLength - 1)).fill(6),
          },
        });
      }
    },
    work(student, kit) {
      for (const [words, maxLength] of [
        [[5, 7, 4], 20],
        [[], 20],
      ] as const) {
        const { inputs } = run(student, kit, [...words, EOS], maxLength);
        if (inputs.length > words.length + 1)
          kit.fail('The decoder is asked although it has said <eos>: each step costs time.', {
            'words of the translation': words.length,
            'steps made': inputs.length,
            'steps needed': words.length + 1,
          });
      }
    },
  },
};
