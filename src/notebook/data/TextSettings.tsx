import { memo } from 'react';
import type { TokenizerKind } from '../../data/types.ts';
import { useRecipe } from '../../store/recipe.ts';
import { bertAlone } from '../../text/bert-text.ts';
import { NormaliseFields } from './NormaliseFields.tsx';
import { NumberField, SelectField, SwitchField } from '../fields.tsx';
import classes from './data.module.css';
import own from './text.module.css';

export const TOKENIZER_WORDS: Record<TokenizerKind, string> = {
  word: 'words',
  bpe: 'BPE, pieces of bytes',
  wordpiece: 'WordPiece, as BERT',
};

const OWN = { value: 'separate', label: 'a token of its own' };
const REMOVED = { value: 'remove', label: 'removed' };
const KEPT = { value: 'keep', label: 'kept on the word' };
/** BERT's own rules separate marks, whichever of the two stands in the recipe. */
const BY_BERT = { ...OWN, value: 'keep' };
const OWN_BY_BERT = { separate: OWN, keep: BY_BERT, remove: BY_BERT };

/** How text becomes tokens, which words get a number, and how long a text may be. */
export const TextSettings = memo(function TextSettings() {
  const byPercentile = useRecipe(({ recipe }) => recipe.text.maxLength.kind === 'percentile');
  const tokenizer = useRecipe(({ recipe }) => recipe.text.tokenizer.kind);
  const punctuation = useRecipe(({ recipe }) => recipe.text.normalise.punctuation);
  return (
    <div className={own.settings}>
      <fieldset>
        <legend>Text to tokens</legend>
        <div className={classes.fields}>
          <SelectField
            path="text.normalise.punctuation"
            label="Punctuation"
            options={tokenizer === 'wordpiece' ? [OWN_BY_BERT[punctuation], REMOVED] : [OWN, REMOVED, KEPT]}
          />
          <NormaliseFields />
          <SwitchField path="text.normalise.lowercase" label="Lower case" />
        </div>
      </fieldset>
      <fieldset>
        <legend>Vocabulary</legend>
        <div className={classes.fields}>
          <SelectField
            path="text.tokenizer.kind"
            label="Tokens are"
            options={Object.entries(TOKENIZER_WORDS).map(([value, label]) => ({ value, label }))}
          />
          {tokenizer === 'word' ? <WordFields /> : <SubwordFields wordPiece={tokenizer === 'wordpiece'} />}
        </div>
      </fieldset>
      <fieldset>
        <legend>Maximum length</legend>
        <div className={classes.fields}>
          <SelectField
            path="text.maxLength.kind"
            label="Given as"
            options={[
              { value: 'fixed', label: 'a number of tokens' },
              { value: 'percentile', label: 'a percentile of train' },
            ]}
          />
          <NumberField
            path="text.maxLength.value"
            label={byPercentile ? 'Percentile' : 'Tokens'}
            {...(byPercentile && { suffix: '%' })}
          />
        </div>
      </fieldset>
    </div>
  );
});

/** Which words get a number. */
function WordFields() {
  return (
    <>
      <NumberField path="text.vocabulary.minCount" label="A word occurs at least" suffix=" times" />
      <NumberField path="text.vocabulary.minDocumentFrequency" label="in at least" suffix=" texts" />
      <NumberField
        path="text.vocabulary.maxDocumentFrequency"
        label="in at most"
        percent
        suffix="% of them"
      />
      <NumberField path="text.vocabulary.maxSize" label="Most words" none="all" />
    </>
  );
}

/** How many pieces of words are learnt from train. */
function SubwordFields({ wordPiece }: { wordPiece: boolean }) {
  // Whose pieces come from a file learns none.
  const learns = useRecipe(
    ({ recipe: { text } }) => text.tokenizer.kind !== 'wordpiece' || text.tokenizer.opened === null,
  );
  return (
    <>
      {learns && (
        <>
          <NumberField path="text.tokenizer.vocabularySize" label="Pieces at most" />
          <NumberField path="text.tokenizer.minFrequency" label="A pair occurs at least" suffix=" times" />
        </>
      )}
      {wordPiece && <BertFields />}
    </>
  );
}

/** What BERT does to a text before its pieces are looked for, beside lower case. */
function BertFields() {
  const alone = useRecipe(({ recipe }) => bertAlone(recipe.text));
  return (
    <>
      <SelectField
        path="text.tokenizer.stripAccents"
        label="Accents"
        options={[
          { value: 'as lower case', label: 'follow lower case', is: null },
          { value: 'stripped', label: 'stripped', is: true },
          { value: 'kept', label: 'kept', is: false },
        ]}
      />
      <SwitchField
        path="text.tokenizer.cleanText"
        label="Clean text"
        disabled={!alone}
        {...(!alone && {
          description:
            'Always, where digits or words are changed or marks removed: the lab’s own rules go first.',
        })}
      />
      <SwitchField path="text.tokenizer.handleChineseChars" label="CJK spacing" />
    </>
  );
}
