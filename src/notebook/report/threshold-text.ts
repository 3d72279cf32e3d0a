import { emptyRefusal, notANumber, numberOf } from '../number-text.ts';

/**
 * A threshold as a person wrote it.
 * @param label what stands by the field, "Threshold 1"
 * @param most the greatest value of the score: 1, of BLEU 100
 * @returns the number, or in one sentence why it is none
 */
export function thresholdOf(text: string, label: string, most: number): number | string {
  if (text.trim() === '') return emptyRefusal(label);
  const number = numberOf(text);
  if (number === null) return notANumber(text);
  if (number < 0 || number > most) return `“${label}” is ${number}; it may be a number from 0 to ${most}.`;
  // Scores are shown with four decimals.
  return Number(number.toFixed(4));
}
