import { expect, it } from 'vitest';
import { bertPretrain } from './recipes.ts';
import { presetOf, PRESETS } from '../../notebook/bert/presets.ts';

it('a preset draws first weights that suit its width: the smallest is that of the recipe, the largest BERT’s own', () => {
  expect(bertPretrain.model).toMatchObject(presetOf(PRESETS[0]!));
  expect(PRESETS.map((preset) => presetOf(preset).initializerRange)).toEqual([0.08, 0.06, 0.02, 0.02]);
  expect(presetOf(PRESETS.at(-1)!)).not.toHaveProperty('name');
});
