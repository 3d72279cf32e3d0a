import { expect, test } from 'vitest';
import { toErrorData } from '../base/errors.ts';
import { parseRecipe } from '../recipe/parse.ts';
import { setPath } from '../recipe/set.ts';
import { fieldRefusal, type RefusedField } from './field-refusal.ts';

const recipe = parseRecipe({});

function refused(field: Pick<RefusedField, 'path' | 'label' | 'number'> & Partial<RefusedField>): string {
  const whole: RefusedField = { factor: 1, unit: '', none: undefined, ...field };
  try {
    setPath(recipe, whole.path, whole.number === null ? null : whole.number / whole.factor);
  } catch (error) {
    return fieldRefusal(toErrorData(error).message, recipe, whole);
  }
  return 'taken';
}

test('a refusal speaks of the field as it is seen: its label and its unit', () => {
  const share = {
    path: 'text.vocabulary.maxDocumentFrequency',
    label: 'in at most',
    factor: 100,
    unit: '% of them',
  };
  expect(refused({ ...share, number: 500 })).toBe(
    '“in at most” is 500 %; it may be a number above 0 to 100 %.',
  );
  expect(refused({ ...share, number: 50 })).toBe('taken');
  const least = { path: 'text.vocabulary.minCount', label: 'A word occurs at least', unit: ' times' };
  expect(refused({ ...least, number: 0 })).toBe(
    '“A word occurs at least” is 0; it may be a whole number from 1.',
  );
  expect(refused({ ...least, number: 1e20 })).toMatch(/^“A word occurs at least” is 1e20; /);
  expect(refused({ ...least, number: -1.5e21 })).toMatch(/ is -1\.5e21; /);
  const most = { path: 'text.vocabulary.maxSize', label: 'Most words', none: 'all' };
  expect(refused({ ...most, number: -1 })).toMatch(/^“Most words” is -1; it may be .* or empty \(all\)\.$/);
});

test('two fields that do not fit each other are named by their words', () => {
  const test = { path: 'data.split.test', label: 'Test', factor: 100, unit: '%' };
  expect(refused({ ...test, number: 95 })).toBe('“Test” is 95 %; it may be a number from 0 to 90 %.');
  expect(refused({ ...test, number: 90 })).toMatch(/^Data split leaves too little to train on/);
});

test('an odd hidden size is refused where the encoder has half of it in each direction, and so is that switch', () => {
  const seq2seq = parseRecipe({
    task: 'translate',
    model: { kind: 'seq2seq', hidden: 48, bidirectional: true },
  });
  const refusal = (recipe: typeof seq2seq, path: string, value: unknown): string => {
    try {
      return JSON.stringify(setPath(recipe, path, value).model);
    } catch (error) {
      const field = {
        path,
        label: 'Hidden size',
        number: typeof value === 'number' ? value : null,
        factor: 1,
        unit: '',
        none: undefined,
      };
      return fieldRefusal(toErrorData(error).message, recipe, field);
    }
  };
  expect(refusal(seq2seq, 'model.hidden', 47)).toMatch(
    /^“Hidden size” is 47; it must be even while .* half of it\.$/,
  );
  const forward = setPath(seq2seq, 'model.bidirectional', false);
  expect(refusal(forward, 'model.hidden', 47)).toContain('"hidden":47');
  const odd = setPath(forward, 'model.hidden', 47);
  expect(refusal(odd, 'model.bidirectional', true)).toMatch(
    /^Hidden size must be even while .* half of it\.$/,
  );
});
