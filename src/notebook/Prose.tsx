import { type ReactNode, useEffect, useRef } from 'react';
import classes from './Cell.module.css';

/** The text of a lesson. A formula wider than the screen scrolls by itself, and can then be reached by keyboard. */
export function Prose({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const formulas = [...(ref.current?.querySelectorAll<HTMLElement>('.katex-display') ?? [])];
    const check = () => {
      for (const formula of formulas) {
        if (formula.scrollWidth > formula.clientWidth) formula.setAttribute('tabindex', '0');
        else formula.removeAttribute('tabindex');
      }
    };
    const observer = new ResizeObserver(check);
    for (const formula of formulas) observer.observe(formula);
    // The fonts of formulas come late, and change their width but not that of the box around them.
    document.fonts.addEventListener('loadingdone', check);
    return () => {
      observer.disconnect();
      document.fonts.removeEventListener('loadingdone', check);
    };
  }, []);
  return (
    <div ref={ref} className={classes.prose}>
      {children}
    </div>
  );
}
