import type { Exercise } from '../../types.ts';

const TYPES = `interface Picture {
  title: string; // head 7 is maps[6]
  row: number;
  column: number;
  map: number[][]; // [tokens, tokens]: row i is where token i looks
  most: number; // what is drawn in the darkest colour
}`;

export const exercise: Exercise = {
  id: 'transfer/chosen-heads',
  title: 'Draw the heads that were chosen',
  defines: ['drawHeads'],
  tensors: false,
  starter: `${TYPES}

/** maps [heads, T, T], tokens: how many of T are no padding, chosen: places in maps; draw one picture after the other */
function drawHeads(
  maps: number[][][],
  tokens: number,
  chosen: number[],
  columns: number,
  draw: (picture: Picture) => void,
): void {
  // Your code: these are all heads, as they are.
  maps.forEach((map, i) => draw({ title: \`head \${i + 1}\`, row: 0, column: i, map, most: 1 }));
}
`,
  reference: `${TYPES}

function drawHeads(
  maps: number[][][],
  tokens: number,
  chosen: number[],
  columns: number,
  draw: (picture: Picture) => void,
): void {
  const cut = chosen.map((head) => {
    if (!maps[head]) throw new RangeError(\`There is no head \${head}: there are \${maps.length}.\`);
    return maps[head].slice(0, tokens).map((row) => row.slice(0, tokens));
  });
  const most = Math.max(0, ...cut.flat(2));
  cut.forEach((map, k) => {
    draw({ title: \`head \${chosen[k] + 1}\`, row: Math.floor(k / columns), column: k % columns, map, most });
  });
}
`,
  offers: [
    { name: 'draw', detail: '({ title, row, column, map, most }): one picture' },
    { name: 'chosen.forEach', detail: '((head, k) => …): head is its number, k its place among the chosen' },
    { name: 'list.flat', detail: '(2): lists within lists become one' },
    { name: 'Math.max', detail: '(…numbers): the greatest' },
  ],
  checks: [
    { id: 'chosen', title: 'The chosen heads and no others, in their order', points: 3 },
    { id: 'places', title: 'Titles and places', points: 2, after: 'chosen' },
    { id: 'cut', title: 'Padding is not drawn', points: 1 },
    { id: 'scale', title: 'One scale for all', points: 2 },
    { id: 'missing', title: 'A head that does not exist is an error', points: 1, after: 'chosen' },
  ],
};
