import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'bert/masking',
  title: 'What is asked of a text',
  defines: ['maskTokens'],
  tensors: false,
  starter: `/**
 * ids: numbers of tokens; those below \`first\` are special: [PAD], [UNK], [CLS], [SEP], [MASK]
 * share: probability of an ordinary token to be chosen; mask: the number of [MASK]; words: size of the vocabulary
 * random(): a number in [0, 1), another one at each call
 * → ids as the model sees them, and labels: what stood there where a token was chosen, −100 elsewhere
 */
function maskTokens(
  ids: number[],
  { share, mask, first, words }: { share: number; mask: number; first: number; words: number },
  random: () => number,
): { ids: number[]; labels: number[] } {
  // Your code: of the chosen 80% become [MASK], 10% any ordinary word, 10% stay.
  return { ids: [...ids], labels: ids.map(() => 0) };
}
`,
  reference: `function maskTokens(
  ids: number[],
  { share, mask, first, words }: { share: number; mask: number; first: number; words: number },
  random: () => number,
): { ids: number[]; labels: number[] } {
  const seen = [...ids];
  const labels = ids.map(() => -100);
  ids.forEach((id, i) => {
    if (id < first || random() >= share) return;
    labels[i] = id;
    const fate = random();
    if (fate < 0.8) seen[i] = mask;
    else if (fate < 0.9) seen[i] = first + Math.floor(random() * (words - first));
  });
  return { ids: seen, labels };
}
`,
  offers: [
    { name: 'random', detail: '(): a number in [0, 1)' },
    { name: 'Math.floor', detail: '(x): the whole number below' },
  ],
  checks: [
    { id: 'labels', title: 'Labels of the chosen, −100 elsewhere, all others as they were', points: 2 },
    { id: 'special', title: 'Special tokens are neither chosen nor put in', points: 2 },
    { id: 'shares', title: 'As many as share says; of those 80 / 10 / 10, over many draws', points: 2 },
  ],
};
