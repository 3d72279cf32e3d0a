import { Button } from '@mantine/core';
import { useState } from 'react';
import { LabError, type LabErrorData, toErrorData } from '../../base/errors.ts';
import { useRecipe } from '../../store/recipe.ts';
import { dataClient } from '../../worker/client.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import { download } from '../training/downloads.ts';
import training from '../training/training.module.css';

const FILES = ['vocab.txt', 'tokenizer.json'] as const;

/** The WordPiece tokenizer that was trained, as the files that Hugging Face reads. */
export function SaveTokenizer({ dataset }: { dataset: string }) {
  const [error, setError] = useState<LabErrorData | null>(null);
  const save = async (name: string): Promise<void> => {
    try {
      const files = await dataClient().tokenizerFiles(dataset, useRecipe.getState().recipe);
      const text = files[name];
      if (text === undefined)
        throw new LabError(
          'tokenizer/not-plain',
          'These files hold what BERT does to a text, and this recipe does more.',
          'Keep punctuation, digits and stop words, and set lemmas to none.',
        );
      download(new Blob([text], { type: 'text/plain' }), name);
      setError(null);
    } catch (thrown) {
      setError(toErrorData(thrown));
    }
  };
  return (
    <section aria-label="Save the tokenizer">
      <p className={training.under}>
        {FILES.map((name) => (
          <Button key={name} variant="default" size="xs" onClick={() => void save(name)}>
            Save {name}
          </Button>
        ))}
      </p>
      {error && <ErrorBox error={error} />}
    </section>
  );
}
