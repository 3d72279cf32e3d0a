import type { Drawing } from '../../charts/attention/draw.ts';
import { mapSvg } from '../../charts/attention/map-svg.ts';
import { greatest } from '../../charts/attention/maps.ts';
import type { Pin } from '../../store/pins.ts';
import type { Block } from './document.ts';

/** A pinned map as it is drawn. */
export function drawingOf({ tokens, values, signed }: Pick<Pin, 'tokens' | 'values' | 'signed'>): Drawing {
  const map = { rows: tokens.length, columns: tokens.length, values: Float32Array.from(values) };
  return {
    map,
    scale: signed ? 'signed' : 'weight',
    most: signed ? greatest(map) : 1,
    rowLabels: tokens,
    columnLabels: tokens,
  };
}

/** What the person makes of the heads, with the maps it rests on; nothing where nothing was written or pinned. */
export function interpretationBlocks(words: string, pins: readonly Pin[]): Block[] {
  if (words.trim() === '' && pins.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Interpretation' },
    { kind: 'text', text: words.trim() || 'None written.' },
    ...pins.flatMap((pin): Block[] => {
      const drawing = drawingOf(pin);
      const { rows, columns } = drawing.map;
      const svg = mapSvg({ title: pin.title }, drawing, { left: 0, top: 0, width: columns, height: rows });
      const note = pin.note.trim();
      return [
        { kind: 'figure', title: pin.title, svg },
        { kind: 'text', text: `${note ? `${note} ` : ''}The text: “${pin.text}”.` },
      ];
    }),
  ];
}
