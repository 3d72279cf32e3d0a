import { Checkbox, Group, Slider, Text } from '@mantine/core';

interface SmoothingControlProps {
  smoothing: number;
  showRaw: boolean;
  onSmoothing: (weight: number) => void;
  onShowRaw: (shown: boolean) => void;
}

/** One control for all curves of a cell: how much they are smoothed, and whether the raw values are seen. */
export function SmoothingControl({ smoothing, showRaw, onSmoothing, onShowRaw }: SmoothingControlProps) {
  return (
    <Group gap="md" wrap="wrap">
      <Text size="sm" c="dimmed" aria-hidden="true">
        Smoothing
      </Text>
      <Slider
        w={140}
        size="sm"
        min={0}
        max={0.99}
        step={0.01}
        value={smoothing}
        onChange={onSmoothing}
        label={(weight) => weight.toFixed(2)}
        thumbLabel="Smoothing: weight of the moving average"
      />
      <Checkbox
        size="xs"
        label="raw values"
        checked={showRaw}
        onChange={(event) => onShowRaw(event.currentTarget.checked)}
      />
    </Group>
  );
}
