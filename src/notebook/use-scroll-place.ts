import { useEffect } from 'react';
import { usePlace } from '../store/place.ts';
import type { LessonDefinition } from './cell.ts';
import { cellElementId } from './focus.ts';

/** The cell that crosses this share of the window's height is the one being read. */
const READING_LINE = 0.35;

function cellInView(lesson: LessonDefinition): string | null {
  const root = document.documentElement;
  if (root.scrollTop + window.innerHeight >= root.scrollHeight - 2) return lesson.cells.at(-1)?.id ?? null;
  let found = lesson.cells[0]?.id ?? null;
  for (const { id } of lesson.cells) {
    const top = document.getElementById(cellElementId(id))?.getBoundingClientRect().top;
    if (top !== undefined && top <= window.innerHeight * READING_LINE) found = id;
  }
  return found;
}

/** Keeps `usePlace().cell` at the cell being read while the person scrolls (a jump by key or link sets it by itself). */
export function useScrollPlace(lesson: LessonDefinition): void {
  useEffect(() => {
    let byHand = false;
    let frame = 0;
    const touched = () => {
      byHand = true;
    };
    const scrolled = () => {
      if (!byHand || frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        usePlace.setState({ cell: cellInView(lesson) });
      });
    };
    const settled = () => {
      byHand = false;
    };
    const hands = ['wheel', 'touchmove', 'pointerdown'] as const;
    for (const name of hands) window.addEventListener(name, touched, { passive: true });
    window.addEventListener('scroll', scrolled, { passive: true });
    window.addEventListener('scrollend', settled);
    if (usePlace.getState().cell === null) usePlace.setState({ cell: lesson.cells[0]?.id ?? null });
    return () => {
      cancelAnimationFrame(frame);
      for (const name of hands) window.removeEventListener(name, touched);
      window.removeEventListener('scroll', scrolled);
      window.removeEventListener('scrollend', settled);
      usePlace.setState({ cell: null });
    };
  }, [lesson]);
}
