import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'attention/variance',
  title: 'Why divided by √D',
  defines: ['experiment'],
  tensors: false,
  starter: `interface Outcome {
  variance: number; // of the scores q · k
  scaled: number; // of the scores q · k / √D
  peak: number; // mean of the greatest weight of a softmax over each ten scores that follow each other
  scaledPeak: number; // the same of the scaled scores
}

/** size: D; count: how many scores, a multiple of 10; normal(): the next number drawn from N(0, 1) */
function experiment(size: number, count: number, normal: () => number): Outcome {
  // Your code: draw q, then k, for one score after the other.
  return { variance: 0, scaled: 0, peak: 0, scaledPeak: 0 };
}
`,
  reference: `function experiment(size: number, count: number, normal: () => number): Outcome {
  const draw = () => Array.from({ length: size }, () => normal());
  const scores = Array.from({ length: count }, () => {
    const q = draw();
    const k = draw();
    return q.reduce((sum, x, i) => sum + x * k[i], 0);
  });
  const scaledScores = scores.map((score) => score / Math.sqrt(size));
  return {
    variance: varianceOf(scores),
    scaled: varianceOf(scaledScores),
    peak: peakOf(scores),
    scaledPeak: peakOf(scaledScores),
  };
}

const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function varianceOf(values: number[]): number {
  const m = mean(values);
  return mean(values.map((value) => (value - m) ** 2));
}

/** The mean of the greatest weight, over groups of ten. */
function peakOf(scores: number[]): number {
  const peaks = [];
  for (let i = 0; i < scores.length; i += 10) {
    const group = scores.slice(i, i + 10);
    const highest = Math.max(...group);
    const whole = group.reduce((sum, score) => sum + Math.exp(score - highest), 0);
    peaks.push(1 / whole);
  }
  return mean(peaks);
}
`,
  offers: [
    { name: 'normal', detail: '(): the next number from N(0, 1)' },
    { name: 'Math.sqrt', detail: '(x): the root' },
    { name: 'Math.exp', detail: '(x): e to the power of x' },
    { name: 'Math.max', detail: '(…numbers): the greatest' },
  ],
  checks: [
    { id: 'draws', title: 'Each score draws D numbers for q and D for k', points: 1 },
    { id: 'variance', title: 'The variance of the scores, and of the scaled ones', points: 2 },
    { id: 'peak', title: 'The greatest weight of a softmax over ten, with and without the root', points: 2 },
    {
      id: 'finding',
      title: 'The finding: the variance grows with D, the scaled one stays near 1',
      points: 1,
    },
  ],
};
