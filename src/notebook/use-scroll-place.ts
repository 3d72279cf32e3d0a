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

/** What a person does to move the page by hand: a jump no longer holds. */
const BY_HAND = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/** Keeps `usePlace().cell` at the cell being read while the page scrolls (a jump sets it by itself). */
export function useScrollPlace(lesson: LessonDefinition): void {
  useEffect(() => {
    let frame = 0;
    const arrived = () => usePlace.setState({ jumping: false });
    const scrolled = () => {
      if (frame !== 0 || usePlace.getState().jumping) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        if (!usePlace.getState().jumping) usePlace.setState({ cell: cellInView(lesson) });
      });
    };
    // Before the key itself is heard: it may be the next jump.
    for (const name of BY_HAND) window.addEventListener(name, arrived, { passive: true, capture: true });
    window.addEventListener('scroll', scrolled, { passive: true });
    window.addEventListener('scrollend', arrived);
    if (usePlace.getState().cell === null) usePlace.setState({ cell: lesson.cells[0]?.id ?? null });
    return () => {
      cancelAnimationFrame(frame);
      for (const name of BY_HAND) window.removeEventListener(name, arrived, { capture: true });
      window.removeEventListener('scroll', scrolled);
      window.removeEventListener('scrollend', arrived);
      usePlace.setState({ cell: null, jumping: false });
    };
  }, [lesson]);
}
