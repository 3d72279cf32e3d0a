import { LabError, type LabErrorData, toErrorData } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import type { HeadMove, HeadProfile } from '../../data/head-profile.ts';
import type { RunContext } from '../../store/cells.ts';
import type { ComparedHeads, ModelRef } from '../../worker/protocol.ts';

/** Texts of the first batch, which tells how long one takes; after it a batch takes about so many seconds. */
const FIRST = 20;
const BATCH_SECONDS = 4;
const MOST_A_BATCH = 400;
/** Maps of one model that are held at a time. */
const MOST_BYTES = 128e6;
/** All texts are looked at unless that took longer; then as many as fit into this time, but so many at least. */
const MOST_SECONDS = 150;
export const LEAST_TEXTS = 60;

/** A model before its fine-tuning, then those after; all read the same tokens. */
export interface ModelsOfTexts {
  models: readonly ModelRef[];
  /** The maps of one model of one text take this at most. */
  bytesPerText: number;
}

export interface OverTexts {
  /** Texts that were looked at, and those that there are. */
  texts: number;
  of: number;
  /** What one text took, in all models. */
  secondsPerText: number;
  /** Of each group what `compareHeads` says of its models; nothing where they could not be read. */
  groups: ComparedHeads[][];
  /** Why a group could not be read; null where it was. */
  failed: (LabErrorData | null)[];
}

/** The same texts in an order that follows from the seed: the first of them are a fair sample. */
export function inRandomOrder<T>(values: readonly T[], seed: number): T[] {
  const random = new Random(seed, 'texts to look at');
  const mixed = values.slice();
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}

const mean = (a: number, weightA: number, b: number, weightB: number): number =>
  weightA + weightB > 0 ? (a * weightA + b * weightB) / (weightA + weightB) : 0;

/** What was found over some texts and over others, as if it had been found over all of them. */
export function together(a: ComparedHeads, b: ComparedHeads): ComparedHeads {
  const profiles = a.profiles.map((own, k): HeadProfile => {
    const other = b.profiles[k] as HeadProfile;
    const of = (key: Exclude<keyof HeadProfile, 'layer' | 'head'>): number =>
      mean(own[key], a.words, other[key], b.words);
    return {
      ...{ layer: own.layer, head: own.head, self: of('self'), cls: of('cls'), sep: of('sep') },
      ...{ previous: of('previous'), next: of('next'), entropy: of('entropy'), distance: of('distance') },
    };
  });
  const moves =
    a.moves &&
    b.moves &&
    a.moves.map((own, k): HeadMove => {
      const other = b.moves?.[k] as HeadMove;
      return {
        ...own,
        moved: mean(own.moved, a.tokens, other.moved, b.tokens),
        identical: own.identical && other.identical,
      };
    });
  return { profiles, moves, words: a.words + b.words, tokens: a.tokens + b.tokens };
}

type Compare = (models: ModelRef[], texts: string[]) => Promise<ComparedHeads[]>;

/**
 * Describes the heads of all models over texts, batch by batch. A group whose model is not there any more is left out, and told of.
 * @throws LabError `model/missing` where none is there; what `compare` throws otherwise
 * @param texts in the order in which they are taken: where all of them would take minutes, the first ones
 * @param now milliseconds
 */
export async function overTexts(
  groups: readonly ModelsOfTexts[],
  texts: readonly string[],
  compare: Compare,
  { signal, report, now }: Pick<RunContext, 'signal' | 'report'> & { now: () => number },
): Promise<OverTexts> {
  const bytes = Math.max(1, ...groups.map(({ bytesPerText }) => bytesPerText));
  const room = Math.max(1, Math.min(MOST_A_BATCH, Math.floor(MOST_BYTES / bytes)));
  let [done, most, size] = [0, texts.length, Math.min(FIRST, room)];
  let secondsPerText = 0;
  let found: ComparedHeads[][] | null = null;
  const failed: (LabErrorData | null)[] = groups.map(() => null);
  for (let batch = 0; done < most; batch++) {
    report({ phase: 'looking at texts of validation', done, total: most });
    const own = texts.slice(done, Math.min(done + size, most));
    const began = now();
    const next: ComparedHeads[][] = [];
    for (const [g, { models }] of groups.entries()) {
      // A model that was removed keeps no other from being described.
      const described = failed[g]
        ? []
        : await compare([...models], own).catch((error: unknown) => {
            const data = toErrorData(error);
            if (data.code !== 'model/missing') throw error;
            failed[g] = data;
            return [];
          });
      next.push(described);
      signal.throwIfAborted();
    }
    const [first] = failed;
    if (first && failed.every((error) => error !== null)) throw LabError.fromData(first);
    found = found
      ? found.map((before, g) =>
          failed[g] ? [] : before.map((each, m) => together(each, next[g]?.[m] as ComparedHeads)),
        )
      : next;
    done += own.length;
    secondsPerText = (now() - began) / 1000 / own.length;
    // The first batch loads the models: what a text takes is told by the second.
    if (batch === 1)
      most = Math.min(texts.length, Math.max(LEAST_TEXTS, done, Math.floor(MOST_SECONDS / secondsPerText)));
    if (batch >= 1) size = Math.max(1, Math.min(room, Math.round(BATCH_SECONDS / secondsPerText) || room));
  }
  return { texts: done, of: texts.length, secondsPerText, groups: found ?? [], failed };
}
