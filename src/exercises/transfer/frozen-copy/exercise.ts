import type { Exercise } from '../../types.ts';

const TYPES = `interface Parameter {
  name: string; // bert.embeddings.…, bert.encoder.layer.N.…, bert.pooler.…, classifier.…
  values: number[];
  requiresGrad: boolean;
}

interface Model {
  parameters: Parameter[];
}`;

export const exercise: Exercise = {
  id: 'transfer/frozen-copy',
  title: 'Frozen, and the other one is not',
  defines: ['frozenCopy'],
  tensors: false,
  starter: `${TYPES}

/** frozen: how many layers, from the first, or all of the backbone → another model */
function frozenCopy(model: Model, frozen: number | 'all'): Model {
  // Your code: is this another model?
  const copy = model;
  for (const parameter of copy.parameters) parameter.requiresGrad = false;
  return copy;
}
`,
  reference: `${TYPES}

function frozenCopy(model: Model, frozen: number | 'all'): Model {
  const isFrozen = (name: string): boolean => {
    if (frozen === 'all') return name.startsWith('bert.');
    if (frozen > 0 && name.startsWith('bert.embeddings.')) return true;
    const layer = /^bert\\.encoder\\.layer\\.(\\d+)\\./.exec(name);
    return layer !== null && Number(layer[1]) < frozen;
  };
  return {
    parameters: model.parameters.map(({ name, values, requiresGrad }) => ({
      name,
      values: [...values],
      requiresGrad: requiresGrad && !isFrozen(name),
    })),
  };
}
`,
  offers: [
    { name: 'name.startsWith', detail: '(text): whether a name begins so' },
    { name: 'list.map', detail: '((x) => …): another list' },
    { name: 'structuredClone', detail: '(value): a copy through and through' },
  ],
  checks: [
    { id: 'all', title: 'The whole backbone is frozen, the head learns', points: 2 },
    { id: 'layers', title: 'Embeddings and the first layers, or nothing', points: 2 },
    { id: 'original', title: 'The model given is untouched', points: 2, after: 'all' },
    { id: 'apart', title: 'What one learns the other does not', points: 3, after: 'all' },
  ],
};
