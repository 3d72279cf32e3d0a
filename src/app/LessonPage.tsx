import { use } from 'react';
import { Notebook } from '../notebook/Notebook.tsx';
import type { LessonDefinition } from '../notebook/cell.ts';

/** A lesson that is being loaded, shown when it is there. */
export default function LessonPage({
  lesson,
  cell,
}: {
  lesson: Promise<LessonDefinition>;
  cell: string | null;
}) {
  return <Notebook lesson={use(lesson)} cell={cell} />;
}
