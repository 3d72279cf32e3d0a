import type { FreeQuestion } from '../../exercises/questions.ts';
import { type Answer, wordsOf } from '../../store/progress-kept.ts';
import { withoutTicks } from '../exercise/InlineCode.tsx';
import type { Block } from './document.ts';

/** What the person answered in words; nothing where the lesson asks for none. */
export function answerBlocks(
  questions: readonly FreeQuestion[],
  answers: Readonly<Record<string, Answer>>,
): Block[] {
  if (questions.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Answers in words' },
    ...questions.flatMap(({ id, text }): Block[] => [
      { kind: 'heading', level: 3, text: withoutTicks(text) },
      { kind: 'text', text: wordsOf(answers[id]) || 'Not answered.' },
    ]),
  ];
}
