/** Labels longer than this are shortened on an axis; the table and the tooltip have them whole. */
export const LABEL_LENGTH = 28;
/** A name of parts: `bert.encoder.layer.0.output.dense.weight`. */
const DOTTED = /^[^\s.]+(\.[^\s.]+)+$/;

/**
 * Labels as short as an axis has room for. Of dotted names the parts at the left become their first letter, as the last
 * ones tell what it is; other labels lose their end, or their middle where they would be alike without their end.
 */
export function shortLabels(labels: readonly string[], most = LABEL_LENGTH): string[] {
  const short = labels.map((label) => (label.length > most ? shortened(label, most) : label));
  const meant = new Map<string, string>();
  const alike = new Set<string>();
  short.forEach((label, i) => {
    const whole = labels[i] as string;
    if ((meant.get(label) ?? whole) !== whole) alike.add(label);
    meant.set(label, whole);
  });
  return short.map((label, i) => {
    const whole = labels[i] as string;
    return alike.has(label) && whole.length > most ? withoutMiddle(whole, most) : label;
  });
}

function shortened(label: string, most: number): string {
  if (!DOTTED.test(label)) return `${label.slice(0, most - 1)}…`;
  const parts = label.split('.');
  for (let i = 0; i < parts.length - 1; i++) {
    // The number of a layer is what tells it from the others.
    if (!/^\d+$/.test(parts[i] as string)) parts[i] = (parts[i] as string).slice(0, 1);
    const short = parts.join('.');
    if (short.length <= most) return short;
  }
  return withoutMiddle(parts.join('.'), most);
}

function withoutMiddle(label: string, most: number): string {
  const head = Math.floor((most - 1) / 2);
  return `${label.slice(0, head)}…${label.slice(label.length - (most - 1 - head))}`;
}
