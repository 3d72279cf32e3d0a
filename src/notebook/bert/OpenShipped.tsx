import { Button } from '@mantine/core';
import { ErrorBox } from '../ErrorBox.tsx';
import { useCell } from '../use-cell.ts';
import { openShipped, useShipped } from './shipped.ts';

/** A model that is pretrained already: nobody has to wait for one. */
export function OpenShipped() {
  const { lesson } = useCell();
  const { busy, error } = useShipped();
  return (
    <>
      <Button variant="default" loading={busy} onClick={() => void openShipped(lesson)}>
        Open the pretrained model of the lab
      </Button>
      {error && <ErrorBox error={error} />}
    </>
  );
}
