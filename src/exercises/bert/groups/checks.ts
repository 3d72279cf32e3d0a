import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

interface Parameter {
  name: string;
  shape: number[];
  weight: number;
  trained: boolean;
}
type Kind = 'matrix' | 'bias' | 'norm';
type Named = Parameter & { kind: Kind };
interface Group {
  decay: number;
  names: string[];
}

/** Names with their shapes as numbered weights, all trained. */
function weights(shapes: Record<string, number[]>): Named[] {
  return Object.entries(shapes).map(([name, shape], weight) => ({
    name,
    shape,
    weight,
    trained: true,
    kind: shape.length > 1 ? 'matrix' : /bias$/.test(name) ? 'bias' : 'norm',
  }));
}

function bertOf(width: number): Named[] {
  return weights({
    'bert.embeddings.word_embeddings.weight': [40, width],
    'bert.embeddings.LayerNorm.weight': [width],
    'bert.embeddings.LayerNorm.bias': [width],
    'bert.encoder.layer.0.attention.self.query.weight': [width, width],
    'bert.encoder.layer.0.attention.self.query.bias': [width],
    'bert.encoder.layer.0.attention.output.LayerNorm.weight': [width],
    'bert.encoder.layer.0.attention.output.LayerNorm.bias': [width],
    'bert.encoder.layer.0.output.dense.weight': [width, 4 * width],
    'bert.encoder.layer.0.output.dense.bias': [width],
    'classifier.weight': [2, width],
    'classifier.bias': [2],
  });
}

const distilbertOf = (width: number): Named[] =>
  weights({
    'transformer.layer.0.attention.q_lin.weight': [width, width],
    'transformer.layer.0.attention.q_lin.bias': [width],
    'transformer.layer.0.sa_layer_norm.weight': [width],
    'transformer.layer.0.sa_layer_norm.bias': [width],
    'transformer.layer.0.output_layer_norm.weight': [width],
    'debias.dense.weight': [width, width],
    'debias.dense.bias': [width],
    'head.norm_of_scores.weight': [width, width],
  });

/** Names that tell little: a norm called ln_1, a matrix that is a bias, another that ends with norm.weight. */
const otherOf = (width: number): Named[] =>
  weights({
    'wte.weight': [40, width],
    'h.0.ln_1.weight': [width],
    'h.0.ln_1.bias': [width],
    'h.0.attn.position_bias': [width, width],
    'h.0.attn.pre_norm.weight': [width, width],
    'h.0.layer_scale': [width],
    'decoder.weight': [width, width],
    'decoder.ln_f.weight': [width],
  });

/** A list with another name of its first weight at the end. */
const withSecond = (all: readonly Named[], name: string, more: readonly Named[] = []): Named[] => [
  ...all,
  { ...(all[0] as Named), name },
  ...more,
];

/** The first weight that stands where it must not, or nowhere. */
function astray(all: readonly Named[], got: readonly Group[], right: readonly Group[]): string | undefined {
  const where = (groups: readonly Group[], name: string): number =>
    groups.findIndex(({ names }) => names.includes(name));
  const one = all.find(({ name }) => where(got, name) !== where(right, name));
  if (!one) return undefined;
  const { name, kind, shape } = one;
  const what = `${name} is a ${kind === 'matrix' ? 'matrix' : 'vector'} [${shape.join(', ')}]`;
  if (where(right, name) < 0)
    return `${name} stands in a group: it is frozen, or stands there under its first name.`;
  if (where(got, name) < 0)
    return `${name} stands in no group, though it is trained, and this is its first name.`;
  return kind === 'matrix'
    ? `${what} and does not decay: look at its shape, not at its name.`
    : `${what} and decays: look at its shape, not at its name.`;
}

function grouped(
  all: readonly Named[],
  decay: number,
  decays: (one: Named) => boolean = ({ kind }) => kind === 'matrix',
  kept: (one: Named, i: number) => boolean = ({ trained, weight }, i) =>
    trained && all.findIndex((other) => other.weight === weight) === i,
): Group[] {
  const left = all.filter(kept);
  const names = (of: Named[]): string[] => of.map(({ name }) => name);
  return [
    { decay, names: names(left.filter(decays)) },
    { decay: 0, names: names(left.filter((one) => !decays(one))) },
  ];
}

