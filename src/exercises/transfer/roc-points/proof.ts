import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const tied = 'if (next === undefined || scores[next] !== scores[i]) ';
const sorted = 'scores[b] - scores[a]';
const point = '{ x: wrong / negative, y: found / positive }';
const trapezoid = '((points[i].x - points[i - 1].x) * (points[i].y + points[i - 1].y)) / 2';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'points', reason: /Only the two ends/ },
    {
      name: 'exchanged',
      code: changed(reference, point, '{ x: found / positive, y: wrong / negative }'),
      caughtBy: 'points',
      reason: /exchanged/,
    },
    {
      name: 'from the lowest score',
      code: changed(reference, sorted, 'scores[a] - scores[b]'),
      caughtBy: 'points',
      reason: /rises from the lowest/,
    },
    {
      name: 'without (0, 0)',
      code: changed(reference, '[{ x: 0, y: 0 }]', '[]'),
      caughtBy: 'points',
      reason: /\(0, 0\) is missing/,
    },
    {
      name: 'divided by all texts',
      code: changed(reference, point, '{ x: wrong / truth.length, y: found / truth.length }'),
      caughtBy: 'points',
      reason: /number of all texts/,
    },
    {
      name: 'above the threshold only',
      code: changed(reference, '  return points;', '  return points.slice(0, -1);'),
      caughtBy: 'points',
      reason: /\(1, 1\) is missing/,
    },
    {
      name: 'false positives of all that are called',
      code: changed(reference, point, '{ x: wrong / (wrong + found), y: found / positive }'),
      caughtBy: 'points',
      reason: /share of wrong calls/,
    },
    {
      name: 'ties one after the other',
      code: changed(reference, tied, ''),
      caughtBy: 'ties',
      reason: /depends on the order/,
      others: { pairs: /First see “Equal scores pass the threshold toget/ },
    },
    {
      name: 'ties one after the other, the positive first',
      code: changed(changed(reference, tied, ''), sorted, `${sorted} || truth[b] - truth[a]`),
      caughtBy: 'ties',
      reason: /looks better than it is/,
    },
    {
      name: 'a tie for the positive',
      code: changed(changed(reference, tied, ''), sorted, `${sorted} || truth[b] - truth[a]`),
      caughtBy: 'pairs',
      reason: /positive text had the higher/,
    },
    {
      name: 'rectangles',
      code: changed(reference, trapezoid, '(points[i].x - points[i - 1].x) * points[i].y'),
      caughtBy: 'area',
      reason: /right end/,
    },
    {
      name: 'no half',
      code: changed(reference, ') / 2', ')'),
      caughtBy: 'area',
      reason: /half is missing/,
    },
    {
      name: 'the mean of the heights',
      code: changed(
        reference,
        'return area;',
        'return points.reduce((sum, p) => sum + p.y, 0) / points.length;',
      ),
      caughtBy: 'area',
      reason: /mean of the heights/,
    },
  ],
  right: [
    {
      name: 'a pass over all texts for each score',
      code: `function rocPoints(truth, scores) {
        const share = (label, threshold) => {
          const own = scores.filter((_, i) => truth[i] === label);
          return own.filter((score) => score >= threshold).length / own.length;
        };
        const thresholds = [Infinity, ...[...new Set(scores)].sort((a, b) => b - a)];
        return thresholds.map((t) => ({ x: share(0, t), y: share(1, t) }));
      }
      const areaUnder = (points) =>
        points.slice(1).reduce((area, p, i) => area + (p.x - points[i].x) * 0.5 * (p.y + points[i].y), 0);`,
    },
    {
      name: 'counts by score in a map',
      code: `function rocPoints(truth, scores) {
        const counts = new Map();
        truth.forEach((y, i) => {
          const pair = counts.get(scores[i]) ?? [0, 0];
          pair[y]++;
          counts.set(scores[i], pair);
        });
        const sum = (y) => truth.filter((one) => one === y).length;
        let x = 0, y = 0;
        const points = [{ x, y }];
        for (const [, [wrong, found]] of [...counts].sort(([a], [b]) => b - a)) {
          x += wrong;
          y += found;
          points.push({ x: x / sum(0), y: y / sum(1) });
        }
        return points;
      }
      function areaUnder(points) {
        let area = 0;
        points.forEach((p, i) => {
          const next = points[i + 1] ?? p;
          area += (next.x - p.x) * p.y + ((next.x - p.x) * (next.y - p.y)) / 2;
        });
        return area;
      }`,
    },
  ],
};
