/** BERT's marks, behind padding and unknown: in this order a vocabulary has Hugging Face's numbers 0 to 4. */
export const CLS = '[CLS]';
export const SEP = '[SEP]';
export const MASK = '[MASK]';
export const BERT_MARKS: readonly string[] = [CLS, SEP, MASK];

/** Words, or pieces of words, of a vocabulary so large: all but padding, unknown and, with `marks`, BERT's. */
export const ordinaryTokens = (size: number, marks: boolean): number =>
  size - 2 - (marks ? BERT_MARKS.length : 0);

/** Numbers of the marks in a vocabulary. */
export interface MarkIds {
  cls: number;
  sep: number;
  mask: number;
}

/** @throws Error where the vocabulary has no marks: it was not made for BERT */
export function markIds(vocabulary: readonly string[]): MarkIds {
  const [cls, sep, mask] = BERT_MARKS.map((mark) => vocabulary.indexOf(mark)) as [number, number, number];
  if (cls < 0 || sep < 0 || mask < 0) throw new Error('This vocabulary has no [CLS], [SEP] or [MASK].');
  return { cls, sep, mask };
}
