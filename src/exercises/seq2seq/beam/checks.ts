import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

/** Log-probabilities of the next word after these words. */
type Model = (words: readonly number[]) => number[];

interface Options {
  sos: number;
  eos: number;
  width: number;
  maxLength: number;
  alpha: number;
}

interface Ways {
  /** Ends are compared without the penalty. */
  raw?: boolean;
  /** The penalty counts the words without `<eos>`. */
  short?: boolean;
  /** The first that is finished is returned. */
  first?: boolean;
  /** The least likely goes on. */
  worst?: boolean;
  /** Only the last word counts. */
  last?: boolean;
  /** What reaches the greatest length is lost. */
  lost?: boolean;
}

/** As the task says, straight. */
function right(model: Model, { eos, width, maxLength, alpha }: Options, ways: Ways = {}): number[] {
  let live: { words: number[]; log: number }[] = [{ words: [], log: 0 }];
  let best = { words: [] as number[], score: -Infinity };
  for (let length = 1; length <= maxLength && live.length > 0; length++) {
    const next = live
      .flatMap(({ words, log }) =>
        model(words).map((more, word) => ({ words, word, log: (ways.last ? 0 : log) + more })),
      )
      .sort((a, b) => (ways.worst ? a.log - b.log : b.log - a.log))
      .slice(0, width);
    live = [];
    for (const { words, word, log } of next) {
      const all = word === eos ? words : [...words, word];
      if (word !== eos && length < maxLength) {
        live.push({ words: all, log });
        continue;
      }
      if (word !== eos && ways.lost) continue;
      if (ways.first) return all;
      const counted = ways.short ? Math.max(1, all.length) : length;
      const score = ways.raw ? log : log / counted ** alpha;
      if (score > best.score) best = { words: all, score };
    }
  }
  return best.words;
}

/** The best of all translations there are, one by one. */
function bruteForce(model: Model, { eos, maxLength, alpha }: Options): number[] {
  let best = { words: [] as number[], score: -Infinity };
  const go = (words: number[], log: number): void =>
    model(words).forEach((more, word) => {
      const length = words.length + 1;
      const all = word === eos ? words : [...words, word];
      if (word !== eos && length < maxLength) return go(all, log + more);
      const score = (log + more) / length ** alpha;
      if (score > best.score) best = { words: all, score };
    });
  go([], 0);
  return best.words;
}

const logsOf = (weights: readonly number[]): number[] => {
  const whole = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => Math.log(weight / whole));
};

/** A model with random probabilities of its own after every beginning. */
function randomModel(kit: Kit, words: number): Model {
  const known = new Map<string, number[]>();
  return (before) => {
    const key = before.join();
    const found = known.get(key) ?? logsOf(kit.numbers(words).map((x) => Math.exp(1.5 * x)));
    known.set(key, found);
    return found;
  };
}

const SOS = -1;
const EOS = 0;

function run({ beam }: Student, kit: Kit, model: Model, options: Options): { got: unknown; steps: number } {
  let steps = 0;
  const step = (id: number, state: readonly number[]): { logs: number[]; state: number[] } => {
    if (++steps > 5000)
      kit.fail('It never ends: the decoder was asked 5,000 times, and still is.', { ...options });
    if (steps % 100 === 0) kit.alive();
    const words = id === SOS ? [...state] : [...state, id];
    return { logs: [...model(words)], state: words };
  };
  return { got: beam?.([], step, options), steps };
}

const base = { sos: SOS, eos: EOS, alpha: 1 };

/** After 1 nothing is likely, after 2 something is: p(1) = 0.5, p(2) = 0.4. */
const dead: Model = (words) => {
  if (words.length === 0) return logsOf([0.05, 0.5, 0.4, 0.05]);
  if (words[0] === 1 && words.length === 1) return logsOf([0.25, 0.25, 0.25, 0.25]);
  if (words[0] === 2 && words.length === 1) return logsOf([0.02, 0.02, 0.02, 0.94]);
  return logsOf([0.94, 0.02, 0.02, 0.02]);
};

