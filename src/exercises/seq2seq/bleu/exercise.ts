import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'seq2seq/bleu',
  title: 'BLEU by hand',
  defines: ['bleu'],
  tensors: false,
  starter: `/** Words of all translations and of their references → BLEU, 0 to 100 */
function bleu(translations: string[][], references: string[][]): number {
  // Your code.
  return 0;
}
`,
  reference: `function ngrams(words: string[], n: number): Map<string, number> {
  const counts = new Map();
  for (let i = 0; i + n <= words.length; i++) {
    const gram = words.slice(i, i + n).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function bleu(translations: string[][], references: string[][]): number {
  let logs = 0;
  for (let n = 1; n <= 4; n++) {
    let matches = 0;
    let total = 0;
    translations.forEach((words, i) => {
      const there = ngrams(references[i], n);
      for (const [gram, count] of ngrams(words, n)) {
        matches += Math.min(count, there.get(gram) ?? 0);
        total += count;
      }
    });
    if (matches === 0) return 0;
    logs += Math.log(matches / total) / 4;
  }
  const lengthOf = (all: string[][]) => all.reduce((sum, words) => sum + words.length, 0);
  const [c, r] = [lengthOf(translations), lengthOf(references)];
  return 100 * Math.min(1, Math.exp(1 - r / c)) * Math.exp(logs);
}
`,
  offers: [
    { name: 'new Map', detail: '(): counts.set(gram, (counts.get(gram) ?? 0) + 1)' },
    { name: 'words.slice', detail: '(from, to): the words from…to, without the last' },
    { name: 'Math.min', detail: '(…numbers): the smallest' },
    { name: 'Math.exp', detail: '(x): e to the power of x' },
    { name: 'Math.log', detail: '(x): natural logarithm' },
  ],
  checks: [
    { id: 'same', title: 'A translation like its reference has 100', points: 1 },
    { id: 'clip', title: 'A word said more often than the reference has it does not count again', points: 2 },
    { id: 'orders', title: 'The geometric mean over one to four words', points: 2 },
    { id: 'brevity', title: 'Short translations pay the brevity penalty, long ones do not', points: 2 },
    { id: 'corpus', title: 'Counts are of all sentences together', points: 2 },
    { id: 'zero', title: 'Without a run of four in common it is 0, not NaN', points: 1, after: 'same' },
  ],
};
