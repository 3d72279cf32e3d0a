import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const rule = 'shape.length > 1';
const skipped = '!trained || seen.has(weight)';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'bert', reason: /empty/ },
    {
      name: 'everything decays',
      code: changed(reference, rule, 'true'),
      caughtBy: 'bert',
      reason: /Everything decays/,
    },
    {
      name: 'LayerNorm decays',
      code: changed(reference, rule, "!name.endsWith('bias')"),
      caughtBy: 'bert',
      reason: /LayerNorm decays/,
    },
    {
      name: 'biases decay',
      code: changed(reference, rule, "!name.includes('LayerNorm.weight')"),
      caughtBy: 'bert',
      reason: /Biases decay/,
    },
    {
      name: 'exchanged',
      code: changed(reference, rule, 'shape.length === 1'),
      caughtBy: 'bert',
      reason: /exchanged/,
    },
    {
      name: 'both decay',
      code: changed(reference, 'decay: 0', 'decay'),
      caughtBy: 'bert',
      reason: /has to be 0/,
    },
    {
      name: 'by the names of BERT',
      code: changed(reference, rule, "!name.endsWith('bias') && !name.includes('LayerNorm')"),
      caughtBy: 'names',
      reason: /sa_layer_norm/,
    },
    {
      name: 'bias anywhere in the name',
      code: changed(reference, rule, "!name.includes('bias') && !name.includes('layer_norm')"),
      caughtBy: 'names',
      reason: /“bias” occurs/,
    },
    {
      name: 'vectors of size 1 are taken for matrices by their count',
      code: changed(reference, rule, 'shape.reduce((a, b) => a * b, 1) > 6'),
      caughtBy: 'names',
      reason: /Nothing decays|counted/,
      others: {
        bert: /LayerNorm.weight is a vector \[8\] and decays/,
        once: /is a vector/,
      },
    },
    {
      name: 'the shared table twice',
      code: changed(reference, skipped, '!trained'),
      caughtBy: 'once',
      reason: /twice/,
    },
    {
      name: 'the second name',
      code: changed(reference, 'of parameters)', 'of [...parameters].reverse())')
        .replace('names: decays }', 'names: decays.reverse() }')
        .replace('names: stays }', 'names: stays.reverse() }'),
      caughtBy: 'once',
      reason: /second name/,
      others: {},
    },
    {
      name: 'frozen ones in the groups',
      code: changed(reference, skipped, 'seen.has(weight)'),
      caughtBy: 'once',
      reason: /Frozen/,
    },
    {
      name: 'by names of all kinds',
      code: changed(
        reference,
        rule,
        '!/(^|\\.)bias$/.test(name) && !/(LayerNorm|layer_norm)\\.weight$/.test(name)',
      ),
      caughtBy: 'names',
      reason: /LayerNorm decays/,
    },
    {
      name: 'by the ends of names',
      code: changed(reference, rule, '!/bias$|norm\\.weight$/i.test(name)'),
      caughtBy: 'names',
      reason: /h\.0\.ln_1\.weight is a vector \[6\] and decays/,
      others: { once: /is a vector/ },
    },
    {
      name: 'the shared table by its name',
      code: changed(reference, skipped, "!trained || name.includes('decoder')"),
      caughtBy: 'names',
      reason: /decoder\.weight stands in no group/,
      others: { once: /stands in no group/ },
    },
  ],
  right: [
    {
      name: 'by filters',
      code: `function parameterGroups(parameters, decay) {
        const own = parameters.filter((p, i) => p.trained && parameters.findIndex((q) => q.weight === p.weight) === i);
        const names = (of) => own.filter(of).map((p) => p.name);
        return [
          { decay, names: names((p) => p.shape.length === 2) },
          { decay: 0, names: names((p) => p.shape.length !== 2) },
        ];
      }`,
    },
    {
      name: 'a map from weight to name',
      code: `const parameterGroups = (parameters, decay) => {
        const first = new Map();
        for (const p of parameters) if (p.trained && !first.has(p.weight)) first.set(p.weight, p);
        const groups = [{ decay, names: [] }, { decay: 0, names: [] }];
        for (const { name, shape } of first.values()) groups[shape.length === 1 ? 1 : 0].names.push(name);
        return groups;
      };`,
    },
  ],
};
