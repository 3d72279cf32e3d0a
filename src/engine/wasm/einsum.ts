import { matMul, reshape, sum, type Tensor, tidy, transpose } from '@tensorflow/tfjs-core';

interface EinsumArgs {
  inputs: Tensor[];
  attrs: { equation: string };
}

/**
 * Einsum of one or two tensors, as sums, transposes and one batched matrix product: letters in both operands and
 * in the output are the batch, letters in both but not in the output are summed over by the product.
 */
export function einsum({ inputs, attrs }: EinsumArgs): Tensor {
  const [left = '', output = ''] = attrs.equation.replace(/\s/g, '').split('->');
  const terms = left.split(',');
  const [a, b] = inputs;
  const [termA = '', termB = ''] = terms;
  if (!a) throw new Error('einsum needs a tensor');
  return tidy(() => {
    if (!b) return permute(sumAway(a, termA, output), output);
    const x = sumAway(a, termA, termB + output);
    const y = sumAway(b, termB, termA + output);
    const batch = [...x.letters].filter((l) => y.letters.includes(l) && output.includes(l)).join('');
    const inner = [...x.letters].filter((l) => y.letters.includes(l) && !output.includes(l)).join('');
    const freeA = [...x.letters].filter((l) => !y.letters.includes(l)).join('');
    const freeB = [...y.letters].filter((l) => !x.letters.includes(l)).join('');
    const sizes = new Map<string, number>();
    for (const { tensor, letters } of [x, y])
      [...letters].forEach((letter, axis) => sizes.set(letter, tensor.shape[axis] ?? 1));
    const sizeOf = (letters: string) => [...letters].map((letter) => sizes.get(letter) ?? 1);
    const count = (letters: string) => sizeOf(letters).reduce((product, n) => product * n, 1);
    const product = matMul(
      reshape(permute(x, batch + freeA + inner), [count(batch), count(freeA), count(inner)]),
      reshape(permute(y, batch + inner + freeB), [count(batch), count(inner), count(freeB)]),
    );
    const letters = batch + freeA + freeB;
    return permute({ tensor: reshape(product, sizeOf(letters)), letters }, output);
  });
}

interface Labelled {
  tensor: Tensor;
  letters: string;
}

/** Sums over the axes whose letters nobody else needs. */
function sumAway(tensor: Tensor, letters: string, needed: string): Labelled {
  const axes = [...letters].flatMap((letter, axis) => (needed.includes(letter) ? [] : [axis]));
  if (axes.length === 0) return { tensor, letters };
  return { tensor: sum(tensor, axes), letters: [...letters].filter((l) => needed.includes(l)).join('') };
}

function permute({ tensor, letters }: Labelled, order: string): Tensor {
  if (letters === order) return reshape(tensor, tensor.shape);
  return transpose(
    tensor,
    [...order].map((letter) => letters.indexOf(letter)),
  );
}
