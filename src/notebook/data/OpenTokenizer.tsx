import { Button, FileButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type LabErrorData, toErrorData } from '../../base/errors.ts';
import { formatNumber } from '../../charts/format.ts';
import { withOpened } from '../../data/opened-tokenizer.ts';
import { useRecipe } from '../../store/recipe.ts';
import { dataClient } from '../../worker/client.ts';
import type { TokenizerAtHand } from '../../worker/protocol.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import { useCell } from '../use-cell.ts';
import classes from './data.module.css';
import { DropZone } from './DropZone.tsx';
import own from './text.module.css';

/** A WordPiece tokenizer from files in the place of one that is trained: by button, or dropped on the settings. */
export function OpenTokenizer({ children }: { children: ReactNode }) {
  const { lesson, run } = useCell();
  const tokenizer = useRecipe(({ recipe }) => recipe.text.tokenizer);
  const update = useRecipe((state) => state.update);
  const [opened, setOpened] = useState<TokenizerAtHand | null>(null);
  const [error, setError] = useState<LabErrorData | null>(null);
  if (tokenizer.kind !== 'wordpiece') return children;

  const take = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    try {
      const found = await dataClient().openTokenizer(files.map((file) => ({ name: file.name, file })));
      setOpened(found);
      setError(null);
      useRecipe.getState().changeOf(lesson, (recipe) => withOpened(recipe, found));
      run();
    } catch (thrown) {
      setError(toErrorData(thrown));
    }
  };
  const trainOne = (): void => {
    update('text.tokenizer', { kind: 'wordpiece', vocabularySize: 8000 });
    setOpened(null);
    run();
  };

  return (
    <DropZone hint="Open this tokenizer" onTransfer={(transfer) => void take([...transfer.files])}>
      {children}
      <section aria-label="Open a tokenizer" className={own.open}>
        <FileButton multiple accept=".txt,.json" onChange={(files) => void take(files)}>
          {(props) => (
            <Button variant="default" size="xs" {...props}>
              Open vocab.txt or tokenizer.json
            </Button>
          )}
        </FileButton>
        {tokenizer.opened === null ? (
          <span className={classes.quiet}>
            or drop it on these settings, with its tokenizer_config.json where there is one.
          </span>
        ) : (
          <>
            <span>
              <strong>{tokenizer.opened.name}</strong>, {formatNumber(tokenizer.vocabularySize)} pieces, is
              used as it is.
              {opened?.renumbered &&
                ' Its marks were put in front, as the lab has them: numbers differ from those of the file.'}
              {opened?.notKept && ` It is here until the page is closed. ${opened.notKept}`}
            </span>
            <Button variant="default" size="xs" onClick={trainOne}>
              Train one instead
            </Button>
          </>
        )}
      </section>
      {error && <ErrorBox error={error} />}
    </DropZone>
  );
}
