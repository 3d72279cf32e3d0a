import { keepCalm } from '../charts/calm.ts';
import { isTraining, useRuns } from '../store/runs.ts';

/** Keeps the gate of heavy drawing shut while a run trains or waits for its turn, on whatever page. */
export function calmWhileTraining(): void {
  let open: (() => void) | null = null;
  useRuns.subscribe((state) => {
    const training = isTraining(state);
    if (training) open ??= keepCalm();
    else {
      open?.();
      open = null;
    }
  });
}
