import { middleCut } from './format.ts';

/**
 * A long name with its middle left out, as names of runs are told apart by their ends as well; whole in the tooltip and for
 * screen readers.
 */
export function CutName({ name, most = 34 }: { name: string; most?: number }) {
  const cut = middleCut(name, most);
  if (cut === name) return name;
  return (
    <span title={name}>
      <span aria-hidden>{cut}</span>
      <span className="visually-hidden">{name}</span>
    </span>
  );
}
