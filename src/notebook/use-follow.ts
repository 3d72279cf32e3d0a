import { useEffect } from 'react';
import { useNotebooks } from '../store/notebook.ts';
import { usePlace } from '../store/place.ts';
import { cellElementId } from './focus.ts';

const TAKING_OVER = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/** After "Run the whole lesson" the page goes along with the cell that runs, until the person scrolls, clicks or types. */
export function useFollow(lesson: string): void {
  const following = usePlace((place) => place.following);
  useEffect(() => {
    if (!following) return;
    const show = (running: string | null | undefined) => {
      if (!running) return;
      usePlace.setState({ cell: running, jumping: true });
      const cell = document.getElementById(cellElementId(running));
      cell?.querySelector('[data-card]')?.scrollIntoView({ block: 'start', behavior: 'smooth' });
    };
    show(useNotebooks.getState()[lesson]?.running);
    const unsubscribe = useNotebooks.subscribe((all, before) => {
      const now = all[lesson]?.running;
      if (now !== before[lesson]?.running) show(now);
    });
    const stop = () => usePlace.setState({ following: false });
    for (const name of TAKING_OVER) window.addEventListener(name, stop, { passive: true });
    return () => {
      unsubscribe();
      for (const name of TAKING_OVER) window.removeEventListener(name, stop);
    };
  }, [following, lesson]);
}