function compare(
  { parameterGroups }: Student,
  kit: Kit,
  all: readonly Named[],
  decay: number,
  mistakes: Record<string, unknown> = {},
): void {
  const given = all.map(({ name, shape, weight, trained }): Parameter => ({ name, shape, weight, trained }));
  const got = parameterGroups?.(given, decay) as Group[] | undefined;
  const right = grouped(all, decay);
  const evidence = { weights: given.map(({ name, shape }) => `${name} [${shape.join(', ')}]`), decay };
  if (!Array.isArray(got) || got.length !== 2 || !got.every((group) => Array.isArray(group?.names)))
    kit.fail('There have to be two groups, each with decay and names.', { ...evidence, 'you return': got });
  kit.equal(
    got.map(({ decay, names }) => ({ decay, names })),
    right,
    {
      what: 'the groups',
      input: evidence,
      otherwise: astray(all, got, right),
      mistakes: {
        ...mistakes,
        'Both groups are empty.': right.map((group) => ({ ...group, names: [] })),
        'Everything decays.': grouped(all, decay, () => true),
        'Nothing decays.': grouped(all, decay, () => false),
        'The groups are in the other order: the one that decays comes first.': [...right].reverse(),
        'The groups are exchanged: matrices decay, the rest does not.': grouped(
          all,
          decay,
          ({ kind }) => kind !== 'matrix',
        ),
        'LayerNorm decays: its weights are no bias by name, and still must not.': grouped(
          all,
          decay,
          ({ kind }) => kind !== 'bias',
        ),
        'Biases decay.': grouped(all, decay, ({ kind }) => kind !== 'norm'),
        'The second group has the decay of the first: it has to be 0.': right.map((group) => ({
          ...group,
          decay,
        })),
      },
    },
  );
}

export const checks: ExerciseChecks = {
  id: 'bert/groups',
  checks: {
    bert(student, kit) {
      compare(student, kit, bertOf(8), 0.01);
      compare(student, kit, kit.random.uniform() < 0.5 ? bertOf(1) : bertOf(3), 0.1);
      compare(student, kit, [], 0.01);
    },
    names(student, kit) {
      for (const width of [6, 1]) {
        const all = distilbertOf(width);
        const byName = (fits: (name: string) => boolean): Group[] =>
          grouped(all, 0.01, ({ name }) => !fits(name));
        compare(student, kit, all, 0.01, {
          'The name of the norm is that of BERT: DistilBERT calls it sa_layer_norm.': byName(
            (name) => name.endsWith('bias') || name.includes('LayerNorm'),
          ),
          'A matrix does not decay because “bias” occurs somewhere in its name.': byName(
            (name) => name.includes('bias') || name.includes('layer_norm'),
          ),
          'A matrix does not decay because “norm” occurs somewhere in its name.': byName(
            (name) => name.endsWith('bias') || name.includes('norm'),
          ),
          'Matrices do not decay because “bias” or “norm” occurs somewhere in their names.': byName(
            (name) => name.includes('bias') || name.includes('norm'),
          ),
        });
      }
      for (const width of [6, 1]) compare(student, kit, otherOf(width), 0.01);
    },
    once(student, kit) {
      const bias = weights({ 'cls.predictions.bias': [40] }).map((one) => ({ ...one, weight: 50 }));
      for (const shared of [
        withSecond(bertOf(4), 'cls.predictions.decoder.weight', bias),
        withSecond(otherOf(4), 'lm_head.weight'),
      ])
        compare(student, kit, shared, 0.01, {
          'The shared table stands in the groups twice: it would be updated twice.': grouped(
            shared,
            0.01,
            undefined,
            () => true,
          ),
          'The shared table stands under its second name; it has to be the first.': grouped(
            shared,
            0.01,
            undefined,
            ({ weight }, i) => !shared.slice(i + 1).some((other) => other.weight === weight),
          ),
          'The shared table is lost: it has to stand in its group once.': grouped(
            shared,
            0.01,
            undefined,
            ({ weight }, i) => !shared.some((other, j) => j !== i && other.weight === weight),
          ),
        });
      const frozen = bertOf(4).map((one) => ({ ...one, trained: one.name.startsWith('classifier') }));
      compare(student, kit, frozen, 0.01, {
        'Frozen weights are in the groups: the optimizer would decay them without a gradient.': grouped(
          frozen,
          0.01,
          undefined,
          () => true,
        ),
      });
    },
  },
};
