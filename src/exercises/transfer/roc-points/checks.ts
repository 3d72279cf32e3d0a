import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

interface Point {
  x: number;
  y: number;
}

interface Case {
  truth: number[];
  scores: number[];
}

/** Texts of both classes; with `levels` there are equal scores. */
function caseOf(kit: Kit, texts: number, levels: number | null = null): Case {
  const truth = Array.from({ length: texts }, (_, i) => (i < 2 ? i : kit.integer(0, 1)));
  const scores = truth.map((y) => {
    const drawn = kit.random.uniform() + 0.4 * y;
    return levels === null ? drawn : Math.floor(drawn * levels) / levels;
  });
  return { truth, scores };
}

/** For each different score, from the highest, who is called positive. */
function right({ truth, scores }: Case, ascending = false): Point[] {
  const all = truth.length;
  const positive = truth.reduce((a, b) => a + b, 0);
  const thresholds = [...new Set(scores)].sort((a, b) => (ascending ? a - b : b - a));
  return [
    { x: 0, y: 0 },
    ...thresholds.map((threshold) => {
      const called = truth.filter((_, i) => {
        const score = scores[i] as number;
        return ascending ? score <= threshold : score >= threshold;
      });
      const found = called.filter((y) => y === 1).length;
      return { x: (called.length - found) / (all - positive), y: found / positive };
    }),
  ];
}

/** A point for each text, equal scores in the order in which they stand, or another. */
function oneByOne({ truth, scores }: Case, positiveFirst: boolean | null = null): Point[] {
  const positive = truth.reduce((a, b) => a + b, 0);
  const order = scores
    .map((_, i) => i)
    .sort(
      (a, b) =>
        (scores[b] as number) - (scores[a] as number) ||
        (positiveFirst === null
          ? a - b
          : ((truth[b] as number) - (truth[a] as number)) * (positiveFirst ? 1 : -1)),
    );
  const points = [{ x: 0, y: 0 }];
  let [found, wrong] = [0, 0];
  for (const i of order) {
    if (truth[i] === 1) found++;
    else wrong++;
    points.push({ x: wrong / (truth.length - positive), y: found / positive });
  }
  return points;
}

/** Over all pairs of a positive and a negative text. */
function byPairs({ truth, scores }: Case, tie = 0.5): number {
  let [sum, pairs] = [0, 0];
  truth.forEach((a, i) =>
    truth.forEach((b, j) => {
      if (a !== 1 || b !== 0) return;
      pairs++;
      const [high, low] = [scores[i] as number, scores[j] as number];
      sum += high > low ? 1 : high === low ? tie : 0;
    }),
  );
  return sum / pairs;
}

function compare({ rocPoints }: Student, kit: Kit, one: Case): void {
  const points = right(one);
  const { truth, scores } = one;
  const positive = truth.reduce((a, b) => a + b, 0);
  const scaled = (x: number, y: number): Point[] =>
    points.map((p) => ({ x: (p.x * (truth.length - positive)) / x, y: (p.y * positive) / y }));
  kit.equal(rocPoints?.(truth, scores), points, {
    what: 'the points',
    input: { truth, scores },
    tolerance: 1e-9,
    mistakes: () => ({
      'Only the two ends are there: no threshold is tried.': [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
      'x and y are exchanged: x is the share of the negative.': points.map(({ x, y }) => ({ x: y, y: x })),
      'The point (0, 0) is missing: there the threshold is above all scores.': points.slice(1),
      'The point (1, 1) is missing: there the threshold is the lowest score.': points.slice(0, -1),
      'The points go from (1, 1) to (0, 0).': [...points].reverse(),
      'The threshold rises from the lowest score: those with a low one are called positive.': right(
        one,
        true,
      ),
      'Equal scores pass one after the other: the curve depends on the order of the texts.': oneByOne(one),
      'Equal scores pass one after the other, the positive first: the curve looks better than it is.':
        oneByOne(one, true),
      'Equal scores pass one after the other, the negative first.': oneByOne(one, false),
      'Both are divided by the number of all texts; each has a class of its own.': scaled(
        truth.length,
        truth.length,
      ),
      'Both are divided by the number of positive texts.': scaled(positive, positive),
      'x is divided by the number of all that are called positive: that would be the share of wrong calls.':
        points.map(({ x, y }) => {
          const [wrong, found] = [x * (truth.length - positive), y * positive];
          return { x: wrong + found === 0 ? 0 : wrong / (wrong + found), y };
        }),
      'These are counts; shares are wanted.': scaled(1, 1),
    }),
  });
}

const square: Point[] = [
  { x: 0, y: 0 },
  { x: 0, y: 1 },
  { x: 1, y: 1 },
];

export const checks: ExerciseChecks = {
  id: 'transfer/roc-points',
  checks: {
    points(student, kit) {
      compare(student, kit, { truth: [1, 1, 0, 1, 0], scores: [0.9, 0.8, 0.7, 0.4, 0.2] });
      compare(student, kit, { truth: [0, 1], scores: [3, -2] });
      for (const texts of [5, 9]) compare(student, kit, caseOf(kit, texts));
    },
    ties(student, kit) {
      compare(student, kit, { truth: [0, 1, 1, 0], scores: [0.5, 0.5, 0.8, 0.1] });
      compare(student, kit, { truth: [1, 0, 0], scores: [0.3, 0.3, 0.3] });
      for (const levels of [2, 4]) compare(student, kit, caseOf(kit, 12, levels));
    },
    area({ areaUnder }, kit) {
      for (const points of [
        square,
        [square[0], square[2]] as Point[],
        [
          { x: 0, y: 0 },
          { x: 0.25, y: 0.5 },
          { x: 0.25, y: 0.75 },
          { x: 1, y: 1 },
        ],
        right(caseOf(kit, 9, 3)),
      ]) {
        const sum = (height: (a: Point, b: Point) => number): number =>
          points.slice(1).reduce((area, b, i) => {
            const a = points[i] as Point;
            return area + (b.x - a.x) * height(a, b);
          }, 0);
        const wanted = sum((a, b) => (a.y + b.y) / 2);
        kit.equal(areaUnder?.(points), wanted, {
          what: 'the area',
          input: { points },
          tolerance: 1e-9,
          mistakes: {
            'It is 0: nothing is computed yet.': 0,
            'Rectangles as high as their right end: too large where the line slants.': sum((_, b) => b.y),
            'Rectangles as high as their left end: too small where the line slants.': sum((a) => a.y),
            'The half is missing.': 2 * wanted,
            'The area is negative: from each x the one before is taken away.': -wanted,
            'This is the mean of the heights: steps are not equally wide.':
              points.reduce((all, { y }) => all + y, 0) / points.length,
          },
        });
      }
    },
    pairs({ rocPoints, areaUnder }, kit) {
      for (const one of [caseOf(kit, 8), caseOf(kit, 14, 3), { truth: [1, 0], scores: [1, 1] }]) {
        kit.equal(areaUnder?.(rocPoints?.(one.truth, one.scores)), byPairs(one), {
          what: 'the area under the curve',
          input: { ...one },
          tolerance: 1e-9,
          mistakes: {
            'A tie counts as if the positive text had the higher score.': byPairs(one, 1),
            'A tie counts as if the negative text had the higher score.': byPairs(one, 0),
            'It is 1 minus the area: scores are read the wrong way round.': 1 - byPairs(one),
          },
        });
      }
    },
  },
};
