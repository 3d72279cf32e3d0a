import { fileName, saveBlob } from '../export.ts';
import { chartStyle } from '../palette.ts';
import { type Drawing, drawMap, MapImage } from './draw.ts';
import { FONT, framed, type PictureText, STRIP, stripStops } from './framed.ts';
import { mapSvg } from './map-svg.ts';
import type { MapWindow } from './window.ts';

/** What is in sight, on white and with what it shows written around it, whatever the page looks like. @throws where no picture could be made */
export async function mapPng(text: PictureText, drawing: Drawing, window: MapWindow): Promise<Blob> {
  const { width, height, left, top, layout, strip, words } = framed(text, drawing);
  const canvas = document.createElement('canvas');
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw on.');
  const style = chartStyle('light', FONT);
  context.setTransform(2, 0, 0, 2, 2 * left, 2 * top);
  drawMap(context, drawing, new MapImage(drawing), window, layout, style);
  context.setTransform(2, 0, 0, 2, 0, 0);
  context.textBaseline = 'alphabetic';
  context.fillStyle = style.ink;
  for (const { x, y, text: said, size, bold, anchor, upright } of words) {
    context.save();
    context.font = `${bold ? '600 ' : ''}${size}px ${FONT}`;
    context.textAlign = anchor === 'middle' ? 'center' : 'left';
    context.translate(x, y);
    if (upright) context.rotate(-Math.PI / 2);
    context.fillText(said, 0, 0);
    context.restore();
  }
  const colours = context.createLinearGradient(strip.x, 0, strip.x + STRIP.width, 0);
  for (const { at, colour } of stripStops(drawing.scale)) colours.addColorStop(at, colour);
  context.fillStyle = colours;
  context.fillRect(strip.x, strip.y, STRIP.width, STRIP.height);
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.')))),
  );
}

/** The name of its files: what it is, and of which run and step. */
export const pictureName = ({ title, detail }: PictureText): string =>
  detail ? `${title} ${detail}` : title;

/** Hands what is in sight to the person. */
export async function saveMap(
  text: PictureText,
  drawing: Drawing,
  window: MapWindow,
  format: 'png' | 'svg',
): Promise<void> {
  const blob =
    format === 'png'
      ? await mapPng(text, drawing, window)
      : new Blob([mapSvg(text, drawing, window)], { type: 'image/svg+xml' });
  saveBlob(blob, `${fileName(pictureName(text))}.${format}`);
}
