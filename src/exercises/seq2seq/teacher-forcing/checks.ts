import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

const WORDS = 7;

interface Made {
  got: unknown;
  /** Ids that the decoder was given, in order. */
  inputs: number[];
  /** States that it was given. */
  states: unknown[];
  coins: number;
  logits: number[][];
}

/** A decoder that says at step t what `says[t]` holds, and notes what it is asked. */
function run(
  { decode }: Student,
  kit: Kit,
  target: readonly number[],
  says: readonly number[],
  ratio: number,
  coins: readonly number[] = [],
): Made {
  const made: Made = { got: undefined, inputs: [], states: [], coins: 0, logits: [] };
  const step = (id: number, state: unknown): { logits: number[]; state: unknown } => {
    if (made.inputs.length > 100)
      kit.fail('The decoder is asked without end: the loop has to stop after the target.');
    made.inputs.push(id);
    made.states.push(state);
    const t = made.logits.length;
    const logits = kit.numbers(WORDS);
    logits[says[t % says.length] as number] = 9;
    made.logits.push(logits);
    return { logits, state: `state ${t + 1}` };
  };
  const random = (): number => coins[made.coins++ % Math.max(1, coins.length)] ?? 0.5;
  made.got = decode?.([...target], 'state 0', step, ratio, random);
  return made;
}

/** What the decoder is given in turn, by whether the true word is given after each step. */
const inputsOf = (
  target: readonly number[],
  says: readonly number[],
  truly: (t: number) => boolean,
): number[] =>
  target
    .slice(0, -1)
    .map((_, t) =>
      t === 0 ? (target[0] as number) : ((truly(t - 1) ? target : says)[truly(t - 1) ? t : t - 1] as number),
    );

const TARGET = [2, 5, 4, 6, 1, 3];
const SAYS = [4, 3, 0, 5, 4];

export const checks: ExerciseChecks = {
  id: 'seq2seq/teacher-forcing',
  checks: {
    teacher(student, kit) {
      for (const target of [TARGET, [2, 3], [2, 6, 3]]) {
        const { inputs, got, logits } = run(student, kit, target, SAYS, 1);
        kit.equal(inputs, target.slice(0, -1), {
          what: 'what the decoder is given',
          input: { target, ratio: 1 },
          mistakes: {
            'The decoder is never asked.': [],
            '<eos> is read, too: it is predicted, and nothing comes after it.': [...target],
            'The first word is given instead of <sos>: what it is to predict is what it reads.':
              target.slice(1),
            'Its own words are given although the ratio is 1.': inputsOf(target, SAYS, () => false),
          },
        });
        kit.equal(got, logits, { what: 'the scores you return', input: { target, ratio: 1 } });
      }
    },
    own(student, kit) {
      for (const target of [TARGET, [2, 6, 3]]) {
        const { inputs } = run(student, kit, target, SAYS, 0);
        kit.equal(
          inputs,
          inputsOf(target, SAYS, () => false),
          {
            what: 'what the decoder is given',
            input: { target, ratio: 0, 'its likeliest words': SAYS.slice(0, target.length - 1) },
            mistakes: {
              'The decoder is never asked.': [],
              'The true words are given although the ratio is 0.': target.slice(0, -1),
              'It stops where the decoder says <eos>: in training every word of the target is predicted.':
                inputsOf(target, SAYS, () => false).slice(0, SAYS.indexOf(3) + 1),
            },
          },
        );
      }
    },
    coin(student, kit) {
      const coins = [0.2, 0.9, 0.4, 0.7, 0.1];
      const ratio = 0.5;
      const { inputs } = run(student, kit, TARGET, SAYS, ratio, coins);
      const truly = (t: number): boolean => (coins[t] as number) < ratio;
      kit.equal(inputs, inputsOf(TARGET, SAYS, truly), {
        what: 'what the decoder is given',
        input: { target: TARGET, 'its likeliest words': SAYS, ratio, 'random() gives': coins },
        mistakes: {
          'The decoder is never asked.': [],
          'One coin decides for the whole sentence: throw it at every step.': inputsOf(TARGET, SAYS, () =>
            truly(0),
          ),
          'The coin is read the wrong way round: below the ratio the true word is given.': inputsOf(
            TARGET,
            SAYS,
            (t) => !truly(t),
          ),
          'Words are mixed by nothing random.': inputsOf(TARGET, SAYS, () => true),
        },
      });
      // Exactly the ratio is not below it.
      const edge = run(student, kit, TARGET, SAYS, 0.5, [0.5]);
      kit.equal(
        edge.inputs,
        inputsOf(TARGET, SAYS, () => false),
        {
          what: 'what the decoder is given where random() gives the ratio itself',
          input: { ratio: 0.5, 'random() gives': 0.5 },
        },
      );
    },
    state(student, kit) {
      const { states } = run(student, kit, TARGET, SAYS, 1);
      kit.equal(
        states,
        TARGET.slice(1).map((_, t) => `state ${t}`),
        {
          what: 'the states the decoder is given',
          mistakes: {
            'The decoder is never asked.': [],
            'Each step begins with the first state: hand on the one that the step before gave.': TARGET.slice(
              1,
            ).map(() => 'state 0'),
          },
        },
      );
    },
  },
};
