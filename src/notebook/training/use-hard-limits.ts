import { useEffect, useState } from 'react';
import type { HardLimits } from '../../recipe/train-fit.ts';
import type { DeviceKind } from '../../runs/types.ts';
import { useDevice } from '../../store/device.ts';
import { hardLimits } from '../../worker/device-limits.ts';

/** What no run on the device in use can go beyond; null until that is known. */
export function useHardLimits(): HardLimits | null {
  const kind = useDevice(({ report }) => report?.kind ?? null);
  const [known, setKnown] = useState<{ kind: DeviceKind; limits: HardLimits } | null>(null);
  useEffect(() => {
    if (kind === null) return;
    let gone = false;
    void hardLimits(kind).then((limits) => {
      if (!gone) setKnown({ kind, limits });
    });
    return () => {
      gone = true;
    };
  }, [kind]);
  return known?.kind === kind ? known.limits : null;
}
