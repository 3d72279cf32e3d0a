import type { Student } from './checks.ts';
import { CheckFailure } from './failure.ts';

type Work = Student[string];

/** By the name of each function: which of the others its code names. */
export type Mentions = ReadonlyMap<string, readonly string[]>;

export function mentionsIn(student: Student): Mentions {
  const names = Object.keys(student);
  return new Map(
    Object.entries(student).map(([name, work]) => {
      const words = new Set(Function.prototype.toString.call(work).match(/[\p{L}\w$]+/gu));
      return [name, names.filter((other) => other !== name && words.has(other))];
    }),
  );
}

/** The function, which has to give its value at once: a promise is refused in the same words by every check. */
export function atOnce(name: string, work: Work): Work {
  return (...inputs: unknown[]): unknown => {
    const made: unknown = work(...inputs);
    if (!(made instanceof Promise)) return made;
    // What it comes to is of no interest, nor that it fails.
    made.catch(() => undefined);
    throw new CheckFailure(
      `The function ${name} returns a promise. Write it without async: its value is wanted at once (and there is no network to wait for).`,
    );
  };
}

/** The functions, noting in `ran` which of them run: those that are called, and those that these name in their code. */
export function noting(student: Student, mentions: Mentions, ran: Set<string>): Student {
  const note = (name: string): void => {
    if (ran.has(name)) return;
    ran.add(name);
    mentions.get(name)?.forEach(note);
  };
  return Object.fromEntries(
    Object.entries(student).map(([name, work]) => [
      name,
      (...inputs: unknown[]): unknown => {
        note(name);
        return work(...inputs);
      },
    ]),
  );
}
