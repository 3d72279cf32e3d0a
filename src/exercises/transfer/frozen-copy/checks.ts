import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

interface Parameter {
  name: string;
  values: number[];
  requiresGrad: boolean;
}
interface Model {
  parameters: Parameter[];
}

function modelOf(kit: Kit, layers: number): Model {
  const names = [
    'bert.embeddings.word_embeddings.weight',
    'bert.embeddings.LayerNorm.bias',
    ...Array.from({ length: layers }, (_, l) => [
      `bert.encoder.layer.${l}.attention.self.query.weight`,
      `bert.encoder.layer.${l}.output.dense.bias`,
    ]).flat(),
    'bert.pooler.dense.weight',
    'classifier.weight',
    'classifier.bias',
  ];
  return {
    parameters: names.map((name) => ({ name, values: kit.numbers(kit.integer(2, 4)), requiresGrad: true })),
  };
}

const deep = ({ parameters }: Model): Model => ({
  parameters: parameters.map((one) => ({ ...one, values: [...one.values] })),
});

const frozenNames = ({ parameters }: Model): string[] =>
  parameters.filter(({ requiresGrad }) => !requiresGrad).map(({ name }) => name);

function copied({ frozenCopy }: Student, kit: Kit, model: Model, frozen: number | 'all'): Model {
  const got = frozenCopy?.(model, frozen) as Model | undefined;
  if (!got || !Array.isArray(got.parameters) || !got.parameters.every((one) => Array.isArray(one?.values)))
    kit.fail('frozenCopy should return a model: { parameters }, each with its values.', {
      frozen,
      'you return': got,
    });
  return got;
}

/** The same weights under the same names, and these of them frozen. */
function compare(student: Student, kit: Kit, layers: number, frozen: number | 'all'): void {
  const model = modelOf(kit, layers);
  const before = deep(model);
  const got = copied(student, kit, model, frozen);
  const names = before.parameters.map(({ name }) => name);
  const input = { layers, frozen };
  kit.equal(
    got.parameters.map(({ name, values }) => ({ name, values })),
    before.parameters.map(({ name, values }) => ({ name, values })),
    { what: 'names and values of the copy', input },
  );
  const layerOf = (name: string): number => Number(/layer\.(\d+)\./.exec(name)?.[1] ?? -1);
  const holding = (fits: (name: string) => boolean): string[] => names.filter(fits);
  const embeddings = (name: string): boolean => name.startsWith('bert.embeddings.');
  const upTo = (n: number, withEmbeddings = n > 0): string[] =>
    holding((name) => (embeddings(name) ? withEmbeddings : layerOf(name) >= 0 && layerOf(name) < n));
  const right = frozen === 'all' ? holding((name) => name.startsWith('bert.')) : upTo(frozen);
  kit.equal(frozenNames(got), right, {
    what: 'the names of what is frozen',
    input,
    mistakes: {
      'The head is frozen as well: there is nothing left that could learn.': names,
      'Nothing is frozen.': [],
      'The head is frozen and the backbone learns: it has to be the other way round.': holding((name) =>
        name.startsWith('classifier'),
      ),
      'The embeddings are not frozen.': right.filter((name) => !embeddings(name)),
      'The layers alone are frozen: embeddings and pooler belong to the backbone.': right.filter((name) =>
        name.startsWith('bert.encoder.'),
      ),
      'The pooler is not frozen: it belongs to the backbone.': right.filter(
        (name) => !name.includes('pooler'),
      ),
      'Weights only are frozen: biases belong to the backbone, too.': right.filter(
        (name) => !name.endsWith('bias'),
      ),
      ...(frozen !== 'all' && {
        'One layer too many is frozen: the first n are 0 to n − 1.': upTo(frozen + 1, true),
        'The embeddings are frozen, though nothing should be.': upTo(frozen, true),
        'The first layer alone is frozen.': upTo(1),
        'Layers are told by the beginning of their number: layer.1 is the beginning of layer.10, too.':
          holding(
            (name) =>
              (embeddings(name) && frozen > 0) ||
              Array.from({ length: frozen }, (_, l) => `bert.encoder.layer.${l}`).some((start) =>
                name.startsWith(start),
              ),
          ),
        'Layer numbers are compared as text: "10" comes before "2".': holding(
          (name) =>
            (embeddings(name) && frozen > 0) ||
            (layerOf(name) >= 0 && String(layerOf(name)) < String(frozen)),
        ),
        'The whole backbone is frozen, whatever number is given.': holding((name) =>
          name.startsWith('bert.'),
        ),
      }),
    },
  });
}

/** A step of training: what requires a gradient moves, in place. */
function learn({ parameters }: Model, by: number): void {
  for (const { values, requiresGrad } of parameters)
    if (requiresGrad) values.forEach((value, i) => (values[i] = value + by));
}

const valuesOf = ({ parameters }: Model): number[][] => parameters.map(({ values }) => [...values]);

export const checks: ExerciseChecks = {
  id: 'transfer/frozen-copy',
  onOriginals: ['all', 'layers', 'original', 'apart'],
  checks: {
    all(student, kit) {
      for (const layers of [2, 0]) compare(student, kit, layers, 'all');
    },
    layers(student, kit) {
      for (const [layers, frozen] of [
        [3, 1],
        [3, 0],
        [12, 12],
        [12, 2],
        [12, 3],
      ] as const)
        compare(student, kit, layers, frozen);
    },
    original(student, kit) {
      for (const frozen of ['all', 1] as const) {
        const model = modelOf(kit, 2);
        const before = deep(model);
        const got = copied(student, kit, model, frozen);
        if (got === model)
          kit.fail('The model itself is returned: with its copy, it is frozen too. Make another one.', {
            frozen,
          });
        if (frozenNames(model).length > 0)
          kit.fail(
            'The model given is frozen, too: both have the same parameters. The fine-tuned run would be a frozen one.',
            { frozen, 'frozen in the model given': frozenNames(model) },
          );
        kit.equal(model, before, { what: 'the model given, afterwards', input: { frozen } });
      }
      // What was frozen before stays frozen.
      const model = modelOf(kit, 1);
      (model.parameters[0] as Parameter).requiresGrad = false;
      const got = copied(student, kit, model, 0);
      if (got.parameters[0]?.requiresGrad)
        kit.fail('What was frozen in the model given is thawed in the copy.', {
          name: got.parameters[0].name,
        });
    },
    apart(student, kit) {
      const model = modelOf(kit, 2);
      const begin = deep(model);
      const copy = copied(student, kit, model, 'all');
      learn(copy, 1);
      kit.equal(valuesOf(model), valuesOf(begin), {
        what: 'the values of the model given after the copy has learnt',
        mistakes: {
          'The head of the model given has learnt what its copy was taught: both have the same list of values.':
            begin.parameters.map(({ name, values }) =>
              values.map((x) => x + Number(name.startsWith('classifier'))),
            ),
        },
      });
      const taught = valuesOf(copy);
      learn(model, 10);
      kit.equal(valuesOf(copy), taught, {
        what: 'the values of the copy after the model given has learnt',
        mistakes: {
          'The frozen backbone has moved: it has the list of values of the model that learns.': taught.map(
            (values, k) => values.map((x) => x + (begin.parameters[k]?.name.startsWith('bert.') ? 10 : 0)),
          ),
        },
      });
      copy.parameters.pop();
      if (model.parameters.length !== begin.parameters.length)
        kit.fail('Both models have one list of parameters: what is taken from one is gone from the other.');
    },
  },
};
