import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'transfer/roc-points',
  title: 'A ROC curve, point by point',
  defines: ['rocPoints', 'areaUnder'],
  tensors: false,
  starter: `interface Point {
  x: number; // false positive rate
  y: number; // true positive rate
}

/** truth: 1 or 0 of each text; scores: the higher, the more likely 1 → the points from (0, 0) to (1, 1) */
function rocPoints(truth: number[], scores: number[]): Point[] {
  // Your code
  return [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ];
}

/** The area under the lines between the points */
function areaUnder(points: Point[]): number {
  // Your code
  return 0;
}
`,
  reference: `interface Point {
  x: number;
  y: number;
}

function rocPoints(truth: number[], scores: number[]): Point[] {
  const positive = truth.filter((y) => y === 1).length;
  const negative = truth.length - positive;
  const order = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const points = [{ x: 0, y: 0 }];
  let [found, wrong] = [0, 0];
  order.forEach((i, place) => {
    if (truth[i] === 1) found++;
    else wrong++;
    const next = order[place + 1];
    if (next === undefined || scores[next] !== scores[i]) points.push({ x: wrong / negative, y: found / positive });
  });
  return points;
}

function areaUnder(points: Point[]): number {
  let area = 0;
  for (let i = 1; i < points.length; i++) {
    area += ((points[i].x - points[i - 1].x) * (points[i].y + points[i - 1].y)) / 2;
  }
  return area;
}
`,
  offers: [
    { name: 'list.sort', detail: '((a, b) => b − a): the highest first; changes the list' },
    { name: 'new Set', detail: '(scores): each different score once' },
    { name: 'truth.filter', detail: '((y, i) => …): those that it holds for' },
  ],
  checks: [
    { id: 'points', title: 'Points from (0, 0) to (1, 1)', points: 2 },
    { id: 'ties', title: 'Equal scores pass the threshold together', points: 3 },
    { id: 'area', title: 'The area under lines', points: 2 },
    { id: 'pairs', title: 'Together: the share of pairs in the right order', points: 1 },
  ],
};
