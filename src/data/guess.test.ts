import { describe, expect, it } from 'vitest';
import { readTable } from './read/read-table.ts';

const guess = async (lines: string[], name = 'x.csv') =>
  (await readTable(new Blob([lines.join('\n')]), name)).info.guess;

const story = (i: number) => `story ${i} of many different words`;
const many = (line: (i: number) => string, count = 40) => Array.from({ length: count }, (_, i) => line(i));

describe('guessColumns', () => {
  it('goes by the usual names', async () => {
    const found = await guess([
      'label,text,form,source',
      ...many((i) => `${i % 4},${story(i)},title,place/${i % 3}`),
    ]);
    expect(found).toMatchObject({ text: ['text'], label: 'label', split: null, certain: true });
    expect(found.reason).toBe('“text” is the text (by name), “label” the label (by name).');
  });

  it('joins title and description', async () => {
    const found = await guess([
      'Class Index,Title,Description',
      ...many((i) => `${i % 4},title ${i},${story(i)}`),
    ]);
    expect(found).toMatchObject({ text: ['Title', 'Description'], label: 'Class Index', certain: true });
  });

  it('goes by content without a header: classes, title, description', async () => {
    const found = await guess(many((i) => `"${(i % 4) + 1}","A title number ${i}","${story(i)}"`));
    expect(found).toMatchObject({ text: [1, 2], label: 0, certain: true });
    expect(found.reason).toMatch(/^Column 1 and column 2 are the text/);
  });

  it('goes by content without a header: sentence and class', async () => {
    expect(
      await guess(
        many((i) => `${story(i)}\t${i % 2}`),
        'x.tsv',
      ),
    ).toMatchObject({
      text: [0],
      label: 1,
      certain: true,
    });
  });

  it('doubts a column with several labels in a cell', async () => {
    const labels = ['1', '2', '3', '1,2', '2,3', '1,3', '4,1', '4'];
    const found = await guess(
      many((i) => `${story(i)}\t${labels[i % labels.length] ?? ''}\tid${i}x`),
      'x.tsv',
    );
    expect(found).toMatchObject({ text: [0], label: 1, certain: false });
    expect(found.reason).toContain('several labels');
  });

  it('doubts where two columns could be the label, or none', async () => {
    const two = await guess(['a,b,c', ...many((i) => `${story(i)},${i % 2},${i % 3}`)]);
    expect(two.certain).toBe(false);
    expect(two.reason).toBe('Please check: “b” and “c” could each be the label.');
    const none = await guess(many((i) => story(i)));
    expect(none).toMatchObject({ label: null, certain: false });
    const numbers = await guess(['text,label', ...many((i) => `${story(i)},${i * 0.731}`, 1500)]);
    expect(numbers.certain).toBe(false);
  });

  it('suggests no label that would be refused', async () => {
    const topics = await guess(['text,topic', ...many((i) => `${story(i)},topic ${i}`, 1200)]);
    expect(topics).toMatchObject({ text: ['text'], label: null, certain: false, certainMulti: false });
    expect(topics.reason).toBe(
      'Please check: “topic” has 1,000 different values or more, which is hardly a label.',
    );
    // Another column may be one; the doubt stays.
    const other = await guess(['text,topic,kind', ...many((i) => `${story(i)},t${i},${i % 2}`, 1200)]);
    expect(other).toMatchObject({ text: ['text'], label: 'kind', certain: false });
    // Up to there a name is believed.
    const fewer = await guess(['text,topic', ...many((i) => `${story(i)},topic ${i % 900}`, 1200)]);
    expect(fewer).toMatchObject({ text: ['text'], label: 'topic', certain: true });
    const long = await guess(['text,label', ...many((i) => `${story(i)},a label of many words ${i % 3}`)]);
    expect(long.reason).toContain('“label” has 6 words on average, which is long for a label');
  });

  it('finds the split by what it says, also without a header, and never takes it for the label', async () => {
    const split = ['train', 'train', 'dev', 'test'];
    const named = await guess([
      'text,label,split',
      ...many((i) => `${story(i)},${i % 2},${split[i % 4] ?? ''}`),
    ]);
    expect(named).toMatchObject({ label: 'label', split: 'split', certain: true });
    const bare = await guess(
      many((i) => `${split[i % 4] ?? ''}\t${story(i)}\t${i % 3}`),
      'x.tsv',
    );
    expect(bare).toMatchObject({ text: [1], label: 2, split: 0, certain: true });
    // Most rows may have no label where they are to be read without.
    const sparse = await guess([
      'sentence,kind,part',
      ...many((i) => (i % 4 ? `${story(i)},,unsupervised` : `${story(i)},${i % 3},train`)),
    ]);
    expect(sparse).toMatchObject({ text: ['sentence'], label: 'kind', split: 'part', certain: true });
  });
});
