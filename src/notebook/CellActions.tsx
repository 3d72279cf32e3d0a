import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useCellScope } from './use-cell.ts';

/** Puts small buttons into the head of the card, left of Run. */
export function CellActions({ children }: { children: ReactNode }) {
  const { actionsSlot } = useCellScope();
  return actionsSlot && createPortal(children, actionsSlot);
}
