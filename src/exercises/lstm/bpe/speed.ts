import type { Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { corpus } from './corpus.ts';
import { trained } from './oracle.ts';

/** What the task asks for. */
const TEXTS = 5000;
const MERGES = 2000;
const SECONDS = 10;

/** The first look: so many of the texts, and merges by which counting everything anew is far behind. */
const FEW_TEXTS = 1000;
const FEW_MERGES = 300;
/** Of the time that our own index takes. Code with another index takes up to twice as long, counting anew ten times. */
const TIMES = 3;
/** So few seconds at that rate are no trouble, whatever ours takes. */
const NO_TROUBLE = 1;

const shown = (merges: unknown): string => JSON.stringify(merges);

/**
 * Times the 2,000 merges themselves. First a look at fewer of them beside our own trainer at the same moment: what
 * counts everything anew gets its reason before the sandbox ends it for being silent, also on a machine that is fast
 * enough for it. Every bound is one from above, so time that is wasted on purpose never helps.
 */
export function fastEnough({ trainBpe }: Student, kit: Kit): void {
  const texts = corpus(kit.random, TEXTS, 6, 12_000);
  const few = texts.slice(0, FEW_TEXTS);
  const count = FEW_MERGES - kit.integer(0, 20);
  const timed = <T>(work: () => T): { made: T; seconds: number } => {
    let made = undefined as T;
    const seconds = kit.time(() => (made = work())) / 1000;
    kit.alive();
    return { made, seconds };
  };
  const run = (of: readonly string[], merges: number): { made: unknown; seconds: number } =>
    timed((): unknown => trainBpe?.([...of], merges));
  const wrong = (merges: unknown): never =>
    kit.fail('Fast and wrong is not fast: on these texts the merges are not those of the task.', {
      texts: `${TEXTS} of them`,
      'merges you return': Array.isArray(merges) ? `${merges.length}` : merges,
    });
  const slow = (evidence: Record<string, unknown>): never =>
    kit.fail(
      'It is too slow: each merge counts all pairs anew. Keep an index of the pairs and update only the words that change.',
      evidence,
    );

  // The best of three on a busy machine; the first time of all is slow anyway, as the engine does not know the code yet.
  const best = { ours: Infinity, yours: Infinity };
  const tooSlow = (times: number): boolean =>
    best.yours > times * best.ours && (best.yours / count) * MERGES > NO_TROUBLE;
  for (let round = 0; round < 3; round++) {
    const ours = timed(() => trained(few, count));
    const yours = run(few, count);
    if (shown(yours.made) !== shown(ours.made)) wrong(yours.made);
    best.ours = Math.min(best.ours, ours.seconds);
    best.yours = Math.min(best.yours, yours.seconds);
    // Neither a busy machine nor code that is new to the engine explains so much more: no need to measure again.
    if (!tooSlow(TIMES) || tooSlow(3 * TIMES)) break;
  }
  if (tooSlow(TIMES))
    slow({
      [`${count} merges on ${FEW_TEXTS} texts, seconds`]: best.yours,
      'with an index, seconds': best.ours,
      [`at that rate ${MERGES} merges take`]: `${Math.round((best.yours / count) * MERGES)} s, on ${TEXTS} texts more`,
    });

  const whole = run(texts, MERGES);
  if (!Array.isArray(whole.made) || whole.made.length !== MERGES) wrong(whole.made);
  if (whole.seconds <= SECONDS) return;
  // On a machine that is busy with other things our own is slow as well.
  const same = timed(() => trained(texts, MERGES));
  if (whole.seconds > TIMES * same.seconds)
    slow({
      [`${MERGES} merges on ${TEXTS} texts, seconds`]: whole.seconds,
      allowed: SECONDS,
      'with an index, seconds': same.seconds,
    });
}
