import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'bert/truncated-normal',
  title: 'How the weights begin',
  defines: ['truncatedNormal'],
  tensors: false,
  starter: `/** normal(): the next number drawn from N(0, 1) → rows × columns; the row \`padding\`, unless it is null, is 0 */
function truncatedNormal(
  rows: number,
  columns: number,
  deviation: number,
  normal: () => number,
  padding: number | null,
): number[][] {
  // Your code
  return Array.from({ length: rows }, () => Array(columns).fill(0));
}
`,
  reference: `function truncatedNormal(
  rows: number,
  columns: number,
  deviation: number,
  normal: () => number,
  padding: number | null,
): number[][] {
  const draw = () => {
    let value = normal();
    while (Math.abs(value) > 2) value = normal();
    return deviation * value;
  };
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, () => (row === padding ? 0 : draw())),
  );
}
`,
  offers: [
    { name: 'normal', detail: '(): the next number from N(0, 1)' },
    { name: 'Math.abs', detail: '(x): without its sign' },
    { name: 'Array.from', detail: '({ length }, (_, i) => …): a list made place by place' },
  ],
  checks: [
    { id: 'bounds', title: 'Nothing beyond two deviations, and nothing piled up there', points: 2 },
    {
      id: 'spread',
      title: 'Mean 0 and the deviation of a cut normal distribution, made of what normal() gives',
      points: 2,
    },
    { id: 'padding', title: 'The row of padding is zero, and only that', points: 2 },
  ],
};