export const checks: ExerciseChecks = {
  id: 'seq2seq/beam',
  checks: {
    greedy(student, kit) {
      for (let i = 0; i < 4; i++) {
        const model = randomModel(kit, 4);
        const options = { ...base, width: 1, maxLength: 5 };
        kit.equal(run(student, kit, model, options).got, right(model, options), {
          what: 'the translation',
          input: { ...options, 'first probabilities': model([]).map(Math.exp) },
          mistakes: {
            'There are no words.': [],
            'The least likely word is taken, not the likeliest.': right(model, options, { worst: true }),
          },
        });
      }
    },
    dead(student, kit) {
      const options = { ...base, width: 2, maxLength: 4 };
      kit.equal(run(student, kit, dead, options).got, right(dead, options), {
        what: 'the translation',
        input: { ...options, 'p(1), p(2) at first': [0.5, 0.4], 'best after 1': 0.25, 'best after 2': 0.94 },
        mistakes: {
          'It goes on from the best first word only: keep as many beginnings as the beam is wide.': right(
            dead,
            {
              ...options,
              width: 1,
            },
          ),
        },
      });
    },
    brute(student, kit) {
      for (const alpha of [0, 0.7, 1]) {
        const model = randomModel(kit, 4);
        const options = { ...base, alpha, width: 300, maxLength: 4 };
        kit.equal(run(student, kit, model, options).got, bruteForce(model, options), {
          what: 'the translation',
          input: { words: 4, ...options },
          mistakes: {
            'The first that is finished is returned: others may be better.': right(model, options, {
              first: true,
            }),
            'Finished ones are compared without the length penalty.': right(model, options, { raw: true }),
          },
        });
      }
    },
    penalty(student, kit) {
      // Two words of 0.5 and an end of 0.9, or an end at once of 0.3.
      const model: Model = (words) => {
        if (words.length === 0) return logsOf([0.3, 0.5, 0.2]);
        if (words.length === 1) return logsOf([0.1, 0.5, 0.4]);
        return logsOf([0.9, 0.05, 0.05]);
      };
      for (const alpha of [0, 1, 2]) {
        const options = { ...base, alpha, width: 3, maxLength: 5 };
        kit.equal(run(student, kit, model, options).got, right(model, options), {
          what: 'the translation',
          input: {
            ...options,
            'log p of the empty one': Math.log(0.3),
            'log p of [1, 1]': Math.log(0.5 * 0.5 * 0.9),
          },
          mistakes: {
            'The log-probabilities of the words are not added up: only the last one counts.': right(
              model,
              options,
              { last: true },
            ),
            'The length penalty does not get in.': right(model, options, { raw: true }),
            'The length is counted without <eos>.': right(model, options, { short: true }),
          },
        });
      }
      for (let i = 0; i < 6; i++) {
        const random = randomModel(kit, 5);
        const options = { ...base, alpha: 1, width: 3, maxLength: 6 };
        kit.equal(run(student, kit, random, options).got, right(random, options), {
          what: 'the translation',
          input: { words: 5, ...options },
          mistakes: {
            'The log-probabilities of the words are not added up: only the last one counts.': right(
              random,
              options,
              { last: true },
            ),
            'The length penalty does not get in.': right(random, options, { raw: true }),
            'The length is counted without <eos>.': right(random, options, { short: true }),
          },
        });
      }
    },
    ends(student, kit) {
      const never: Model = () => [-50, Math.log(0.7), Math.log(0.3)];
      const options = { ...base, width: 2, maxLength: 6 };
      const { got, steps } = run(student, kit, never, options);
      kit.equal(got, [1, 1, 1, 1, 1, 1], {
        what: 'the translation of a decoder that never says <eos>',
        input: options,
        mistakes: {
          'What reaches maxLength without <eos> is lost: it counts as finished, too.': right(never, options, {
            lost: true,
          }),
        },
      });
      if (steps > 1 + 2 * 5)
        kit.fail('The decoder is asked more often than there are beginnings.', {
          'steps made': steps,
          'steps needed': '1, then 2 each for the other 5 words',
        });
    },
  },
};
