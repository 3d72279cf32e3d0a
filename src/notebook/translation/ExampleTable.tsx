import type { TranslationExample } from '../../runs/types.ts';
import training from '../training/training.module.css';
import classes from './translation.module.css';

/** Words of the translation, each with whether the reference has it as well: as often as it stands there. */
function compared({ translation, reference }: TranslationExample): { word: string; there: boolean }[] {
  const left = new Map<string, number>();
  for (const word of reference.split(' ')) left.set(word, (left.get(word) ?? 0) + 1);
  return translation.split(' ').map((word) => {
    const times = left.get(word) ?? 0;
    left.set(word, times - 1);
    return { word, there: times > 0 };
  });
}

/** Source, reference and translation of some sentences; words that the reference has not are marked. */
export function ExampleTable({ examples }: { examples: readonly TranslationExample[] }) {
  const marks = examples.some(({ translation, reference }) => translation !== reference);
  return (
    <>
      {marks && (
        <p className={training.hint}>
          <span className={classes.wrong}>Underlined</span>: a word of the translation that the reference does
          not have, or not as often.
        </p>
      )}
      <div
        className={`${training.wide} ${classes.examples}`}
        tabIndex={0}
        role="region"
        aria-label="Sentences and their translations"
      >
        <table className={training.table}>
          <thead>
            <tr>
              <th scope="col">source</th>
              <th scope="col">reference</th>
              <th scope="col">translation</th>
            </tr>
          </thead>
          <tbody>
            {examples.map((example, i) => (
              <tr key={i}>
                <td className={training.text}>{example.source}</td>
                <td className={training.text}>{example.reference}</td>
                <td className={training.text}>
                  {example.translation === example.reference ? (
                    <span className={classes.right}>{example.translation} ✓</span>
                  ) : (
                    compared(example).map(({ word, there }, k) => (
                      <span key={k}>{there ? word : <span className={classes.wrong}>{word}</span>} </span>
                    ))
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
