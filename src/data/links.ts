import { LabError, toErrorData } from '../base/errors.ts';

/** Places of a word of each language, in the order of the file, and whether the link is sure. */
export type Link = [source: number, target: number, sure: 0 | 1];

/** `0-0 1p2` as links. @throws LabError `data/alignment` */
export function parseLinks(text: string, row: number): Link[] {
  return text
    .split(/\s+/)
    .filter((link) => link !== '')
    .map((link) => {
      const found = /^(\d+)([-p])(\d+)$/.exec(link);
      if (!found)
        throw new LabError(
          'data/alignment',
          `The alignment of row ${(row + 1).toLocaleString('en')} holds “${link}”, which is no link.`,
          'A link is written 3-4 (sure) or 3p4 (possible), words counted from 0. Or use no alignment column.',
        );
      return [Number(found[1]), Number(found[3]), found[2] === '-' ? 1 : 0];
    });
}

/** The first link to a word that these sentences do not have; undefined where all are there. */
export const strayLink = (
  links: readonly Link[],
  [source, target]: readonly [number, number],
): Link | undefined => links.find(([from, to]) => from >= source || to >= target);

/** Why the links of a row cannot be used; null where they can. @param words of its two sentences */
export function linkProblem(text: string, row: number, words: readonly [number, number]): string | null {
  try {
    const stray = strayLink(parseLinks(text, row), words);
    if (!stray) return null;
    const [from, to] = stray;
    return `${from}-${to} links a word that is not there: the sentences have ${words[0]} and ${words[1]}, counted from 0.`;
  } catch (error) {
    return toErrorData(error).message;
  }
}
