import { useId } from 'react';
import { SaveTable } from '../../charts/SaveLinks.tsx';
import type { HeadMove } from '../../data/head-profile.ts';
import type { Freeze } from '../../recipe/recipe.ts';
import { headName } from '../bert/HeadTable.tsx';
import { movedWords } from './moved-words.ts';
import { moveOf } from './before-after.ts';
import training from '../training/training.module.css';
import classes from './transfer.module.css';

/** Layers whose maps must not change: those below everything that learns, and the first above them that is frozen too. */
export const frozenLayers = (freeze: Freeze, layers: number): number =>
  freeze === 'all' ? layers : freeze === 'none' ? 0 : freeze;

interface UnmovedProps {
  title: string;
  freeze: Freeze;
  /** Null: it reads the texts otherwise, so nothing can be compared. */
  moves: readonly HeadMove[] | null;
  /** What was looked at: "100 texts of validation". */
  where: string;
}

/** What was checked bit by bit of a model in which something is frozen; nothing of one in which all learns. */
export function Unmoved({ title, freeze, moves, where }: UnmovedProps) {
  if (moves === null || moves.length === 0) return null;
  const layers = Math.max(...moves.map(({ layer }) => layer)) + 1;
  const below = frozenLayers(freeze, layers);
  if (below === 0) return null;
  const own = moves.filter(({ layer }) => layer < below);
  const changed = own.filter(({ identical }) => !identical);
  const which =
    freeze === 'all' ? 'The maps of a frozen model' : `The maps of the first ${below} of ${layers} layers`;
  return changed.length === 0 ? (
    <p className={classes.checked} role="status">
      {which} are bit-identical before and after: checked. {title}, {own.length} heads, {where}.
    </p>
  ) : (
    <p className={classes.checked} data-same={false} role="alert">
      {title}: {changed.map(headName).join('; ')} changed, although frozen ({where}). The weights it began
      with are not those that stand beside it.
    </p>
  );
}

interface MovesTableProps {
  compared: readonly { number: number; title: string; moves: readonly HeadMove[] | null }[];
  /** "all 512" */
  texts: string;
}

type Place = Pick<HeadMove, 'layer' | 'head'>;

/** Every head that one of the models has, layer by layer: backbones may differ in both. */
function headsOfAll(models: readonly (readonly Place[])[]): Place[] {
  const places = new Map(models.flat().map(({ layer, head }) => [`${layer} ${head}`, { layer, head }]));
  return [...places.values()].sort((a, b) => a.layer - b.layer || a.head - b.head);
}

/** How far each head moved in each run. */
export function MovesTable({ compared, texts }: MovesTableProps) {
  const title = `How far each head moved, over ${texts} texts of validation`;
  const heads = headsOfAll(compared.map(({ moves }) => moves ?? []));
  const rows = heads.map(({ layer, head }) => compared.map(({ moves }) => moveOf(moves, layer, head)));
  const names = compared.map((each) => each.title);
  const captionId = useId();
  return (
    <>
      <p className={training.caption} id={captionId}>
        How far each head moved: share of its attention that went elsewhere, in %, over {texts} texts of
        validation. {names.join('; ')}
      </p>
      <div
        className={`${training.scroll} ${training.wide}`}
        tabIndex={0}
        role="region"
        aria-label="How far each head moved"
      >
        <table className={training.table} aria-describedby={captionId}>
          <thead>
            <tr>
              <th scope="col">head</th>
              {compared.map(({ number, title }) => (
                <th key={title} scope="col" data-number title={title}>
                  run {number}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {heads.map((head, k) => (
              <tr key={headName(head)}>
                <th scope="row">{headName(head)}</th>
                {names.map((name, c) => (
                  <td key={name} data-number>
                    {movedWords(rows[k]?.[c])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <SaveTable
        title={title}
        heading={`${title}, % of its attention`}
        columns={['head', ...names]}
        words={() => heads.map((head, k) => [headName(head), ...(rows[k] ?? []).map(movedWords)])}
        table={() => ({
          columns: ['head', ...names],
          rows: heads.map((head, k) => [
            headName(head),
            ...(rows[k] ?? []).map((move) => move?.moved ?? null),
          ]),
        })}
      />
    </>
  );
}
