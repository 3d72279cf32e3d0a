import { LabError } from '../../base/errors.ts';

/** How an opened model says that it will not do. */

export const refused = (message: string, hint: string, details?: readonly string[]): LabError =>
  new LabError('published/unfit', message, hint, details);

const SHOWN = 5;

/** "a, b, c and 7 more" */
export function listed(items: readonly string[]): string {
  const shown = items.slice(0, SHOWN).map((item) => (item.length > 120 ? `${item.slice(0, 117)}…` : item));
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** What is wrong with a tensor. */
export interface TensorProblem {
  name: string;
  /** "is missing" */
  says: string;
}

/** Of a layer more than so many that lack the same are told of together. */
const ALONE = 2;

/** A problem each; of a layer of which many tensors have the same, one: "encoder.layer.4: 16 tensors are missing". */
export function byLayer(problems: readonly TensorProblem[]): string[] {
  const alike = new Map<string, TensorProblem[]>();
  for (const problem of problems) {
    const layer = /^(.*\blayer\.\d+)\./.exec(problem.name)?.[1];
    const key = layer === undefined ? problem.name : `${layer}\n${problem.says}`;
    alike.set(key, [...(alike.get(key) ?? []), problem]);
  }
  return [...alike].flatMap(([key, own]) => {
    const [layer = ''] = key.split('\n');
    if (own.length <= ALONE) return own.map(({ name, says }) => `${name} ${says}`);
    const says = own[0]?.says.replace(/^is /, 'are ').replace(/^has /, 'have ');
    return [`${layer}: ${own.length} tensors ${says}`];
  });
}
