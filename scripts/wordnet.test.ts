import { describe, expect, it } from 'vitest';
import { balancedSample, csvOf, definitionOf, parseWordnet } from './wordnet.ts';

describe('WordNet glosses', () => {
  it('leaves out the examples, not the quotes inside a definition', () => {
    expect(definitionOf(' a small dog; "the toy barked"; "so did I; twice"  ')).toBe('a small dog');
    expect(definitionOf(' a complete extent or range: "a gamut of emotions"  ')).toBe(
      'a complete extent or range',
    );
    expect(definitionOf(' a demand especially in the phrase "the call of duty"  ')).toBe(
      'a demand especially in the phrase "the call of duty"',
    );
    expect(definitionOf(' first; second  ')).toBe('first; second');
  });

  it('reads lines, labels and the licence', () => {
    const files: Record<string, string> = {
      'data.noun': '  1 Licence,  \n  2 second line  \n00001740 18 n 01 x 0 000 | a person  \n',
      'data.verb': '  1 Licence,  \n00001741 30 v 01 y 0 000 | change; "z"  \n',
      'data.adj': '',
      'data.adv': '',
    };
    const { glosses, licence } = parseWordnet((file) => files[file] ?? '');
    expect(glosses).toEqual([
      { text: 'a person', label: 'noun.person' },
      { text: 'change', label: 'verb.change' },
    ]);
    expect(licence).toBe('Licence,\nsecond line\n');
  });

  it('refuses a line that is none of a WordNet database', () => {
    expect(() => parseWordnet(() => '00001740 99 n 01 x | too high a number\n')).toThrow(/not a line/);
  });

  it('draws a balanced sample without doubles and quotes what CSV asks to quote', () => {
    const glosses = Array.from({ length: 40 }, (_, i) => ({ text: `t${i % 15}`, label: i % 2 ? 'a' : 'b' }));
    const sample = balancedSample(glosses, 3, 10);
    expect(sample.filter(({ label }) => label === 'a')).toHaveLength(3);
    expect(new Set(sample.map(({ text }) => text)).size).toBe(6);
    expect(balancedSample(glosses, 3, 10)).toEqual(sample);
    expect(csvOf([{ text: 'a "b", c', label: 'x' }])).toBe('text,label\n"a ""b"", c",x\n');
  });
});
