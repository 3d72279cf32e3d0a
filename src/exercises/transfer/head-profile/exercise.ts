import type { Exercise } from '../../types.ts';

const TYPES = `interface Profile {
  self: number;
  cls: number;
  sep: number;
  previous: number;
  next: number;
  entropy: number; // in bits
}`;

export const exercise: Exercise = {
  id: 'transfer/head-profile',
  title: 'What a head looks at',
  defines: ['headProfile', 'whichHead'],
  tensors: false,
  starter: `${TYPES}

/** maps: of one head, [T, T] for each text, row i is where token i looks; lengths: tokens of each text, marks included */
function headProfile(maps: number[][][], lengths: number[]): Profile {
  // Your code
  return { self: 0, cls: 0, sep: 0, previous: 0, next: 0, entropy: 0 };
}

/** The number of the head that looks most at this, or is most certain where to look ('entropy') */
function whichHead(profiles: Profile[], what: keyof Profile): number {
  // Your code
  return -1;
}
`,
  reference: `${TYPES}

function headProfile(maps: number[][][], lengths: number[]): Profile {
  const sums = { self: 0, cls: 0, sep: 0, previous: 0, next: 0, entropy: 0 };
  let words = 0;
  maps.forEach((map, b) => {
    const last = lengths[b] - 1;
    for (let i = 1; i < last; i++) {
      const row = map[i];
      sums.self += row[i];
      sums.cls += row[0];
      sums.sep += row[last];
      sums.previous += row[i - 1];
      sums.next += row[i + 1];
      for (const p of row.slice(0, last + 1)) if (p > 0) sums.entropy -= p * Math.log2(p);
      words++;
    }
  });
  const mean = (sum) => (words === 0 ? 0 : sum / words);
  return {
    self: mean(sums.self),
    cls: mean(sums.cls),
    sep: mean(sums.sep),
    previous: mean(sums.previous),
    next: mean(sums.next),
    entropy: mean(sums.entropy),
  };
}

function whichHead(profiles: Profile[], what: keyof Profile): number {
  const values = profiles.map((profile) => profile[what]);
  return values.indexOf(what === 'entropy' ? Math.min(...values) : Math.max(...values));
}
`,
  offers: [
    { name: 'Math.log2', detail: '(x): the logarithm to base 2; of 0 it is −Infinity' },
    { name: 'row.slice', detail: '(from, to): a part; to is not in it' },
    { name: 'values.indexOf', detail: '(x): the first place of x' },
  ],
  checks: [
    { id: 'shares', title: 'Shares of itself, marks and neighbours', points: 2 },
    { id: 'words', title: 'Means over the words of all texts, without padding', points: 3 },
    { id: 'entropy', title: 'The entropy in bits, zeros included', points: 2 },
    { id: 'which', title: 'Which head does what', points: 1 },
  ],
};
