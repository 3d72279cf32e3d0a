import { describe, expect, it } from 'vitest';
import { recipeSchema } from '../recipe/recipe.ts';
import {
  type CellPlan,
  type CellRecord,
  checkPlans,
  inputFingerprint,
  restingState,
  runOrder,
  trainsFirst,
} from './cells.ts';

const plans: CellPlan[] = [
  { id: 'read', dependsOn: [], reads: [] },
  { id: 'data', dependsOn: [], reads: ['data', 'seed'] },
  { id: 'text', dependsOn: ['data'], reads: ['text'] },
  { id: 'train', dependsOn: ['text'], reads: ['model', 'training'] },
  { id: 'report', dependsOn: ['train'], reads: [] },
];
const recipe = recipeSchema.parse({});

function done(id: string, outcome: CellRecord['outcome'] = 'done'): CellRecord {
  return {
    outcome,
    ranWith: inputFingerprint(plans, recipe, id),
    finishedAt: 0,
    seconds: 1,
    error: null,
    result: null,
  };
}
const all = Object.fromEntries(plans.map(({ id }) => [id, done(id)]));

describe('states', () => {
  it('goes stale below a change and nowhere else', () => {
    const longer = recipeSchema.parse({ text: { maxLength: { kind: 'fixed', value: 60 } } });
    const states = plans.map(({ id }) => restingState(plans, longer, all, id));
    expect(states).toEqual(['done', 'done', 'stale', 'stale', 'stale']);
  });

  it('is up to date again when the change is taken back', () => {
    expect(restingState(plans, recipeSchema.parse({}), all, 'report')).toBe('done');
  });

  it('does not mind what no cell reads', () => {
    const renamed = recipeSchema.parse({ name: 'another name' });
    expect(plans.every(({ id }) => restingState(plans, renamed, all, id) === 'done')).toBe(true);
  });

  it('shows a failure as a failure even when its settings have changed', () => {
    const records = { ...all, train: done('train', 'failed') };
    const wider = recipeSchema.parse({ model: { hidden: 64 } });
    expect(restingState(plans, wider, records, 'train')).toBe('failed');
  });
});

describe('runOrder', () => {
  it('runs what is missing above, in order, and not what is up to date', () => {
    expect(runOrder(plans, recipe, {}, 'train')).toEqual(['data', 'text', 'train']);
    expect(runOrder(plans, recipe, { data: done('data') }, 'train')).toEqual(['text', 'train']);
    expect(runOrder(plans, recipe, all, 'train')).toEqual(['train']);
  });

  it('finds what is out of date behind something that is not', () => {
    const { data: _, ...others } = all;
    expect(runOrder(plans, recipe, others, 'train')).toEqual(['data', 'train']);
  });
});

describe('checkPlans', () => {
  it('refuses two cells of one name and a dependency that does not stand above', () => {
    expect(() => checkPlans(plans)).not.toThrow();
    expect(() => checkPlans([...plans, { id: 'read', dependsOn: [], reads: [] }])).toThrow(/Two cells/);
    expect(() => checkPlans([...plans].reverse())).toThrow(/does not stand above/);
  });
});

describe('what is trained first', () => {
  const training = plans.map((plan) => (plan.id === 'train' ? { ...plan, trains: 'Train' } : plan));
  const first = (of: typeof recipe, records: Record<string, CellRecord>) =>
    trainsFirst(training, of, records, 'report');

  it('is named when it is not up to date, and by what stands on its own button', () => {
    expect(first(recipe, all)).toBeNull();
    expect(first(recipeSchema.parse({ seed: 7 }), all)).toBe('Train');
    expect(first(recipe, { ...all, train: done('train', 'failed') })).toBe('Train');
    expect(trainsFirst(training, recipeSchema.parse({ seed: 7 }), all, 'train')).toBeNull();
  });

  it('is not known where nothing was run: what is there may suffice', () => {
    expect(first(recipe, {})).toBeNull();
  });
});
