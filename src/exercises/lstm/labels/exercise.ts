import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'lstm/labels',
  title: 'Labels to multi-hot vectors',
  defines: ['splitLabels', 'labelNames', 'multiHot'],
  tensors: false,
  starter: `/** "plant, food" → ["plant", "food"]; any of , | ; may stand between them */
function splitLabels(cell: string): string[] {
  // Your code.
  return [cell];
}

/** Labels of the training texts → the names of the columns: each once, in the order of the alphabet (plain sort) */
function labelNames(train: string[][]): string[] {
  // Your code.
  return [];
}

/** One row a text, one column a name: 1 where the label applies, else 0 */
function multiHot(labels: string[][], names: string[]): number[][] {
  // Your code.
  return [];
}
`,
  reference: `function splitLabels(cell: string): string[] {
  const parts = cell.split(/[,|;]/).map((label) => label.trim());
  return [...new Set(parts.filter((label) => label !== ''))];
}

function labelNames(train: string[][]): string[] {
  return [...new Set(train.flat())].sort();
}

function multiHot(labels: string[][], names: string[]): number[][] {
  return labels.map((ofText) => {
    const has = new Set(ofText);
    return names.map((name) => (has.has(name) ? 1 : 0));
  });
}
`,
  offers: [
    { name: 'cell.split', detail: '(/[,|;]/): the parts between separators' },
    { name: 'label.trim', detail: '(): without the white space at its ends' },
    { name: 'new Set', detail: '(list): each value once, in the order in which they came' },
    { name: 'names.indexOf', detail: '(label): its place, −1 where it is not there' },
  ],
  checks: [
    { id: 'split', title: 'A cell is split into its labels', points: 2 },
    { id: 'names', title: 'Each label of the training texts once, sorted', points: 1 },
    { id: 'rows', title: 'One column a label, 1 where it applies', points: 2 },
    { id: 'unknown', title: 'Labels that training has not seen, and texts without labels', points: 1 },
  ],
};
