import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const all = "return name.startsWith('bert.')";
const layer = 'Number(layer[1]) < frozen';
const copyOf = (make: string): string => `function frozenCopy(model, frozen) {
  const isFrozen = (name) => frozen === 'all' ? name.startsWith('bert.')
    : (frozen > 0 && name.startsWith('bert.embeddings.')) || Number(/layer\\.(\\d+)\\./.exec(name)?.[1] ?? Infinity) < frozen;
  const copy = ${make};
  for (const p of copy.parameters) if (isFrozen(p.name)) p.requiresGrad = false;
  return copy;
}`;

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'all', reason: /head is frozen as well/ },
    {
      name: 'the same model under another name',
      code: copyOf('model'),
      caughtBy: 'original',
      reason: /model itself is returned/,
    },
    {
      name: 'a spread of the model',
      code: copyOf('{ ...model }'),
      caughtBy: 'original',
      reason: /frozen, too: both have the same parameters/,
    },
    {
      name: 'a new list of the same parameters',
      code: copyOf('{ parameters: [...model.parameters] }'),
      caughtBy: 'original',
      reason: /frozen, too/,
    },
    {
      name: 'a spread of each parameter',
      code: copyOf('{ parameters: model.parameters.map((p) => ({ ...p })) }'),
      caughtBy: 'apart',
      reason: /both have the same list of values/,
    },
    {
      name: 'only what learns is copied',
      code: changed(reference, 'values: [...values]', 'values: isFrozen(name) ? values : [...values]'),
      caughtBy: 'apart',
      reason: /frozen backbone has moved/,
    },
    {
      name: 'the head instead',
      code: changed(reference, all, "return !name.startsWith('bert.')"),
      caughtBy: 'all',
      reason: /other way round/,
    },
    {
      name: 'layers only',
      code: changed(reference, all, "return name.startsWith('bert.encoder.')"),
      caughtBy: 'all',
      reason: /layers alone are frozen|Nothing is frozen/,
    },
    {
      name: 'weights only',
      code: changed(reference, all, "return name.startsWith('bert.') && name.endsWith('weight')"),
      caughtBy: 'all',
      reason: /biases belong/,
      others: {},
    },
    {
      name: 'a layer too many',
      code: changed(reference, layer, 'Number(layer[1]) <= frozen'),
      caughtBy: 'layers',
      reason: /One layer too many/,
    },
    {
      name: 'the embeddings always',
      code: changed(reference, 'frozen > 0 && ', ''),
      caughtBy: 'layers',
      reason: /though nothing should be/,
    },
    {
      name: 'numbers as text',
      code: changed(reference, layer, 'layer[1] < String(frozen)'),
      caughtBy: 'layers',
      reason: /compared as text/,
    },
    {
      name: 'the beginning of a number',
      code: changed(
        reference,
        `layer !== null && ${layer}`,
        'Array.from({ length: frozen }, (_, l) => `bert.encoder.layer.${l}`).some((start) => name.startsWith(start))',
      ),
      caughtBy: 'layers',
      reason: /layer\.1 is the beginning of layer\.10/,
    },
  ],
  right: [
    { name: 'a structured clone', code: copyOf('structuredClone(model)') },
    {
      name: 'through JSON, by beginnings that end in a dot',
      code: `const frozenCopy = (model, frozen) => {
        const starts = frozen === 'all' ? ['bert.']
          : frozen === 0 ? []
          : ['bert.embeddings.', ...Array.from({ length: frozen }, (_, l) => 'bert.encoder.layer.' + l + '.')];
        const copy = JSON.parse(JSON.stringify(model));
        copy.parameters.filter((p) => starts.some((s) => p.name.startsWith(s))).forEach((p) => { p.requiresGrad = false; });
        return copy;
      };`,
    },
  ],
};
