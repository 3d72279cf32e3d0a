import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const first = 'norm1(tf.add(x, dropout(attention(x, mask))))';
const second = 'norm2(tf.add(a, dropout(feedForward(a))))';
const both = (one: string, two: string): string => changed(changed(reference, first, one), second, two);

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'evaluation', reason: /Nothing is added/ },
    {
      name: 'no sums',
      code: both('norm1(dropout(attention(x, mask)))', 'norm2(dropout(feedForward(a)))'),
      caughtBy: 'evaluation',
      reason: /sums are missing/,
    },
    {
      name: 'pre-LayerNorm',
      code: both(
        'tf.add(x, dropout(attention(norm1(x), mask)))',
        'tf.add(a, dropout(feedForward(norm2(a))))',
      ),
      caughtBy: 'evaluation',
      reason: /pre-LayerNorm/,
    },
    {
      name: 'x in the second sum',
      code: changed(reference, second, 'norm2(tf.add(x, dropout(feedForward(a))))'),
      caughtBy: 'evaluation',
      reason: /second sum takes x/,
    },
    {
      name: 'one norm for both',
      code: changed(reference, second, 'norm1(tf.add(a, dropout(feedForward(a))))'),
      caughtBy: 'evaluation',
      reason: /norm1 is used twice/,
    },
    {
      name: 'what is added is normalised',
      code: both(
        'tf.add(x, norm1(dropout(attention(x, mask))))',
        'tf.add(a, norm2(dropout(feedForward(a))))',
      ),
      caughtBy: 'evaluation',
      reason: /What is added is normalised/,
    },
    {
      name: 'no norm at the end',
      code: changed(reference, second, 'tf.add(a, dropout(feedForward(a)))'),
      caughtBy: 'evaluation',
      reason: /second norm is missing/,
    },
    {
      name: 'no dropout',
      code: both('norm1(tf.add(x, attention(x, mask)))', 'norm2(tf.add(a, feedForward(a)))'),
      caughtBy: 'dropout',
      reason: /There is no dropout\./,
    },
    {
      name: 'the sums dropped',
      code: both(
        'norm1(dropout(tf.add(x, attention(x, mask))))',
        'norm2(dropout(tf.add(a, feedForward(a))))',
      ),
      caughtBy: 'dropout',
      reason: /sums are dropped/,
    },
    {
      name: 'dropout behind the norms',
      code: both(
        'dropout(norm1(tf.add(x, attention(x, mask))))',
        'dropout(norm2(tf.add(a, feedForward(a))))',
      ),
      caughtBy: 'dropout',
      reason: /behind the norms/,
    },
    {
      name: 'a mask of ones',
      code: changed(reference, 'attention(x, mask)', 'attention(x, tf.onesLike(mask))'),
      caughtBy: 'mask',
      reason: /not handed/,
      others: {},
    },
    {
      name: 'x from copied numbers',
      code: changed(reference, 'tf.add(x, dropout', 'tf.add(tf.tensor(x.dataSync(), x.shape), dropout'),
      caughtBy: 'gradient',
      reason: /not that of the formula/,
    },
    { name: 'no tidy', code: untidied(reference), caughtBy: 'memory', reason: /leaves \d+ tensors/ },
  ],
  right: [
    {
      name: 'one step written once',
      code: `const layer = (x, mask, p) => tf.tidy(() => {
        const step = (input, part, norm) => norm(p.dropout(part(input)).add(input));
        return step(step(x, (h) => p.attention(h, mask), p.norm1), p.feedForward, p.norm2);
      });`,
    },
    {
      name: 'as one formula',
      code: changed(
        changed(reference, `const a = ${first};\n`, ''),
        `return ${second}`,
        `const looked = norm1(dropout(attention(x, mask)).add(x));
    return norm2(tf.addN([dropout(feedForward(looked)), looked]))`,
      ),
    },
  ],
};
