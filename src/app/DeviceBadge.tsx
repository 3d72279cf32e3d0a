import { Menu, UnstyledButton } from '@mantine/core';
import { useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { CheckIcon } from '../notebook/icons.tsx';
import type { DeviceKind } from '../runs/types.ts';
import { chooseDevice, startDevice, useDevice } from '../store/device.ts';
import { useNotebooks } from '../store/notebook.ts';
import classes from './Header.module.css';
import { reloadWouldIsolate } from './offline/register.ts';
import { isolationWords } from './threads.ts';

const NAMES: Record<DeviceKind, string> = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' };
const START_WITHIN_MS = 4000;

/** The worker is heavy: it starts when the page has nothing better to do. */
function useIdleStart(): void {
  useEffect(() => {
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(() => void startDevice(), 500);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(() => void startDevice(), { timeout: START_WITHIN_MS });
    return () => cancelIdleCallback(handle);
  }, []);
}

function Isolation() {
  if (crossOriginIsolated) return null;
  return (
    <p className={classes.menuNote}>{isolationWords(navigator.hardwareConcurrency, reloadWouldIsolate())}</p>
  );
}

function Choice({
  kind,
  label,
  why,
  available,
}: {
  kind: DeviceKind;
  label: string;
  why: string;
  available: boolean;
}) {
  const { current, fixed } = useDevice(
    useShallow((s) => ({ current: s.report?.kind === kind, fixed: s.fixed !== null })),
  );
  const training = useNotebooks((all) => Object.values(all).some(({ running }) => running !== null));
  return (
    <Menu.Item
      disabled={!available || fixed || training}
      onClick={() => void chooseDevice(kind)}
      leftSection={<span className={classes.tick}>{current && <CheckIcon />}</span>}
    >
      <span className={classes.choice}>
        {label}
        <small>{why}</small>
      </span>
    </Menu.Item>
  );
}

/** What the lab computes on and why; the menu changes it. */
export function DeviceBadge() {
  useIdleStart();
  const { status, report, error, wanted, fixed, unknown } = useDevice();
  const training = useNotebooks((all) => Object.values(all).some(({ running }) => running !== null));
  const text = report
    ? `${NAMES[report.kind]} · ${unknown === null ? report.adapter : `“${unknown}” is no device`}`
    : status === 'failed'
      ? 'No device'
      : 'Looking for a device…';
  return (
    <Menu width={340} closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton
          className={classes.badge}
          data-state={error || unknown !== null ? 'bad' : report ? 'good' : 'wait'}
          aria-label={`Device: ${text}${unknown === null ? '' : `; the address names “${unknown}”, which is none`}`}
        >
          <span className={classes.badgeShort}>{report ? NAMES[report.kind] : 'Device'}</span>
          <span className={classes.badgeLong}>{text}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <p className={classes.menuNote}>
          {report?.reason ?? error?.message ?? 'The worker that holds the tensors is starting.'}
        </p>
        {error && report && <p className={classes.menuBad}>{error.message}</p>}
        {error?.hint && <p className={classes.menuNote}>{error.hint}</p>}
        {unknown !== null && (
          <p className={classes.menuBad}>
            The address says <code>?device={unknown}</code>, which is no device: it may be webgpu, wasm or
            cpu. The lab has chosen as if nothing was said.
          </p>
        )}
        {fixed && (
          <p className={classes.menuNote}>
            The address says <code>?device={fixed}</code>; without it the choice is free.
          </p>
        )}
        {training && <p className={classes.menuNote}>The device can be changed when nothing runs.</p>}
        {report?.choices.map((choice) => (
          <Choice key={choice.kind} {...choice} />
        ))}
        {status === 'failed' && (
          <Menu.Item onClick={() => void chooseDevice(fixed)}>
            <span className={classes.choice}>Try again</span>
          </Menu.Item>
        )}
        {wanted !== null && fixed === null && (
          <Menu.Item disabled={training} onClick={() => void chooseDevice(null)}>
            <span className={classes.choice}>Let the lab choose the best</span>
          </Menu.Item>
        )}
        <Isolation />
      </Menu.Dropdown>
    </Menu>
  );
}
