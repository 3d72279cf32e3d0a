import { expect, it } from 'vitest';
import type { Pin } from '../../store/pins.ts';
import { toMarkdown } from './document.ts';
import { interpretationBlocks } from './interpretation.ts';

const pin: Pin = {
  ...{ id: 'a', title: 'Difference: layer 1, head 2', text: 'two words', tokens: ['two', '<words>'] },
  ...{ values: [0.25, -0.25, 0, 0], signed: true, note: 'It turned round.' },
};

it('goes into the report with its maps, each with its note and its text', () => {
  expect(interpretationBlocks(' ', [])).toEqual([]);
  const blocks = interpretationBlocks('Head 2 moved.', [pin]);
  expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'text', 'figure', 'text']);
  const figure = blocks[2] as Extract<(typeof blocks)[number], { kind: 'figure' }>;
  // Four cells, with what they mean; words as text, not as markup.
  expect(figure.svg.match(/<rect [^>]*fill="rgb/g)).toHaveLength(4);
  expect(figure.svg).toContain('two → two: 0.250');
  expect(figure.svg).toContain('&lt;words&gt;');
  const text = toMarkdown(blocks);
  expect(text).toContain('It turned round. The text: “two words”.');
  expect(text).toContain('Head 2 moved.');
});
