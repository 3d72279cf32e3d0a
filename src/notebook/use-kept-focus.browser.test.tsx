import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { useKeptFocus, waiting } from './use-kept-focus.ts';

function Group({ names, acts }: { names: string[]; acts: () => void }) {
  const kept = useKeptFocus<HTMLDivElement>();
  return (
    <div {...kept}>
      {names.map((name) => (
        <button key={name} type="button" {...waiting(name === 'Stopping…', acts)}>
          {name}
        </button>
      ))}
    </div>
  );
}

it('gives the focus to what takes the place of a button that goes', async () => {
  const host = document.body.appendChild(document.createElement('div'));
  const root = createRoot(host);
  const acts = vi.fn();
  const show = (...names: string[]) => flushSync(() => root.render(<Group names={names} acts={acts} />));
  const named = (name: string) =>
    [...host.querySelectorAll('button')].find((button) => button.textContent === name) as HTMLButtonElement;

  show('Pause', 'Stop');
  named('Stop').focus();
  show('Pause', 'Stopping…');
  await vi.waitFor(() => expect(document.activeElement).toBe(named('Pause')));
  named('Stopping…').focus();
  named('Stopping…').click();
  expect(acts).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(named('Stopping…'));
  show();
  await vi.waitFor(() => expect(document.activeElement).toBe(host.firstElementChild));
  show('Resume');
  // Whoever has left the group is not called back.
  named('Resume').focus();
  named('Resume').blur();
  show('Pause');
  await new Promise((done) => setTimeout(done, 50));
  expect(document.activeElement).toBe(document.body);
  root.unmount();
  host.remove();
});
