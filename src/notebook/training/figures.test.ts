import { expect, it } from 'vitest';
import { parseRecipe } from '../../recipe/parse.ts';
import { setPath } from '../../recipe/set.ts';
import { MONITOR_WORDS, monitorsOf } from './figures.ts';

it('offers to choose the best epoch by what the recipe takes and the task has', () => {
  for (const task of ['classify', 'multilabel', 'translate', 'pretrain'] as const) {
    const offered = monitorsOf(task);
    expect(offered).toContain('loss');
    for (const monitor of offered) {
      expect(MONITOR_WORDS[monitor]).toBeTruthy();
      expect(setPath(parseRecipe({}), 'training.monitor', monitor).training.monitor).toBe(monitor);
    }
  }
  expect(monitorsOf('classify')).not.toContain('bleu');
  expect(monitorsOf('classify')).toContain('macroF1');
  expect(monitorsOf('translate')).not.toContain('macroF1');
});
