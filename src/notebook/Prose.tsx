import { type ReactNode, useEffect, useRef } from 'react';
import classes from './Cell.module.css';

/** The text of a lesson. A formula wider than the screen scrolls by itself, and can then be reached by keyboard. */
export function Prose({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const formulas = ref.current?.querySelectorAll<HTMLElement>('.katex-display') ?? [];
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        const wide = target.scrollWidth > target.clientWidth;
        if (!wide) target.removeAttribute('tabindex');
        else target.setAttribute('tabindex', '0');
      }
    });
    for (const formula of formulas) observer.observe(formula);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={ref} className={classes.prose}>
      {children}
    </div>
  );
}
