/** A line of text in which `backticks` stand around code. */
export function InlineCode({ text }: { text: string }) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part));
}

/** The same where only plain text may stand. */
export const withoutTicks = (text: string): string => text.replaceAll('`', '');
