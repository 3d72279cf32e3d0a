import { expect, it, vi } from 'vitest';
import { reportOn } from '../../store/datasets.ts';
import { recipeSchema } from '../../recipe/recipe.ts';
import { textRunner } from './runners.ts';

vi.mock('../../store/datasets.ts', () => ({ reportOn: vi.fn() }));

const run = (report: object) => {
  vi.mocked(reportOn).mockResolvedValue({ info: { id: 'id' }, report } as never);
  const { signal } = new AbortController();
  return textRunner.run({
    ...{ lesson: 'rnn', cell: 'text', signal, whole: false, recipe: recipeSchema.parse({}) },
    report: () => {},
    result: () => null,
  });
};

it('lets the text cell fail where a vocabulary has no words, so that nothing is trained on it', async () => {
  const noWords = { code: 'text/no-words', message: 'The vocabulary has no word.', hint: 'Ask for fewer.' };
  await expect(run({ noWords })).rejects.toMatchObject(noWords);
  await expect(run({ noWords: null, pairs: { noWords } })).rejects.toMatchObject(noWords);
  await expect(run({ noWords: null, vocabularySize: 7, maxLength: 3 })).resolves.toMatchObject({
    vocabularySize: 7,
  });
});
