import type { Exercise } from '../../types.ts';

const TYPES = `interface Parameter {
  name: string;
  shape: number[];
  weight: number; // which weight it is: two names of one weight have the same number
  trained: boolean; // false: frozen
}`;

export const exercise: Exercise = {
  id: 'bert/groups',
  title: 'Which weights decay',
  defines: ['parameterGroups'],
  tensors: false,
  starter: `${TYPES}

/** → two groups, the one that decays first; names in the order in which they come */
function parameterGroups(parameters: Parameter[], decay: number): { decay: number; names: string[] }[] {
  // Your code
  return [
    { decay, names: [] },
    { decay: 0, names: [] },
  ];
}
`,
  reference: `${TYPES}

function parameterGroups(parameters: Parameter[], decay: number): { decay: number; names: string[] }[] {
  const seen = new Set();
  const decays: string[] = [];
  const stays: string[] = [];
  for (const { name, shape, weight, trained } of parameters) {
    if (!trained || seen.has(weight)) continue;
    seen.add(weight);
    if (shape.length > 1) decays.push(name);
    else stays.push(name);
  }
  return [
    { decay, names: decays },
    { decay: 0, names: stays },
  ];
}
`,
  offers: [
    { name: 'parameters.filter', detail: '((p) => …): those that it holds for' },
    { name: 'new Set', detail: '(): what was seen, with has and add' },
    { name: 'name.endsWith', detail: '(text): whether a name ends so' },
  ],
  checks: [
    { id: 'bert', title: 'Biases and LayerNorm of a BERT do not decay', points: 2 },
    { id: 'names', title: 'Whatever the weights are called', points: 2 },
    { id: 'once', title: 'A shared weight once, frozen ones not at all', points: 2 },
  ],
};
