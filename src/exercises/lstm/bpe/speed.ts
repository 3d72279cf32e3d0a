import type { Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { corpus } from './corpus.ts';
import { type Merge, trained } from './oracle.ts';

/** What the task asks for. */
const TEXTS = 5000;
const MERGES = 2000;
const SECONDS = 10;

/** Of the time that our own index takes for the first merges: more than that, and slow by it too, is not waited for. */
const TIMES = 4;

const shown = (merges: unknown): string => JSON.stringify(merges);

/**
 * Times the 2,000 merges themselves. First some of them, against our own trainer at the same moment: what counts
 * everything anew is far behind by then, and gets its reason before the sandbox ends it for being silent. Every bound is
 * one from above, so time that is wasted on purpose never helps.
 */
export function fastEnough({ trainBpe }: Student, kit: Kit): void {
  const texts = corpus(kit.random, TEXTS, 6, 12_000);
  const run = (count: number): { merges: unknown; seconds: number } => {
    let merges: unknown;
    const seconds = kit.time(() => (merges = trainBpe?.([...texts], count))) / 1000;
    kit.alive();
    return { merges, seconds };
  };
  const some = kit.integer(80, 100);
  let first: readonly Merge[] = [];
  const ours = kit.time(() => (first = trained(texts, some))) / 1000;
  kit.alive();
  const probe = run(some);
  const rightFirst = (merges: unknown): boolean =>
    Array.isArray(merges) && shown(merges.slice(0, some)) === shown(first);
  const wrong = (merges: unknown): never =>
    kit.fail('Fast and wrong is not fast: on these texts the merges are not those of the task.', {
      texts: `${TEXTS} of them`,
      'merges you return': Array.isArray(merges) ? `${merges.length}` : merges,
    });
  const slow = (evidence: Record<string, unknown>): never =>
    kit.fail(
      'It is too slow: each merge counts all pairs anew. Keep an index of the pairs and update only the words that change.',
      { texts: `${TEXTS} of them`, ...evidence },
    );
  if (!rightFirst(probe.merges)) wrong(probe.merges);
  const projected = (probe.seconds / some) * MERGES;
  if (projected > 2 * SECONDS && probe.seconds > TIMES * ours)
    slow({
      [`${some} merges, seconds`]: probe.seconds,
      'with an index, seconds': ours,
      [`at that rate ${MERGES} merges would take`]: `${Math.round(projected)} s`,
    });
  const whole = run(MERGES);
  if (!rightFirst(whole.merges) || (whole.merges as unknown[]).length !== MERGES) wrong(whole.merges);
  if (whole.seconds <= SECONDS) return;
  // On a machine that is busy with other things our own is slow as well.
  const same = kit.time(() => trained(texts, MERGES)) / 1000;
  if (whole.seconds > TIMES * same)
    slow({ [`${MERGES} merges, seconds`]: whole.seconds, allowed: SECONDS, 'with an index, seconds': same });
}
