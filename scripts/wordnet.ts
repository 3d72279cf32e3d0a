import { Random } from '../src/base/random.ts';

/** A definition and the lexicographer file it stands in, such as `noun.person`. */
export interface Gloss {
  text: string;
  label: string;
}

/** The lexicographer files by number (WordNet's lexnames(5WN)). */
const LEXICOGRAPHER_FILES =
  'adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body noun.cognition noun.communication noun.event noun.feeling noun.food noun.group noun.location noun.motive noun.object noun.person noun.phenomenon noun.plant noun.possession noun.process noun.quantity noun.relation noun.shape noun.state noun.substance noun.time verb.body verb.change verb.cognition verb.communication verb.competition verb.consumption verb.contact verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social verb.stative verb.weather adj.ppl'.split(
    ' ',
  );

const PARTS_OF_SPEECH = ['noun', 'verb', 'adj', 'adv'];

/**
 * Every definition of a WordNet database (files data.noun … data.adv, format wndb(5WN)) and the licence that stands
 * in the head of each of its files.
 * @throws Error where a line is not as the format says.
 */
export function parseWordnet(read: (file: string) => string): { glosses: Gloss[]; licence: string } {
  const glosses: Gloss[] = [];
  let licence = '';
  for (const part of PARTS_OF_SPEECH) {
    const head: string[] = [];
    for (const line of read(`data.${part}`).split('\n')) {
      if (line === '') continue;
      // Lines of the licence begin with two spaces and a number.
      if (line.startsWith('  ')) {
        head.push(line.replace(/^ +\d+ ?/, '').trimEnd());
        continue;
      }
      const bar = line.indexOf('|');
      const label = LEXICOGRAPHER_FILES[Number(line.slice(9, 11))];
      if (bar < 0 || !label) throw new Error(`data.${part}: not a line of a WordNet database: ${line}`);
      glosses.push({ text: definitionOf(line.slice(bar + 1)), label });
    }
    licence ||= `${head.join('\n')}\n`;
  }
  return { glosses, licence };
}

/** A gloss is a definition and then examples in quotes: `a small dog; "the toy barked"`. Quotes inside stay. */
export function definitionOf(gloss: string): string {
  const examples = gloss.search(/[;:]\s*"/);
  return (examples < 0 ? gloss : gloss.slice(0, examples)).trim();
}

/** The same order at every build: WordNet's own order would show one class after the other. */
export function shuffled(glosses: readonly Gloss[]): Gloss[] {
  const order = new Random(0, 'built-in').shuffle(Uint32Array.from(glosses, (_, i) => i));
  return Array.from(order, (i) => glosses[i] as Gloss);
}

/** The first `perClass` texts of each class, none longer than `longest` characters, no text twice, shuffled. */
export function balancedSample(glosses: readonly Gloss[], perClass: number, longest: number): Gloss[] {
  const taken = new Map<string, number>();
  const texts = new Set<string>();
  const sample = shuffled(glosses).filter(({ text, label }) => {
    const count = taken.get(label) ?? 0;
    if (count >= perClass || text.length > longest || texts.has(text)) return false;
    taken.set(label, count + 1);
    texts.add(text);
    return true;
  });
  return shuffled(sample);
}

export function csvOf(glosses: readonly Gloss[]): string {
  const field = (value: string) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return `text,label\n${glosses.map(({ text, label }) => `${field(text)},${field(label)}\n`).join('')}`;
}
