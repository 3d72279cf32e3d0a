import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { type LabErrorData, toErrorData } from '../../base/errors.ts';
import { labClient } from '../../worker/client.ts';
import type { HeadMaps } from '../../worker/protocol.ts';
import { UnreadNote } from '../bert/UnreadNote.tsx';
import { ErrorBox } from '../ErrorBox.tsx';
import training from '../training/training.module.css';
import type { SteadyRun } from '../training/use-runs.ts';
import { useAnswer } from '../use-answer.ts';
import { type Beginning, titleWithBackbone } from './before-after.ts';
import { HeadComparison } from './HeadComparison.tsx';
import { freezeOfRecipe } from './ways.ts';

const EXAMPLE = 'a large building where people watch plays';

interface LooksProps {
  groups: readonly Beginning<SteadyRun>[];
  /** All runs of the lesson: a backbone may be one. */
  all: readonly SteadyRun[];
  /** Say of frozen layers what was checked over this text. */
  checked: boolean;
}

type Looked = { maps: HeadMaps[] } | { error: LabErrorData };

/** Before, then after each fine-tuning; what cannot be read any more keeps nothing else from being shown. */
const look = ({ recipe, runs }: Beginning<SteadyRun>, text: string): Promise<Looked> =>
  labClient()
    .lookWithAll([{ beginning: recipe }, ...runs.map(({ id }) => id)], text)
    .then(
      (maps) => ({ maps }),
      (error: unknown) => ({ error: toErrorData(error) }),
    );

/** One text, all heads of a layer, before and after. */
export function Looks({ groups, all, checked }: LooksProps) {
  const [text, setText] = useState(EXAMPLE);
  const asked = JSON.stringify([groups.map(({ runs }) => runs.map(({ id }) => id)), text]);
  const answer = useAnswer(text.trim() === '' ? null : asked, async () => {
    const found: Looked[] = [];
    for (const group of groups) found.push(await look(group, text));
    return { asked, found };
  });
  const found = answer && 'value' in answer && answer.value.asked === asked ? answer.value.found : null;
  const shown = useMemo(
    () =>
      groups.flatMap(({ name, runs }, g) => {
        const own = found?.[g];
        return own && 'maps' in own
          ? [
              {
                name,
                titles: runs.map((run) => titleWithBackbone(run, all)),
                frozen: runs.map(({ recipe }) => freezeOfRecipe(recipe)),
                maps: own.maps,
              },
            ]
          : [];
      }),
    // The groups are made anew with each drawing; what they are of stands in `found`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [found],
  );
  return (
    <section aria-label="One text before and after">
      <TextInput label="A text" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      {text.trim() === '' && (
        <p className={training.hint} role="status">
          There is no text: write one, and the maps of all heads stand here.
        </p>
      )}
      {shown.map(
        ({ name, maps: [before] }) =>
          before && <UnreadNote key={name} unread={before.unread} tokens={before.tokens.length} />,
      )}
      {answer && 'error' in answer && <ErrorBox error={answer.error} />}
      {found?.map((each, g) => 'error' in each && <ErrorBox key={groups[g]?.name} error={each.error} />)}
      {shown.length > 0 && <HeadComparison groups={shown} text={text} checked={checked} />}
    </section>
  );
}
