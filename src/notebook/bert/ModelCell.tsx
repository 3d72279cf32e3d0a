import { BarChart } from '../../charts/BarChart.tsx';
import { toErrorData } from '../../base/errors.ts';
import type { DataReport } from '../../data/types.ts';
import { countByKind } from '../../recipe/bert-size.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { parameterCount, parameterTable } from '../../recipe/size.ts';
import type { CellRunner } from '../../store/cells.ts';
import { useRecipe } from '../../store/recipe.ts';
import { labClient } from '../../worker/client.ts';
import { useReport } from '../data/use-live.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import { bytes, clock, count } from '../training/figures.ts';
import training from '../training/training.module.css';
import { useCell } from '../use-cell.ts';
import classes from './bert.module.css';
import { BertFields, Presets } from './BertFields.tsx';
import { type Estimate, estimateOf } from './estimate.ts';

export const runner: CellRunner = {
  async run({ report }) {
    report({ phase: 'timing a product of matrices', done: 0, total: null });
    return { speed: await labClient().speed() };
  },
};

const speedOf = (result: unknown): number | null =>
  typeof result === 'object' && result !== null && 'speed' in result && typeof result.speed === 'number'
    ? result.speed
    : null;

/** The sizes of the model, where its weights are, and what its training takes, before anything is made. */
export default function ModelCell() {
  const { result } = useCell();
  const recipe = useRecipe((all) => all.recipe);
  const seen = useReport();
  const speed = speedOf(result);
  if (recipe.model.kind !== 'bert') return null;
  return (
    <>
      <Presets />
      <BertFields />
      {seen ? (
        <>
          <Parts recipe={recipe} report={seen.report} />
          {speed === null ? (
            <p className={training.hint}>
              Run this cell: it times this device for a moment and says how long an epoch takes.
            </p>
          ) : (
            <Takes recipe={recipe} report={seen.report} speed={speed} />
          )}
        </>
      ) : (
        <p className={`${training.empty} ${classes.total}`}>
          Once the text cell has run, the weights of each part stand here.
        </p>
      )}
    </>
  );
}

const inEachLayer = (part: string): boolean => part === 'attention' || part === 'feed-forward';

function Parts({ recipe, report }: { recipe: Recipe; report: DataReport }) {
  const rows = parameterTable(recipe.model, report.vocabularySize, 2, report.maxLength, recipe.task);
  const parts = countByKind(rows);
  const total = parameterCount(rows);
  const most = parts.reduce((a, b) => (b.count > a.count ? b : a));
  const layers = recipe.model.kind === 'bert' ? recipe.model.layers : 1;
  const everyLayer = layers === 1 ? 'the layer' : `all ${layers} layers`;
  const where = inEachLayer(most.part) ? `${most.part} of ${everyLayer}` : most.part;
  return (
    <>
      <p className={classes.total}>
        <strong>{count(total)}</strong> weights, {Math.round((100 * most.count) / total)}% of them in the{' '}
        {where}.
      </p>
      <BarChart
        title="Weights by part"
        labelTitle="part"
        valueTitle="weights"
        labels={parts.map(({ part }) =>
          inEachLayer(part) ? `${part}, ${layers === 1 ? 'the layer' : 'all layers'}` : part,
        )}
        series={[{ name: 'weights', values: parts.map((part) => part.count) }]}
        rowHeight={26}
      />
    </>
  );
}

function Takes({ recipe, report, speed }: { recipe: Recipe; report: DataReport; speed: number }) {
  let estimate: Estimate;
  try {
    estimate = estimateOf(recipe, report, speed);
  } catch (error) {
    return <ErrorBox error={toErrorData(error)} />;
  }
  const { memory, secondsPerEpoch, secondsInAll, noGo } = estimate;
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>memory while it trains</dt>
          <dd>about {bytes(memory.total)}</dd>
        </div>
        <div>
          <dt>this device multiplies</dt>
          <dd>{(speed / 1e9).toPrecision(2)} billion operations a second</dd>
        </div>
        <div>
          <dt>an epoch takes</dt>
          <dd>about {clock(secondsPerEpoch)}</dd>
        </div>
        <div>
          <dt>
            {recipe.training.epochs} epoch{recipe.training.epochs === 1 ? '' : 's'}
          </dt>
          <dd>about {clock(secondsInAll)}</dd>
        </div>
      </dl>
      <p role="status">
        {noGo === null ? (
          <span className={classes.go}>Go: it fits.</span>
        ) : (
          <span className={classes.noGo}>No go. {noGo}</span>
        )}
      </p>
    </>
  );
}
