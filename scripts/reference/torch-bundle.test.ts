import { describe, expect, it } from 'vitest';
import { smallBundle } from '../../src/formats/bundle.fixture.ts';
import { writeBundle } from '../../src/formats/bundle.ts';
import { plainLogits } from './plain-model.ts';
import { greatestDifference, pythonWithTorch, scoreInTorch } from './torch-bundle.ts';

const python = pythonWithTorch();

describe('load_in_pytorch.py', () => {
  it.skipIf(python === null)(
    'gives in PyTorch the logits of the plain equations, and the scores of the CSV (needs python3 with torch)',
    () => {
      const model = { cell: 'gru', layers: 2, bidirectional: true, pooling: 'max+mean+last' } as const;
      const content = smallBundle({ model: { ...model, embedding: 4, hidden: 3, head: { hidden: 5 } } });
      const texts = ['the cat', '', 'ёж 😀 cat the the the the', 'The CAT, "the" don’t\ncat'];
      const expected = plainLogits(content, texts);
      const best = expected.map((row) => content.labels[row.indexOf(Math.max(...row))] as string);
      const { logits, output } = scoreInTorch(python as string, writeBundle(content), texts, best);
      expect(greatestDifference(expected, logits)).toBeLessThan(1e-5);
      expect(output).toContain('4 texts: accuracy 1.0000, macro F1 1.0000, weighted F1 1.0000');
    },
    120_000,
  );
});
