import { Random } from '../src/base/random.ts';
import { definitionOf, type Gloss } from './wordnet.ts';

/**
 * The labels of the multi-label set: synsets by their byte offset in data.noun of WordNet 3.1, each with the word it is
 * called by here. They overlap on purpose (a sparrow is an animal, a vertebrate and a bird), and their sizes are as
 * unlike as life has them: from 448 feelings to 10,721 artifacts.
 */
export const HYPERNYMS: Readonly<Record<string, string>> = {
  '00007846': 'person',
  '09655706': 'worker',
  '09646208': 'leader',
  '09637345': 'creator',
  '00015568': 'animal',
  '01474323': 'vertebrate',
  '01505702': 'bird',
  '01864419': 'mammal',
  '02514684': 'fish',
  '00017402': 'plant',
  '13124818': 'tree',
  '12226211': 'herb',
  '00022119': 'artifact',
  '03580409': 'instrument',
  '03187746': 'device',
  '04348764': 'structure',
  '03055525': 'clothing',
  '00019793': 'substance',
  '14831008': 'chemical',
  '03252323': 'drug',
  '00021445': 'food',
  '00027365': 'location',
  '08648560': 'region',
  '08542298': 'city',
  '00029677': 'event',
  '00030657': 'act',
  '00408356': 'activity',
  '00033319': 'communication',
  '06611268': 'message',
  '06360590': 'writing',
  '00024444': 'attribute',
  '04731092': 'quality',
  '00024900': 'state',
  '14093842': 'disease',
  '00026390': 'feeling',
  '00031563': 'group',
  '08024893': 'organization',
};

/** Of the definitions with one label only, one in so many is kept: most rows shall have several. */
const SINGLE_EVERY = 4;

interface Synset {
  text: string;
  above: string[];
}

/** Offset, definition and the synsets right above (hypernyms and instance hypernyms) of every line of data.noun. */
function* synsets(dataNoun: string): Generator<[string, Synset]> {
  for (const line of dataNoun.split('\n')) {
    if (line === '' || line.startsWith('  ')) continue;
    const bar = line.indexOf('|');
    const fields = line.slice(0, bar).split(' ');
    const pointers = 4 + 2 * Number.parseInt(fields[3] ?? '', 16);
    const count = Number(fields[pointers]);
    if (bar < 0 || !Number.isInteger(count))
      throw new Error(`data.noun: not a line of a WordNet database: ${line}`);
    const above: string[] = [];
    for (let i = 0; i < count; i++) {
      const at = pointers + 1 + 4 * i;
      if (fields[at] === '@' || fields[at] === '@i') above.push(fields[at + 1] as string);
    }
    yield [fields[0] as string, { text: definitionOf(line.slice(bar + 1)), above }];
  }
}

/**
 * Definitions of nouns with all of the labels above them, joined by `|`, in the order of HYPERNYMS; those without one
 * are left out. At most `most`, drawn in the same way at every build.
 * @throws Error where a line is not as the format says, or a label's synset is not there
 */
export function multiLabelGlosses(dataNoun: string, most: number): Gloss[] {
  const all = new Map(synsets(dataNoun));
  const known = new Map<string, ReadonlySet<string>>();
  const labelsOf = (offset: string): ReadonlySet<string> => {
    const before = known.get(offset);
    if (before) return before;
    const labels = new Set<string>();
    const own = HYPERNYMS[offset];
    if (own !== undefined) labels.add(own);
    for (const above of all.get(offset)?.above ?? []) for (const label of labelsOf(above)) labels.add(label);
    known.set(offset, labels);
    return labels;
  };
  for (const [offset, name] of Object.entries(HYPERNYMS))
    if (!all.has(offset)) throw new Error(`data.noun: there is no synset ${offset} (${name})`);
  const order = Object.values(HYPERNYMS);
  const rows: Gloss[] = [];
  let singles = 0;
  for (const [offset, { text }] of all) {
    const labels = labelsOf(offset);
    if (labels.size === 0 || (labels.size === 1 && singles++ % SINGLE_EVERY !== 0)) continue;
    rows.push({ text, label: order.filter((name) => labels.has(name)).join('|') });
  }
  const shuffled = new Random(0, 'multi-label').shuffle(Uint32Array.from(rows, (_, i) => i));
  return Array.from(shuffled.subarray(0, most), (i) => rows[i] as Gloss);
}
